"""What is known of the words of places that must not be known: learned before they are erased, kept as digests.

The key by which a digest was made is kept with it, encrypted: a SECRET_KEY that is not used any more takes no words along.
"""

import hashlib

from .models import DigestKey, ForbiddenWords
from .words import Redactor, Street, digest_of, keys_of_settings, phrases_of


# --- The keys of the digests ------------------------------------------------------------------------------------
def keys():
    """The keys of the digests that are kept: those of the settings, and those of former ones. One query."""
    found = keys_of_settings()
    kept = (_bytes_of(row.key) for row in DigestKey.objects.order_by("pk"))
    return [*found, *(key for key in kept if key and key not in found)]


def keep_keys():
    """Keep the keys of the settings, so that digests are found when their SECRET_KEY is not used any more."""
    for key in keys_of_settings():
        _keep(key)


def _keep(key):
    fingerprint = hashlib.sha256(key).hexdigest()
    DigestKey.objects.get_or_create(fingerprint=fingerprint, defaults={"key": key.hex()})


def _bytes_of(text):
    """A key from its digits; None for one that no SECRET_KEY opens any more."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


# --- The words --------------------------------------------------------------------------------------------------
def learn(holder, phrases):
    """Keep phrases that must not be known of a place.

    Args:
        holder: the translation_key of the event or organisation.
        phrases: what phrases_of() gave.
    """
    if not phrases:
        return
    _keep(keys_of_settings()[0])
    ForbiddenWords.objects.bulk_create(
        [
            ForbiddenWords(
                holder=holder,
                digest=digest_of(phrase),
                length=min(len(phrase), 32_000),
                is_street=isinstance(phrase, Street),
            )
            for phrase in sorted(phrases)
        ],
        ignore_conflicts=True,
    )


def words_of(*holders):
    """The words that are known of the places of events and organisations. One query, and one for the keys if there are any.

    Args:
        *holders: translation_keys; None is left out.

    Returns:
        A Redactor.
    """
    return _words(ForbiddenWords.objects.filter(holder__in=[holder for holder in holders if holder]))


def words_of_all():
    """The words of all places that must not be known: for addresses, which belong to nobody."""
    return _words(ForbiddenWords.objects.all())


def _words(known):
    digests = list(known.values_list("digest", "length", "is_street"))
    return Redactor(digests, keys=keys() if digests else None)


def are_new(holder):
    """Whether words were learned that have not been taken out of what was kept before."""
    return ForbiddenWords.objects.filter(holder=holder, is_erased=False).exists()


def are_erased(holder):
    """Note that the words were taken out of everything."""
    ForbiddenWords.objects.filter(holder=holder, is_erased=False).update(is_erased=True)


def is_watched(holder):
    """Whether any words are known of a place that must not be known."""
    return ForbiddenWords.objects.filter(holder=holder).exists()


def copy(holder, other):
    """Let the words of one event be those of another, too: it is posted again at the same place."""
    ForbiddenWords.objects.bulk_create(
        [
            ForbiddenWords(
                holder=other,
                digest=known.digest,
                length=known.length,
                is_street=known.is_street,
                is_erased=known.is_erased,
            )
            for known in ForbiddenWords.objects.filter(holder=holder)
        ],
        ignore_conflicts=True,
    )


def forget(holder):
    """Forget the words of a place that may be known again."""
    ForbiddenWords.objects.filter(holder=holder).delete()


# --- Pages ----------------------------------------------------------------------------------------------------
def kept_names(page, values):
    """The names that stay public although a place is called so: the organisation's, the city's."""
    organisation = (
        getattr(page, "organisation", None) if page._meta.model_name != "organisationpage" else page
    )
    names = [organisation.title, organisation.draft_title] if organisation else []
    return [*names, values.get("city"), values.get("region")]


def note(page, values):
    """Remember in memory what a place says, before its fields are emptied; keep_noted() writes it down.

    Args:
        page: the EventPage or OrganisationPage.
        values: a dict of the fields of the place to what they hold.
    """
    found = phrases_of(values, kept_names(page, values))
    page.noted_phrases = getattr(page, "noted_phrases", frozenset()) | found


def keep_noted(page):
    """Write down what note() remembered.

    Returns:
        The Redactor of what the page must not say.
    """
    noted = getattr(page, "noted_phrases", None)
    if noted:
        learn(page.place_holder, noted)
        page.noted_phrases = frozenset()
    return words_of(*page.place_holders)
