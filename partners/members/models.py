"""Memberships, invitations, and requests of organizations to join."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.organisations.models.organisation import OrganisationPage

INVITATION_LASTS = datetime.timedelta(days=7)


class Role(models.TextChoices):
    """A member's role. Owners also manage the members."""

    OWNER = "owner", _("Owner")
    MEMBER = "member", _("Member")


class Membership(models.Model):
    """A person works for an organization, which is the page in the language in which it was first written."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(OrganisationPage, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=6, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="unique_membership")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.organisation_id} ({self.role})"

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER


class Invitation(models.Model):
    """A link mailed to an address, which works once, within a week, and only by POST."""

    organisation = models.ForeignKey(OrganisationPage, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email address"), max_length=254)
    role = models.CharField(_("role"), max_length=6, choices=Role.choices, default=Role.MEMBER)
    # SHA-256 of the token, so that nobody who reads the database can use the link.
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("ends"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.created_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class JoinRequest(models.Model):
    """An organization's request to become a partner, sent with the public form."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    organisation_name = models.CharField(
        _("name of the organization"), max_length=120, help_text=_("The name that it uses in public.")
    )
    website = models.URLField(
        _("website"), blank=True, help_text=_("The full web address, with https://. Optional.")
    )
    offers = models.TextField(
        _("what it does"), max_length=1500, help_text=_("Two or three sentences, in plain words.")
    )
    contact_name = models.CharField(
        _("your name"), max_length=120, help_text=_("The person who will keep the entry up to date.")
    )
    contact_email = models.EmailField(
        _("your email address at work"), help_text=_("The office sends its answer to this address.")
    )
    language = models.CharField(max_length=10, default="en", editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(
        _("reason"), blank=True, max_length=1000, help_text=_("Sent to the organization when it is declined.")
    )
    organisation = models.ForeignKey(
        OrganisationPage, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return self.organisation_name
