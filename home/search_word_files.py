"""The words with which a hub's search begins, from home/starter/search_words.yaml: of the demonstration's, too."""

from home.models import SearchWords


def make_search_words(content, languages, emergency_number):
    """Make the groups of words that a hub's languages have.

    Args:
        content: what the file says: `synonyms`, a list of dicts of language codes to phrases, and `danger`, one such dict.
        languages: the codes of the hub's languages.
        emergency_number: as people type it, which means danger in every language.

    Raises:
        ValidationError: a group is not as staff could have written it.
    """
    made = []
    for group in content["synonyms"]:
        phrases = [phrase for code in languages for phrase in group.get(code, ())]
        if len(phrases) > 1:
            made.append(SearchWords(kind=SearchWords.Kind.SYNONYMS, words="\n".join(phrases)))
    for code in languages:
        if content["danger"].get(code):
            words = "\n".join([*content["danger"][code], emergency_number])
            made.append(SearchWords(kind=SearchWords.Kind.DANGER, language=code, words=words))
    for words in made:
        words.full_clean()
        words.save()
