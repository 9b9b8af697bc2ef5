"""Stores the phrases of confidential places as keyed digests before the phrases are erased.

The key of a digest is stored too, encrypted, so that the digests can be matched after SECRET_KEY changes.
"""

import hashlib

from .models import DigestKey, ForbiddenWords
from .words import Redactor, Street, digest_of, keys_of_settings, phrases_of


# --- Keys of the digests ----------------------------------------------------------------------------------------
def keys():
    """The keys of the digests: those of the settings, and stored former ones. One query."""
    found = keys_of_settings()
    kept = (_bytes_of(row.key) for row in DigestKey.objects.order_by("pk"))
    return [*found, *(key for key in kept if key and key not in found)]


def keep_keys():
    """Store the keys of the settings, so that digests can be matched after their SECRET_KEY changes."""
    for key in keys_of_settings():
        _keep(key)


def _keep(key):
    fingerprint = hashlib.sha256(key).hexdigest()
    DigestKey.objects.get_or_create(fingerprint=fingerprint, defaults={"key": key.hex()})


def _bytes_of(text):
    """A key from its hexadecimal digits; None if it can no longer be decrypted."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


# --- Phrases ----------------------------------------------------------------------------------------------------
def add_phrases(holder, phrases):
    """Store phrases that reveal a place.

    Args:
        holder: the translation_key of the event or organization.
        phrases: the result of phrases_of().
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
    """The stored phrases of events and organizations. One query, and one for the keys if there are any.

    Args:
        *holders: translation_keys; None is ignored.

    Returns:
        A Redactor.
    """
    return _words(ForbiddenWords.objects.filter(holder__in=[holder for holder in holders if holder]))


def phrases_of_all_places():
    """The phrases of all confidential places: for redirects and addresses, which belong to no page."""
    return _words(ForbiddenWords.objects.all())


def _words(known):
    digests = list(known.values_list("digest", "length", "is_street"))
    return Redactor(digests, keys=keys() if digests else None)


def are_new(holder):
    """Whether there are phrases that have not been removed from earlier content yet."""
    return ForbiddenWords.objects.filter(holder=holder, is_erased=False).exists()


def are_erased(holder):
    """Record that the phrases were removed from everything."""
    ForbiddenWords.objects.filter(holder=holder, is_erased=False).update(is_erased=True)


def has_forbidden_words(holder):
    """Whether any phrases of a confidential place are stored."""
    return ForbiddenWords.objects.filter(holder=holder).exists()


def copy(holder, other):
    """Copy the phrases of an event to another one that is posted again at the same place."""
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
    """Delete the phrases of a place that may be known again."""
    ForbiddenWords.objects.filter(holder=holder).delete()


# --- Pages ----------------------------------------------------------------------------------------------------
def public_names(page, values):
    """Names that stay public even if a place has the same name: the organization's and the city's."""
    organisation = (
        getattr(page, "organisation", None) if page._meta.model_name != "organisationpage" else page
    )
    names = [organisation.title, organisation.draft_title] if organisation else []
    return [*names, values.get("city"), values.get("region")]


def note(page, values):
    """Remember the phrases of a place in memory before its fields are emptied; store_noted_phrases() stores them.

    Args:
        page: the EventPage or OrganisationPage.
        values: a dict of the place's fields to their values.
    """
    found = phrases_of(values, public_names(page, values))
    page.noted_phrases = getattr(page, "noted_phrases", frozenset()) | found


def store_noted_phrases(page):
    """Store what note() remembered.

    Returns:
        The Redactor for the page.
    """
    noted = getattr(page, "noted_phrases", None)
    if noted:
        add_phrases(page.phrase_key, noted)
        page.noted_phrases = frozenset()
    return words_of(*page.phrase_keys)
