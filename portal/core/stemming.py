"""Normalizes words for searching, the same on every database: without accents and case, reduced to their stems.

"victim" then finds "victims" and "violacion" finds "violación". index_words() normalizes texts when they are published, query_words()
what somebody searches for; a word is found if both give the same stem.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import snowballstemmer

LONGEST_WORD = 40
MOST_WORDS = 12

# Languages that Snowball supports (https://snowballstem.org/). Words of other languages are found as they are written.
STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "it": "italian",
    "ne": "nepali",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}

# Common typing errors that would have the stem of another word, here "traffic", or that are too short to be corrected by themselves.
# The search says what it searched instead.
MISSPELLED = {
    "en": {
        "hepl": "help",
        "hlep": "help",
        "rapd": "raped",
        "rpae": "rape",
        "traficing": "trafficking",
        "trafficing": "trafficking",
        "trafficed": "trafficked",
    }
}

# Irregular forms of words that are common on this hub.
IRREGULAR = {
    "en": {
        "children": "child",
        "men": "man",
        "paid": "pay",
        "people": "person",
        "women": "woman",
    },
    "es": {"paguen": "pagar", "pague": "pagar"},
}

# Two words with a meaning of their own, which neither of them has: "signs" does not mean sign language. They count as one word.
COMPOUNDS = {"en": {("sign", "language"): "signlanguage", ("sign", "languages"): "signlanguage"}}

# Stop words. A query of nothing else keeps them: "who we are" is a page.
STOP_WORDS = {
    "en": "a about am an and any are as at be been but by can could did do does doing for from get got had has have having he"
    " her hers him his how i if in into is it its just me my of on or our she should so some than that the their them"
    " then there these they this those to us was we were what when where which who whom whose why will with would you your"
    " dont doesnt didnt im isnt arent cant wont ive want wants wanted",
    "es": "a al algo como con cual cuando de del desde donde e el ella ellos en entre es esa ese eso esta este esto estoy fue ha"
    " hay he la las le les lo los me mi mis muy nos o para pero por porque puede puedo que quien se ser si sin sobre son su"
    " sus te tengo tiene tu tus un una unas uno unos y ya yo",
    "so": "aan aanan aniga ay ayaa baa iyo ka ku la laga lagu loo oo si u uga ugu waa waan waxa waxaa waxaan waxay wuxuu"
    " inuu in inaan maxaa maxay sidee yaa miyaa ama kuwa kan tan",
    "hmn": "cov es hais kom kuv koj lawv los lub mus nws nyob peb qhov rau tau thiab tias tus uas yog yuav ntawm li cas lawm",
}
_LITTLE = {language: frozenset(words.split()) for language, words in STOP_WORDS.items()}

# In Hmong (RPA) each syllable consists of consonants, a vowel and a letter for the tone. Compounds are written as one or more
# words ("haujlwm", "hauj lwm"), even by the same agency; both are found by their syllables. Words without a tone letter
# are not split, except "menyuam" (child), because English words look like them.
_ONSET = "(?:n?ts?h?|n?txh?|n?plh?|n?ph?|n?rh?|n?ch?|n?kh?|n?qh?|dh?|hml?|hny?|h?l|hn?|ml?|ny?|xy?|[fgsvyz])"
_RHYME = "(?:aw|ai|au|ee|ia|oo|ua|[aeiouw])[bdgjmsv]"
_SYLLABLE = re.compile(f"(?:{_ONSET}?{_RHYME}|^me)(?=(?:{_ONSET}{_RHYME})*$)")
# Somali expresses "the" and "my" with endings: mushahar, mushaharka, mushaharkaaga (Saeed, Somali, 1999, §6.3). Words in -o change
# to -a before them: shaqo, shaqada.
_SOMALI_ENDING = re.compile(
    r"(?<=\w{3})(?:(?:[kghtd]|sh)(?:a(?:yg|yd|ag|ad)a|iisa|eeda|eenn?a|iinn?a|ooda|aas|an|ii|a|u))$"
)

_APOSTROPHES = "'’‘ʼʻ`´"
_WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*")


def fold(text: str) -> str:
    """A text without accents, case and invisible characters.

    Args:
        text: any text.

    Returns:
        The text for comparison. No letter of Hmong (RPA) or Somali is lost, because both are written without accents.
    """
    # Twice, because a capital such as İ is only decomposed in lower case.
    for _turn in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        letter
        for letter in text
        if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )


def folded_words(text: str, language: str) -> list[str]:
    """The words of a text in order, folded.

    Args:
        text: plain text.
        language: a language code.

    Returns:
        A list of words without punctuation; "la'aan" is one word, "debt-bondage" two, and so is the Hmong "haujlwm".
    """
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if language == "en":
            word = re.sub(rf"[{_APOSTROPHES}]s$", "", word)
        word = re.sub(f"[{_APOSTROPHES}]", "", word)
        if language == "so":
            # Many people leave out the apostrophe of "la'aan" and with it a letter.
            word = re.sub(r"(\w)\1{2,}", r"\1\1", word)
        word = word[:LONGEST_WORD]
        syllables = _SYLLABLE.findall(word) if language == "hmn" else []
        found += syllables if "".join(syllables) == word else [word]
    return _joined(found, COMPOUNDS[language]) if language in COMPOUNDS else found


def _joined(words: list[str], compounds: dict[tuple[str, str], str]) -> list[str]:
    """Words, with the two words of a compound as one."""
    found: list[str] = []
    for word in words:
        compound = compounds.get((found[-1], word)) if found else None
        if compound:
            found[-1] = compound
        else:
            found.append(word)
    return found


@lru_cache(maxsize=8192)
def stem(word: str, language: str) -> str:
    """The stem of a folded word.

    Args:
        word: a word from folded_words().
        language: a language code.

    Returns:
        The stem; the word itself if the language is not supported.
    """
    word = MISSPELLED.get(language, {}).get(word, word)
    word = IRREGULAR.get(language, {}).get(word, word)
    if language == "so":
        return re.sub("o$", "a", _SOMALI_ENDING.sub("", word))
    name = STEMMERS.get(language)
    # A new one each time, because a stemmer has state that threads would share.
    return fold(snowballstemmer.stemmer(name).stemWord(word)) if name else word


def stems(words: Iterable[str], language: str) -> list[str]:
    """The stems of folded words.

    Args:
        words: a list, as folded_words() returns it.
        language: a language code.

    Returns:
        A list of the same length.
    """
    return [stem(word, language) for word in words]


def index_words(text: str, language: str) -> str:
    """What is stored of a text for the search.

    Args:
        text: plain text.
        language: the language in which it is written.

    Returns:
        Stems in the order of the text, separated by single spaces.
    """
    return " ".join(stems(folded_words(text, language), language))


def query_words(text: str, language: str) -> str:
    """The stems for which a query searches.

    Args:
        text: any text from a visitor or a program.
        language: the language in which pages are searched.

    Returns:
        At most MOST_WORDS different stems, separated by single spaces, without stop words unless there are only stop words. "" if the
        text has no word.
    """
    words = folded_words(text[: MOST_WORDS * LONGEST_WORD], language)
    telling = [word for word in words if word not in _LITTLE.get(language, ())]
    return " ".join(list(dict.fromkeys(stems(telling or words, language)))[:MOST_WORDS])


@dataclass(frozen=True)
class Marks:
    """The words of a query, to be highlighted in a text (the template filter `marked`)."""

    stems: frozenset
    language: str

    @classmethod
    def of(cls, query: str, language: str) -> Self:
        """The words of a query, for texts in a language."""
        return cls(frozenset(query_words(query, language).split()), language)

    def __contains__(self, word: str) -> bool:
        return not self.stems.isdisjoint(_stems_of_word(word, self.language))


# Of words of public pages, never of what somebody typed.
@lru_cache(maxsize=20_000)
def _stems_of_word(word: str, language: str) -> tuple[str, ...]:
    return tuple(index_words(word, language).split())
