"""A person with an account: staff of the office, translators, members of organisations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes accounts whose name is an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an account.

        Args:
            email: the address, which is the account's name; its domain is put in lower case.
            password: in clear; without one nobody can sign in until it is set.
            **fields: other fields of the user.

        Returns:
            The saved user.

        Raises:
            ValueError: there is no address.
        """
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an operator's account, which may do everything (see create_user)."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email: str | None) -> User:
        """Find an account whatever the case in which its address was typed."""
        return self.get(email__iexact=email)


class User(AbstractUser):
    """An account. The e-mail address is its name; two accounts never differ only in case."""

    username = None  # type: ignore[assignment]  # An account has no other name than its address.
    email = models.EmailField(_("email address"), max_length=254, unique=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("For emails to this person, and for the first page after signing in."),
    )
    approves_in = models.JSONField(
        _("approves in these languages"),
        default=list,
        blank=True,
        help_text=_("Languages, besides the hub's first one, that this person reads well enough to approve."),
    )
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # Of another class than Django's, because of the name.

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="unique_email",
                violation_error_message=_("An account with this email address already exists."),
            )
        ]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions carry this digest; another number ends them all (portal.accounts.services.end_sessions)."""
        digest = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # django-stubs do not know it.
        salt = f"sessions:{self.sessions_ended}"
        return salted_hmac(salt, digest, secret=secret, algorithm="sha256").hexdigest()
