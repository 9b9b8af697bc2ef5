"""What a page needs before the public may see it (design.md §3).

A draft may be incomplete; what goes to review or live may not. Each page type answers `publish_failures()`; the admin form,
and every path that saves a live page, ask it and show the same messages.
"""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from wagtail.admin.forms import WagtailAdminPageForm


@dataclass(frozen=True)
class PublishFailure:
    """One thing to mend before a page is public: the field, and a sentence that says how.

    `level` is STOP when it keeps the page from the public, WARN when it is only shown; `anchor` is the id of the block in the
    field where it stands, "" for the field itself; `code` names the requirement.
    """

    field: str
    message: str
    level: str = "stop"
    anchor: str = ""
    code: str = ""


def has_words(text):
    """Whether rich text says anything: an editor that was emptied leaves an empty paragraph behind."""
    return bool(strip_tags(text).replace("&nbsp;", "").strip())


def refuse_unready(page):
    """Stop a page that is not ready for the public.

    Args:
        page: a HubPage.

    Raises:
        ValidationError: with a message for each failing field.
    """
    failures = page.publish_failures()
    if failures:
        errors = {}
        for failure in failures:
            errors.setdefault(failure.field, []).append(failure.message)
        raise ValidationError(errors)


class HubPageForm(WagtailAdminPageForm):
    """The editor's form: a draft may be incomplete, what is submitted or published may not."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            terms = getattr(field, "queryset", None)
            if terms is not None and terms.model._meta.label == "portal.TaxonomyTerm":
                # Pages point at the words in the first language; readers see them in theirs (portal/terms.py).
                field.queryset = terms.filter(locale__language_code=settings.LANGUAGE_CODE)
                field.widget = forms.CheckboxSelectMultiple()
                field.widget.choices = field.choices

    def clean(self):
        """Refuse an address that the hub needs itself, while the page has no place in the tree yet."""
        cleaned = super().clean()
        message = self.instance.address_failure(cleaned.get("slug", ""), self.parent_page)
        if message:
            self.add_error("slug", message)
        return cleaned

    def _post_clean(self):
        """Add what stops publication to the fields that can mend it, unless only a draft is saved."""
        super()._post_clean()
        if not self.is_deferred_validation and not self.errors:
            for failure in self.instance.publish_failures():
                self.add_error(failure.field if failure.field in self.fields else None, failure.message)
