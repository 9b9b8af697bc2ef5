"""Answering a request for an accessible format by email, from the admin."""

from email.utils import formataddr, parseaddr

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notifications.outbox import MailToReader

from .models import FormatRequest, FormatRequestSettings


class AnswerForm(forms.Form):
    """The text of an answer."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Others may read the email. Say only what the reader needs."),
    )


def answer(request, pk):
    """Show the form for an answer, or send it through the outbox with a discreet sender and subject.

    Args:
        request: the request of a user who may change requests.
        pk: the primary key of the FormatRequest.

    Returns:
        The form, or a redirect to the request after the answer is in the outbox.

    Raises:
        PermissionDenied: the user may not change requests, or the reader does not want email.
    """
    record = get_object_or_404(FormatRequest, pk=pk)
    if not request.user.has_perm("home.change_formatrequest") or not record.takes_mail:
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _send(record, form.cleaned_data["text"], request.user)
        messages.success(request, _("The answer is being sent. The request is marked as answered."))
        return redirect("format_requests:edit", record.pk)
    return render(request, "home/admin/answer.html", {"form": form, "record": record})


@transaction.atomic
def _send(record, text, user):
    wording = FormatRequestSettings.load()
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    MailToReader(
        subject=f"{wording.reply_subject} {record.reference}",
        body=text,
        from_email=formataddr((wording.reply_sender, address)),
        to=[record.contact.strip()],
    ).send()
    record.status = FormatRequest.Status.ANSWERED
    note = _("%(day)s: answered by email by %(person)s.") % {"day": timezone.localdate(), "person": user}
    record.notes = f"{record.notes}\n{note}".strip()
    record.save()
