"""The admin's views for archiving and restoring a page."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from portal.site.archive import is_archived

from . import services as archiving


class ArchiveForm(forms.Form):
    """The four tests and the purpose. A page is archived only if all four are answered with yes."""

    purpose = forms.CharField(
        label=gettext_lazy("What is it kept for?"),
        max_length=1000,
        help_text=gettext_lazy("In one sentence, for the record: who might want to look it up, and why."),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write what it is kept for.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, question, explanation in archiving.tests():
            self.fields[code] = forms.ChoiceField(
                label=question,
                help_text=explanation,
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer with yes or no.")},
            )

    def clean(self):
        """Refuse a page that fails a test: it is not archived content, and must be accessible."""
        super().clean()
        data = self.cleaned_data
        for code, _question, _explanation in archiving.tests():
            if data.get(code) == "no":
                self.add_error(
                    code, _("The page cannot be archived. It stays where it is, and must be accessible.")
                )
        return data

    @property
    def questions(self):
        """The bound fields of the four tests."""
        return [self[code] for code, _question, _explanation in archiving.tests()]


def _page(request, page_id):
    page = get_object_or_404(Page, pk=page_id).specific
    if not archiving.may(request.user):
        raise PermissionDenied
    return page


def archive(request, page_id):
    """Ask the four tests, and move the page.

    Raises:
        PermissionDenied: the user may not, or pages of this type are not archived.
    """
    page = _page(request, page_id)
    if not archiving.can_be_archived(page):
        raise PermissionDenied
    form = ArchiveForm(request.POST or None)
    approval_blocker = archiving.approval_blocker(page)
    target = archiving.archive_of(page.locale)
    if request.method == "POST" and target and not approval_blocker and form.is_valid():
        archiving.archive(page, request.user, form.cleaned_data["purpose"].strip())
        messages.success(
            request,
            _("“%(title)s” is in the archive now. Its old address leads there.") % {"title": page.title},
        )
        return redirect("wagtailadmin_explore", target.pk)
    return render(
        request,
        "home/admin/archive.html",
        {
            "form": form,
            "page": page,
            "approval_blocker": approval_blocker,
            "versions": archiving.versions(page),
        },
    )


def take_back(request, page_id):
    """Ask for confirmation, then restore an archived page as a draft.

    Raises:
        PermissionDenied: the user may not, or the page is not archived.
    """
    page = _page(request, page_id)
    if not is_archived(page):
        raise PermissionDenied
    parent, approval_blocker = archiving.restore_target(page)
    if request.method == "POST" and not approval_blocker:
        try:
            archiving.restore(page, request.user)
        except ValidationError as error:
            approval_blocker = error.messages[0]
        else:
            messages.success(
                request,
                _("“%(title)s” is a draft again. It becomes public when someone else has approved it.")
                % {"title": page.title},
            )
            return redirect("wagtailadmin_pages:edit", page.pk)
    return render(
        request,
        "home/admin/take_back.html",
        {
            "page": page,
            "parent": parent,
            "approval_blocker": approval_blocker,
            "versions": archiving.versions(page),
        },
    )
