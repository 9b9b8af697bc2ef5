"""A draft for reviewers without an account, and the page of the admin on which its links are made and ended."""

import secrets
from typing import cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Page

from portal.core import submit_once
from portal.core.rate_limits import counts_over, is_over
from portal.pages.models import HubPage

from . import services as previews
from .models import PreviewComment, PreviewLink

DAYS = [1, 7, 14, 30]
VERSIONS = 20
HOUR = 60 * 60
PER_VISITOR, PER_LINK = 10, 40


# --- Without an account ---------------------------------------------------------------------------------------
class CommentForm(forms.ModelForm):
    """What a reviewer thinks, in plain words."""

    class Meta:
        model = PreviewComment
        fields = ["text"]
        labels = {"text": gettext_lazy("Your comment for the editor")}
        widgets = {"text": forms.Textarea({"rows": 5, "autocomplete": "off"})}
        error_messages = {"text": {"required": gettext_lazy("Write what you think, in a few words.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The browser must not cut what was pasted: the answer says that it is too long, and keeps it.
        self.fields["text"].widget.attrs.pop("maxlength", None)


# No session gives any right here: who knows the secret may comment, and no other site knows it. So no cookie is needed.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, secret):
    """One version of a page, as it would look, with a place for comments.

    404 in words when the link is unknown, has ended, was revoked, or when the page must no longer be shown.
    """
    link = previews.find(secret)
    page = link.revision.content_object if link else None
    if link is None or not isinstance(page, HubPage):
        return _private(render(request, "portal/preview_ended.html", status=404))
    version = link.revision.as_object()
    if previews.refusal(page, version):
        return _private(render(request, "portal/preview_ended.html", status=404))
    with override(version.locale.language_code):
        return _private(_draft(request, link, version), version.locale.language_code)


def _draft(request, link, version):
    form, over_limit = CommentForm(), False
    if request.method == "POST":
        form = CommentForm(request.POST)
        over_limit = is_over(request, "preview_comment", PER_VISITOR, HOUR)
        over_limit = counts_over(str(link.pk), "preview_link", PER_LINK, HOUR) or over_limit
        if not over_limit and form.is_valid():
            previews.comment(link, form.cleaned_data["text"])
            return HttpResponseRedirect(f"{request.path}?sent=1#reviewer-comment", status=303)
    elif request.method == "GET" and "sent" not in request.GET:
        previews.opened(link)
    request.is_preview = True
    context = version.get_context(request)
    context |= {
        "page_template": version.get_template(request),
        "preview_link": link,
        "comment_form": form,
        "over_limit": over_limit,
        "sent": "sent" in request.GET and request.method != "POST",
        "once": secrets.token_urlsafe(16),
    }
    return render(request, "portal/preview_link.html", context, status=429 if over_limit else 200)


def _private(response, language=""):
    """No search engine, no cache and no other site learns of the link."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    if language:
        response["Content-Language"] = language
    return response


# --- In the admin ---------------------------------------------------------------------------------------------
class VersionField(forms.ModelChoiceField):
    """Versions of a page by when they were saved and by whom."""

    def label_from_instance(self, revision):
        """The moment, and the person's name."""
        moment = timezone.localtime(revision.created_at)
        saved = _("%(date)s at %(time)s") % {
            "date": date_format(moment, "DATE_FORMAT"),
            "time": time_format(moment, "TIME_FORMAT"),
        }
        who = revision.user and (revision.user.get_full_name() or revision.user.email)
        return f"{saved}, {who}" if who else saved


class PreviewLinkForm(forms.ModelForm):
    """A new link: which version, for whom, for how long."""

    revision = VersionField(
        queryset=None,
        label=gettext_lazy("Version"),
        empty_label=None,
        help_text=gettext_lazy("The link shows this version, even if a newer one is saved later."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Ends after"),
        coerce=int,
        initial=previews.USUAL_DAYS,
        help_text=gettext_lazy("You can end it earlier."),
    )

    class Meta:
        model = PreviewLink
        fields = ["revision", "note"]
        error_messages = {"note": {"required": gettext_lazy("Say who the link is for.")}}

    field_order = ["note", "revision", "days"]

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        newest = page.revisions.order_by("-created_at", "-pk").values_list("pk", flat=True)[:VERSIONS]
        field = cast(forms.ModelChoiceField, self.fields["revision"])
        shown = page.revisions.filter(pk__in=list(newest)).order_by("-created_at", "-pk")
        field.queryset = shown.select_related("user")
        cast(forms.ChoiceField, self.fields["days"]).choices = [
            (days, _("one day") if days == 1 else _("%(n)s days") % {"n": days}) for days in DAYS
        ]


@never_cache
def page_previews(request, page_id):
    """The links to drafts of one page: make one, end one, read what reviewers wrote.

    Raises:
        PermissionDenied: the person may not change the page.
    """
    page = _page(request, page_id)
    refused = previews.refusal(page, page.get_latest_revision_as_object())
    secret, form = "", PreviewLinkForm(page=page)
    if request.method == "POST" and not refused:
        form = PreviewLinkForm(request.POST, page=page)
        if form.is_valid():
            data = form.cleaned_data
            refused = previews.refusal(page, data["revision"].as_object())
            if not refused:
                # The same form, sent twice, shows the same link twice.
                _link, secret = previews.make(
                    data["revision"], request.user, data["note"], data["days"], submit_once.secret_of(request)
                )
                form = PreviewLinkForm(page=page)
    # The secret is shown in this one answer and kept nowhere, so there is no redirect after the POST.
    url = request.build_absolute_uri(reverse("preview_link", args=[secret])) if secret else ""
    return render(
        request,
        "portal/admin/previews.html",
        {
            "page": page,
            "links": list(previews.links_of(page)),
            "comments": PreviewComment.objects.filter(link__in=previews.links_of(page)).exists(),
            "form": form,
            "refused": refused,
            "new_url": url,
        },
    )


@require_POST
def revoke(request, page_id, link_id):
    """End a link, after one question: it cannot be opened again."""
    page = _page(request, page_id)
    link = get_object_or_404(previews.links_of(page), pk=link_id)
    if asked := previews.ask_before_end(request, link, reverse("page_previews", args=[page.pk])):
        return asked
    previews.revoke(link, request.user)
    messages.success(request, _("The link has ended. Nobody can open it now."))
    return redirect("page_previews", page.pk)


@require_POST
def done(request, page_id, comment_id):
    """Mark a comment as dealt with."""
    page = _page(request, page_id)
    written = get_object_or_404(PreviewComment, pk=comment_id, link__in=previews.links_of(page))
    if written.done_at is None:
        written.done_at, written.done_by = timezone.now(), request.user
        written.save(update_fields=["done_at", "done_by"])
    messages.success(request, _("The comment was marked as done."))
    return redirect("page_previews", page.pk)


def _page(request, page_id):
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, HubPage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page
