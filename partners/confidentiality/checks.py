"""Publishing checks for pages that reveal a confidential place."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.checks.publishing import CheckResult, field_label

from . import erasure, store
from .requirements import CONFIDENTIAL, TAKEN_OUT
from .words import REPLACEMENT

TELLS = _("This gives away a confidential place. Write it without the name, the street and the directions.")
GAP = _(
    "Words that give away a confidential place were removed here. Write this again without “[…]” and without the place."
)
ASK_THE_OFFICE = _("This place was confidential. If it can be public now, ask the office to allow it again.")


def failures(page):
    """Where a page still contains phrases of a confidential place of its own or of its organization.

    Args:
        page: an EventPage, OrganisationPage or ServicePage as it would be published.

    Returns:
        A list of CheckResult.
    """
    words = _words(page)
    if not words:
        return []
    names = erasure.fields_with(page, words)
    if words.found_in(page.slug):
        names.append("slug")
    names += [name for name, item in _media(page) if erasure.fields_with(item, words)]
    return [CheckResult(name, TELLS, code=CONFIDENTIAL) for name in dict.fromkeys(names)]


def gaps(page):
    """Where phrases were removed and nobody has rewritten the text.

    Args:
        page: see failures().

    Returns:
        A list of CheckResult.
    """
    names = [name for name in _with_gaps(page) if name != "draft_title"]
    names += [name for name, item in _media(page) if _with_gaps(item)]
    return [CheckResult(name, GAP, code=TAKEN_OUT) for name in names]


def _with_gaps(record):
    fields = erasure.text_fields(type(record))
    return [field.name for field in fields if REPLACEMENT in str(field.value_from_object(record))]


def has_forbidden_words(page):
    """Whether phrases are known that the page must not contain."""
    return bool(_words(page))


def removed_words(page):
    """The message for members when phrases were removed from what they wrote; "" if none were.

    The message does not contain the phrases, because messages are stored until they are shown.
    """
    names = {"title" if name == "draft_title" else name for name in page.removed_from}
    if not names:
        return ""
    whole = {name for name in names if _is_address(page, name)}
    sentences = []
    if texts := names - whole:
        said = gettext("Words that give away the confidential place were removed from: %(fields)s.")
        sentences.append(said % {"fields": _labels(page, texts)})
        if any(_has_gap(page, name) for name in texts):
            sentences.append(gettext("They now show “[…]” instead."))
    if whole:
        said = gettext(
            "These web addresses gave away the confidential place and were deleted: %(fields)s. Enter another one, or none."
        )
        sentences.append(said % {"fields": _labels(page, whole)})
    if page.lost_address:
        sentences.append(
            gettext(
                "The public page has a new address without the place. Links to its old address no longer work."
            )
        )
    if texts:
        sentences.append(gettext("Read it again and rewrite it without the place."))
    if _is_place_again(page):
        sentences.append(str(ASK_THE_OFFICE))
    return " ".join(sentences)


def _labels(page, names):
    return ", ".join(sorted(str(field_label(page, name) or name) for name in names))


def _is_address(page, name):
    """Whether a field holds a web or mail address, which is removed as a whole."""
    field = {field.name: field for field in page._meta.concrete_fields}.get(name)
    return isinstance(field, models.URLField | models.EmailField)


def _has_gap(page, name):
    """Whether a field, or an inline record, contains the marker for removed text."""
    fields = {field.name: field for field in page._meta.concrete_fields}
    if name in fields:
        return REPLACEMENT in str(fields[name].value_from_object(page))
    rows = getattr(page, name, None)
    # The form has fields for the picture that the page does not have.
    return rows is None or any(_with_gaps(row) for row in rows.all())


def removed_phrases(page):
    """The phrases that were removed from what somebody has just written, only for the response to that person.

    Returns:
        A list of pairs: the name of a field, and a list of the phrases as they were written.
    """
    found: dict[str, list[str]] = {}
    for name, words in page.removed.items():
        # Members see the title of the draft and of the row as one.
        label = str(field_label(page, "title" if name == "draft_title" else name) or name)
        said = found.setdefault(label, [])
        said += [word for word in words if word not in said]
    return list(found.items())


def refuse_words(words, text):
    """Refuse a short text of a member that reveals a place.

    Args:
        words: a Redactor.
        text: what the member wrote; only that person sees the message.

    Raises:
        ValidationError: it reveals a place; the message names the phrases.
    """
    said = words.said_in(text)
    if said:
        raise ValidationError(
            gettext("This gives away a confidential place: %(words)s. Write it without these words.")
            % {"words": ", ".join(gettext("“%(title)s”") % {"title": one} for one in said)}
        )


def _is_place_again(page):
    """Whether the confidential place itself was entered again."""
    names = page.removed_from
    return "street_address" in names or "venue_name" in names or "locations" in names


def _words(page):
    return store.words_of(*page.phrase_keys)


def _media(page):
    for field in erasure.media_fields(type(page)):
        item = getattr(page, field.name)
        if item is not None:
            yield field.name, item
