"""Refuses pages that are not ready for the public.

A draft may be incomplete; what goes to review or live may not. Each page type answers `publishing_errors()`; the admin form,
and every path that saves a live page, ask it and show the same messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.blocks import BlockField, StreamValue
from wagtail.models import Page

from portal.core.form_errors import name_block_errors

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from portal.pages.models import HubPage
    from portal.workflow.models.snippets import ReviewedSnippet

ERROR, WARNING = "stop", "warn"
WRITE_A_SUMMARY = _("Write a summary: one or two plain sentences.")


@dataclass(frozen=True)
class CheckResult:
    """One failure of a publishing check: the field, and a message that says how to correct it.

    `level` is ERROR when it keeps the page from the public, WARNING when it is only shown; `anchor` is the id of the block in the
    field where it stands, "" for the field itself; `code` names the requirement.
    """

    field: str
    message: str | StrPromise
    level: str = ERROR
    anchor: str = ""
    code: str = ""


class InEditor(Protocol):
    """Protocol of what stands in a field, and maybe a block, of the editor: a CheckResult, or a finding of a report."""

    @property
    def field(self) -> str:
        """The name of the field."""

    @property
    def anchor(self) -> str:
        """The id of the block, or ""."""


class NotReady(ValidationError):
    """A page that lacks what the public needs.

    Attributes:
        page: the page.
        failures: a list of CheckResult.
    """

    def __init__(self, page: HubPage | ReviewedSnippet, failures: Iterable[CheckResult]) -> None:
        super().__init__(
            {field: [failure.message for failure in found] for field, found in _by_field(failures).items()}
        )
        self.page, self.failures = page, failures


def address_in_editor(failure: InEditor) -> str:
    """The part of an editor's address that leads to a failure's field and block, as Wagtail's comments use it.

    Args:
        failure: whatever has a `field` and an `anchor`.

    Returns:
        A fragment such as "#:w:contentpath=body.1f2e…"; "" where no field is named.
    """
    path = ".".join(part for part in (failure.field, failure.anchor) if part)
    return f"#:w:contentpath={path}" if failure.field else ""


def field_label(page: Page | type[Page], name: str) -> str | StrPromise:
    """How a page's field is called in the editor; "" for what is no field."""
    names = {field.name: field for field in page._meta.get_fields()}
    return capfirst(getattr(names.get(name), "verbose_name", ""))


def has_words(text: str) -> bool:
    """Whether rich text has words: an emptied editor leaves an empty paragraph."""
    return bool(strip_tags(text).replace("&nbsp;", "").strip())


def refuse_unready(page: HubPage | ReviewedSnippet) -> None:
    """Refuse a version that fails a publishing check.

    Args:
        page: the page or snippet as it would be published.

    Raises:
        NotReady: with a message for each failing field.
    """
    failures = page.publishing_errors()
    if failures:
        raise NotReady(page, failures)


if TYPE_CHECKING:
    # A mixin of forms, which come after it among the bases.
    from wagtail.admin.forms import WagtailAdminModelForm as FormBase
else:
    FormBase = object


class ExpiredDraftMixin(FormBase):
    """A form of something that has expired, without the time at which it expired.

    Otherwise Wagtail refuses each save, also of autosave, because of a field that stands in a dialog.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._passed = None if self.instance.live else self.instance.expire_at
        if self._passed and self._passed < timezone.now():
            self.initial["expire_at"] = None
        else:
            self._passed = None

    def clean(self) -> dict[str, Any]:
        """Leave out the time at which it expired, which an older form still sends."""
        sent = self.cleaned_data.get("expire_at")
        # The browser sends minutes.
        if self._passed and sent and sent == self._passed.replace(second=0, microsecond=0):
            self.cleaned_data["expire_at"] = None
        return super().clean()

    def _post_clean(self) -> None:
        super()._post_clean()
        # Where the form has no schedule, the time is that of the version before.
        if self._passed and self.instance.expire_at == self._passed:
            self.instance.expire_at = None


class ReviewedSnippetForm(ExpiredDraftMixin, WagtailAdminModelForm):
    """The editor's form of a reviewed snippet."""


class HubPageForm(ExpiredDraftMixin, WagtailAdminPageForm):
    """The editor's form: a draft may be incomplete, what is submitted or published may not.

    Attributes:
        publishing_errors: what kept the page from being submitted or published (CheckResult); empty otherwise.
    """

    publishing_errors: Sequence[CheckResult] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            terms = getattr(field, "queryset", None)
            if terms is not None and terms.model._meta.label == "portal.TaxonomyTerm":
                # Pages point at the words in the first language; readers see them in theirs (portal/taxonomy/selectors.py).
                field.queryset = terms.filter(locale__language_code=settings.LANGUAGE_CODE, live=True)
                field.widget = forms.CheckboxSelectMultiple()
                field.widget.choices = field.choices
        if "summary" in self.fields:
            self.fields["summary"].error_messages["required"] = WRITE_A_SUMMARY

    def clean(self) -> dict[str, Any]:
        """Refuse a reserved slug, and overwriting a version that the editor has not seen."""
        cleaned = super().clean()
        if sentence := getattr(self.instance, "edit_conflict", ""):
            self.add_error(None, sentence)
        message = self.instance.address_failure(cleaned.get("slug", ""), self.parent_page)
        if message:
            self.add_error("slug", message)
        return cleaned

    def full_clean(self) -> None:
        """Say what is wrong in blocks in sentences, wherever the form's messages are shown."""
        super().full_clean()
        for name, errors in self._errors.items():
            if isinstance(self.fields.get(name), BlockField):
                name_block_errors(self.fields[name], self[name].value(), errors)

    def _post_clean(self) -> None:
        """Add the publishing errors to their fields and blocks, unless only a draft is saved."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        self.publishing_errors = self.instance.publishing_errors()
        for name, failures in _by_field(self.publishing_errors).items():
            if name not in self.fields:
                self.add_error(None, [failure.message for failure in failures])
            elif isinstance(self.fields[name], BlockField):
                self.add_error(name, _at_blocks(getattr(self.instance, name), failures))
            else:
                self.add_error(name, [failure.message for failure in failures])


def _by_field(failures: Iterable[CheckResult]) -> dict[str, list[CheckResult]]:
    found: dict[str, list[CheckResult]] = {}
    for failure in failures:
        found.setdefault(failure.field, []).append(failure)
    return found


def _at_blocks(stream: StreamValue, failures: Iterable[CheckResult]) -> blocks.StreamBlockValidationError:
    """The error of a stream that shows each message at its block."""
    places = {child.id: number for number, child in enumerate(stream) if child.id}
    of_blocks: dict[int, list[str]] = {}
    of_stream = []
    for failure in failures:
        if failure.anchor in places:
            of_blocks.setdefault(places[failure.anchor], []).append(str(failure.message))
        else:
            of_stream.append(ValidationError(failure.message))
    return blocks.StreamBlockValidationError(
        block_errors={number: ValidationError(" ".join(messages)) for number, messages in of_blocks.items()},
        non_block_errors=of_stream,
    )
