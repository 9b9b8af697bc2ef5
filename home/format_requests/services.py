"""Receiving a request for an accessible format: the form, its limits, the mail to the office."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.mail import send_mail
from django.core.validators import MaxLengthValidator, RegexValidator, validate_email
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.core.rate_limits import is_over

from .models import FormatRequest, FormatRequestSettings

# The readers in a library share one IP address, so the limit allows several people.
LIMIT, WINDOW = 10, 60 * 60
PHONE = RegexValidator(
    r"^[0-9+() ./-]{7,40}$", _("Enter the phone number with its area code, such as 202-555-0123.")
)
# Readers of these pages may be in danger, so the form does not record that they came from there.
NEVER_NAMED = ("/get-help/", "/stay-safe-online/")


class FormatRequestForm(forms.ModelForm):
    """The reader's form. Required are only the content, how to answer, and whether that is safe."""

    formats = forms.MultipleChoiceField(
        label=_("Which format do you need?"),
        choices=FormatRequest.Format.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as many as you like."),
    )
    answer_by = forms.ChoiceField(
        label=_("How should we answer?"), choices=FormatRequest.AnswerBy.choices, widget=forms.RadioSelect
    )
    safe = forms.ChoiceField(
        label=_("Is it safe to contact you this way?"),
        choices=FormatRequest.Safe.choices,
        widget=forms.RadioSelect,
    )
    # A honeypot: people do not see it, programs fill it in.
    website = forms.CharField(label=_("Leave this field empty"), required=False, widget=forms.TextInput)

    class Meta:
        model = FormatRequest
        fields = [
            "need",
            "formats",
            "page_path",
            "language",
            "assistive_technology",
            "answer_by",
            "contact",
            "safe",
            "may_leave_message",
        ]
        labels = {
            "need": _("What do you need?"),
            "page_path": _("Which page is it about?"),
            "language": _("Which language do you need?"),
            "assistive_technology": _("What assistive technology do you use?"),
            "contact": _("Your email address, phone number or postal address"),
            "may_leave_message": _("You can leave a message"),
        }
        help_texts = {
            "need": _("For example, the page on wage theft in large print."),
            "page_path": _("You can change this or leave it empty."),
            "assistive_technology": _(
                "For example, a screen reader and its name. It helps us choose the right format."
            ),
            "contact": _("We use it only to answer you."),
            "may_leave_message": _("By voicemail, or with someone who answers for you."),
        }
        widgets = {"contact": forms.Textarea(attrs={"rows": 2}), "page_path": forms.TextInput}

    saved: FormatRequest | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].widget.attrs["rows"] = 4
        self.fields["contact"].widget.attrs["autocomplete"] = "on"
        self.fields["website"].widget.attrs.update(autocomplete="off", tabindex="-1")
        self.fields["need"].error_messages["required"] = _("Tell us what you need, in a few words.")
        self.fields["answer_by"].error_messages["required"] = _("Choose how we should answer.")
        self.fields["safe"].error_messages["required"] = _(
            "Tell us whether it is safe to contact you this way."
        )
        for name, field in self.fields.items():
            for validator in field.validators:
                if isinstance(validator, MaxLengthValidator):
                    validator.message = _("This is too long. Please use %(limit_value)d characters or fewer.")
            # No maxlength, so that the browser does not cut what was pasted: the response says what is too long, and keeps it.
            field.widget.attrs.pop("maxlength", None)
            if name in {"language", "page_path"}:
                field.widget.attrs["autocomplete"] = "off"

    def clean_page_path(self) -> str:
        """Accept only the path of a page of the hub, and none that reveals that the reader looked for help."""
        path = urlsplit(self.cleaned_data["page_path"].strip()).path
        return "" if names_help(path) else path

    def clean_website(self) -> str:
        """Refuse a filled-in honeypot, with a message for people whose browser filled it in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("Please leave this field empty. It catches programs that fill in forms.")
            )
        return ""

    def clean(self) -> dict[str, Any]:
        """Require the address or number for the chosen way of answering.

        A reader who says that no way is safe need not give any.
        """
        super().clean()
        data = self.cleaned_data
        contact, way = data.get("contact", "").strip(), data.get("answer_by")
        if data.get("safe") == FormatRequest.Safe.NO or not way or "contact" in self.errors:
            return data
        if not contact:
            self.add_error("contact", _("Tell us how to reach you, or choose that you will call us."))
            return data
        try:
            if way == FormatRequest.AnswerBy.EMAIL:
                validate_email(contact)
            elif way in (FormatRequest.AnswerBy.PHONE, FormatRequest.AnswerBy.TEXT):
                PHONE(contact)
        except forms.ValidationError as error:
            message = _("Enter the full email address, such as name@example.org.")
            self.add_error("contact", message if way == FormatRequest.AnswerBy.EMAIL else error.message)
        return data


def names_help(path: str) -> bool:
    """Whether a path belongs to a page about getting help or staying safe, in any language."""
    return any(part in f"/{path.strip('/')}/" for part in NEVER_NAMED)


def handle(request: HttpRequest) -> tuple[FormatRequestForm, int]:
    """Show, validate or save a request.

    Args:
        request: GET (with the page concerned in `?page=`) or POST.

    Returns:
        (form, HTTP status): `form.saved` is the saved request, or None. The status is 429 if too many requests came from the IP address.
    """
    if request.method != "POST":
        path = urlsplit(request.GET.get("page", "")[:400].replace("\0", "")).path
        return FormatRequestForm(initial={"page_path": "" if names_help(path) else path}), 200
    form = FormatRequestForm(request.POST)
    if not form.is_valid():
        return form, 422
    if is_over(request, "format-request", LIMIT, WINDOW):
        return form, 429
    form.saved = _keep(form)
    return form, 302


@transaction.atomic
def _keep(form: FormatRequestForm) -> FormatRequest:
    record = form.save(commit=False)
    record.formats = form.cleaned_data["formats"]
    record.answer_due = FormatRequestSettings.due_date()
    record.save()
    address = settings.WAGTAILADMIN_BASE_URL + reverse("format_requests:edit", args=[record.pk])
    with override(settings.LANGUAGE_CODE):
        # Only the reference number, because others may read the mail.
        send_mail(
            subject=_("New request %(reference)s") % {"reference": record.reference},
            message=_("A new request has arrived: %(reference)s\n\nRead and answer it here: %(address)s\n")
            % {"reference": record.reference, "address": address},
            from_email=None,
            recipient_list=settings.OFFICE_MAIL,
        )
    return record
