"""Requests for an accessible format (ADA Title II; 28 CFR 35.160) and their settings. The page with the form is in pages.py."""

from __future__ import annotations

import datetime
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.admin.utils import get_user_display_name
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from portal.core.encrypted_fields import EncryptedCharField, EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

# Without letters and digits that are easily confused when read aloud.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXYZ"


def new_reference() -> str:
    """A reference number that is easy to read aloud and cannot be guessed, such as "K7QF-M3XT"."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def who_answer(also: int | None = None) -> QuerySet[User]:
    """The staff to whom a request may be assigned: active users who may open it.

    Args:
        also: the primary key of a user to include in any case, or None.
    """
    may = Permission.objects.filter(codename="change_formatrequest", content_type__app_label="home")
    found = Q(is_active=True) & (Q(groups__permissions__in=may) | Q(user_permissions__in=may))
    users = get_user_model().objects
    return users.filter(found | Q(pk=also)).order_by("last_name", "first_name", "email").distinct()


class StaffForm(WagtailAdminModelForm):
    """The staff's form: the formats are checkboxes, as in the reader's form."""

    formats = forms.MultipleChoiceField(
        label=_("Formats"),
        choices=lambda: FormatRequest.Format.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "assignee" in self.fields:
            self.fields["assignee"].queryset = who_answer(self.instance.assignee_id)
            self.fields["assignee"].label_from_instance = get_user_display_name


class FormatRequest(models.Model):
    """One request. It contains only what is needed to answer it."""

    base_form_class = StaffForm

    class Status(models.TextChoices):
        NEW = "new", _("New")
        IN_PROGRESS = "in_progress", _("In progress")
        ANSWERED = "answered", _("Answered")

    class Format(models.TextChoices):
        LARGE_PRINT = "large_print", _("Large print")
        BRAILLE = "braille", _("Braille")
        AUDIO = "audio", _("Audio")
        PLAIN_LANGUAGE = "plain_language", _("Plain language")
        SIGN_LANGUAGE = "sign_language", _("Sign-language video")
        TAGGED_PDF = "tagged_pdf", _("Tagged PDF")
        OTHER = "other", _("Another format")

    class AnswerBy(models.TextChoices):
        EMAIL = "email", _("Email")
        PHONE = "phone", _("Phone call")
        TEXT = "text", _("Text message")
        POST = "post", _("Letter")

    class Safe(models.TextChoices):
        YES = "yes", _("Yes, this way is safe")
        DISCREET = "discreet", _("Only if nobody else can tell what it is about")
        NO = "no", _("No. Do not contact me; I will call")

    reference = models.CharField(
        _("reference"), max_length=9, unique=True, default=new_reference, editable=False
    )
    # Encrypted in the database: what a reader wrote, and the office's notes.
    need = EncryptedTextField(_("what is needed"), max_length=2000)
    formats = models.JSONField(_("formats"), default=list)
    page_path = EncryptedCharField(_("page"), max_length=400, blank=True)
    language = EncryptedCharField(_("language"), max_length=60, blank=True)
    assistive_technology = EncryptedCharField(_("assistive technology"), max_length=200, blank=True)
    answer_by = models.CharField(_("how to answer"), max_length=5, choices=AnswerBy.choices)
    contact = EncryptedTextField(_("address or number"), max_length=400, blank=True)
    safe = models.CharField(_("is this way safe"), max_length=8, choices=Safe.choices)
    may_leave_message = models.BooleanField(_("a message may be left"), default=False)
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, default=Status.NEW)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer_due = models.DateField(_("answer by"), null=True, blank=True)
    notes = EncryptedTextField(_("notes"), blank=True)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("accessible-format request")
        verbose_name_plural = _("accessible-format requests")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "answer_due"], name="format_request_open")]

    def __str__(self) -> str:
        return self.reference

    def save(self, **kwargs: Any) -> None:
        """Save, and record when the request was answered."""
        if self.status == self.Status.ANSWERED:
            self.answered_at = self.answered_at or timezone.now()
        else:
            self.answered_at = None
        super().save(**kwargs)

    @property
    def format_labels(self) -> str:
        """The formats as text, for lists and exports."""
        return ", ".join(
            str(self.Format(value).label) for value in self.formats if value in self.Format.values
        )

    @property
    def takes_mail(self) -> bool:
        """Whether the reader wants an answer by email and said that it is safe."""
        return self.answer_by == self.AnswerBy.EMAIL and self.safe != self.Safe.NO and bool(self.contact)

    @property
    def is_overdue(self) -> bool:
        """Whether the due date has passed without an answer."""
        return (
            self.status != self.Status.ANSWERED
            and self.answer_due is not None
            and self.answer_due < timezone.localdate()
        )


@register_setting(icon="form", order=200)
class FormatRequestSettings(BaseGenericSetting):
    """How the office handles accessible-format requests."""

    answer_within_days = models.PositiveSmallIntegerField(
        _("answer within (days)"),
        default=10,
        validators=[MinValueValidator(1)],
        help_text=_("Each new request gets this answer-by date."),
    )
    keep_answered_days = models.PositiveSmallIntegerField(
        _("delete answered requests after (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Following your records schedule. If empty, nothing is deleted."),
    )

    reply_sender = models.CharField(
        _("name of the sender of replies"),
        max_length=60,
        default="Information",
        help_text=_(
            "Others may see the reader's inbox, so choose a name that does not say what it is about."
        ),
    )
    reply_subject = models.CharField(
        _("subject of replies"),
        max_length=80,
        default="Your request",
        help_text=_("As discreet as the sender. The reference number is added."),
    )

    panels = [
        FieldPanel("answer_within_days"),
        FieldPanel("keep_answered_days"),
        FieldPanel("reply_sender"),
        FieldPanel("reply_subject"),
    ]

    class Meta:
        verbose_name = _("Accessible-format requests")

    @classmethod
    def due_date(cls) -> datetime.date:
        """The day by which a request of today should be answered."""
        return timezone.localdate() + datetime.timedelta(days=cls.load().answer_within_days)
