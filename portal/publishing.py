"""What a page needs before the public may see it (design.md §3).

A draft may be incomplete; what goes to review or live may not. Each page type answers `publish_failures()`; the admin form,
and every path that saves a live page, ask it and show the same messages.
"""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import BlockField

STOP, WARN = "stop", "warn"
WRITE_A_SUMMARY = _("Write a summary: one or two plain sentences.")


@dataclass(frozen=True)
class PublishFailure:
    """One thing to mend before a page is public: the field, and a sentence that says how.

    `level` is STOP when it keeps the page from the public, WARN when it is only shown; `anchor` is the id of the block in the
    field where it stands, "" for the field itself; `code` names the requirement.
    """

    field: str
    message: str
    level: str = STOP
    anchor: str = ""
    code: str = ""


class NotReady(ValidationError):
    """A page that lacks what the public needs.

    Attributes:
        page: the page.
        failures: a list of PublishFailure.
    """

    def __init__(self, page, failures):
        super().__init__(
            {field: [failure.message for failure in found] for field, found in _by_field(failures).items()}
        )
        self.page, self.failures = page, failures


def address_in_editor(failure):
    """The part of an editor's address that leads to a failure's field and block, as Wagtail's comments use it.

    Args:
        failure: whatever has a `field` and an `anchor`.

    Returns:
        A fragment such as "#:w:contentpath=body.1f2e…"; "" where no field is named.
    """
    path = ".".join(part for part in (failure.field, failure.anchor) if part)
    return f"#:w:contentpath={path}" if failure.field else ""


def field_label(page, name):
    """How a page's field is called in the editor; "" for what is no field."""
    names = {field.name: field for field in page._meta.get_fields()}
    return capfirst(getattr(names.get(name), "verbose_name", ""))


def has_words(text):
    """Whether rich text says anything: an editor that was emptied leaves an empty paragraph behind."""
    return bool(strip_tags(text).replace("&nbsp;", "").strip())


def refuse_unready(page):
    """Stop a page that is not ready for the public.

    Args:
        page: a HubPage.

    Raises:
        NotReady: with a message for each failing field.
    """
    failures = page.publish_failures()
    if failures:
        raise NotReady(page, failures)


class HubPageForm(WagtailAdminPageForm):
    """The editor's form: a draft may be incomplete, what is submitted or published may not.

    Attributes:
        publish_failures: what kept the page from being submitted or published (PublishFailure); empty otherwise.
    """

    publish_failures = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            terms = getattr(field, "queryset", None)
            if terms is not None and terms.model._meta.label == "portal.TaxonomyTerm":
                # Pages point at the words in the first language; readers see them in theirs (portal/terms.py).
                field.queryset = terms.filter(locale__language_code=settings.LANGUAGE_CODE)
                field.widget = forms.CheckboxSelectMultiple()
                field.widget.choices = field.choices
        if "summary" in self.fields:
            self.fields["summary"].error_messages["required"] = WRITE_A_SUMMARY

    def clean(self):
        """Refuse an address that the hub needs itself, and writing over a version that the editor has not seen."""
        cleaned = super().clean()
        if sentence := getattr(self.instance, "overtaken", ""):
            self.add_error(None, sentence)
        message = self.instance.address_failure(cleaned.get("slug", ""), self.parent_page)
        if message:
            self.add_error("slug", message)
        return cleaned

    def _post_clean(self):
        """Add what stops publication to the fields and blocks that can mend it, unless only a draft is saved."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        self.publish_failures = self.instance.publish_failures()
        for name, failures in _by_field(self.publish_failures).items():
            if name not in self.fields:
                self.add_error(None, [failure.message for failure in failures])
            elif isinstance(self.fields[name], BlockField):
                self.add_error(name, _at_blocks(getattr(self.instance, name), failures))
            else:
                self.add_error(name, [failure.message for failure in failures])


def _by_field(failures):
    found = {}
    for failure in failures:
        found.setdefault(failure.field, []).append(failure)
    return found


def _at_blocks(stream, failures):
    """The error of a stream that shows each message at its block."""
    places = {child.id: number for number, child in enumerate(stream) if child.id}
    of_blocks, of_stream = {}, []
    for failure in failures:
        if failure.anchor in places:
            of_blocks.setdefault(places[failure.anchor], []).append(str(failure.message))
        else:
            of_stream.append(ValidationError(failure.message))
    return blocks.StreamBlockValidationError(
        block_errors={number: ValidationError(" ".join(messages)) for number, messages in of_blocks.items()},
        non_block_errors=of_stream,
    )
