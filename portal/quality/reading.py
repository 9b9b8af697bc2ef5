"""How hard a text is to read: the Flesch-Kincaid grade, for English only. It warns and stops nothing.

Formula: Kincaid, Fishburne, Rogers and Chissom, "Derivation of New Readability Formulas for Navy Enlisted Personnel",
Research Branch Report 8-75, 1975. Limit: WCAG 3.1.5 asks for no more than lower secondary education, nine years of school.
"""

import html
import re
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portal.checks.content import parts as parts_of
from portal.checks.publishing import WARNING, CheckResult
from portal.checks.requirements import READING

LIMIT = 9
# Of fewer words a grade says little.
LEAST_WORDS = 60
_END_OF_BLOCK = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True)
class Reading:
    """How hard a text is: years of school, and how many words were counted."""

    grade: float
    words: int

    @property
    def is_hard(self):
        """Whether it asks for more years of school than LIMIT."""
        return self.grade > LIMIT


def syllables(word):
    """About how many syllables an English word has: groups of vowels, less a silent e at its end."""
    word = word.lower()
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(1, count)


def grade_of(text):
    """The grade of an English text.

    Args:
        text: plain text; a line break ends a sentence, as an item of a list does.

    Returns:
        A Reading, or None when there are too few words.
    """
    sentences = [words for words in (_WORD.findall(part) for part in _SENTENCE.split(text)) if words]
    count = sum(len(words) for words in sentences)
    if count < LEAST_WORDS:
        return None
    spoken = sum(syllables(word) for words in sentences for word in words)
    grade = 0.39 * count / len(sentences) + 11.8 * spoken / count - 15.59
    return Reading(round(max(grade, 0), 1), count)


def reading_of(page, parts):
    """How hard a page's own running text is: its summary and paragraphs, not what it quotes.

    Args:
        page: a HubPage.
        parts: its parts.

    Returns:
        A Reading; None for other languages and for short texts.
    """
    if page.locale.language_code != "en":
        return None
    texts = [page.summary]
    for part in parts:
        if part.rich_text and part.field not in page.words_of_others:
            texts.append(html.unescape(strip_tags(_END_OF_BLOCK.sub("\n", part.rich_text))))
    return grade_of("\n".join(texts))


def reading_grade(page):
    """How hard a page is to read (Reading), or None where no formula applies."""
    return reading_of(page, list(parts_of(page)))


def check(page, parts):
    """A warning when the page is harder to read than it should be.

    Args:
        page: a HubPage.
        parts: its parts.

    Returns:
        A list of CheckResult.
    """
    reading = reading_of(page, parts)
    if reading is None or not reading.is_hard:
        return []
    message = _(
        "Readers need about %(grade)s years of school for this text. Aim for %(limit)s or fewer. Shorter sentences and everyday words help."
    ) % {"grade": round(reading.grade), "limit": LIMIT}
    return [CheckResult("summary", message, level=WARNING, code=READING)]
