"""allauth's forms with the hub's limits: who asks for mails or tries codes too often; what an invited person fills in."""

from typing import TYPE_CHECKING

from allauth.account.forms import ResetPasswordForm as _ResetPasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm as _AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as _ReauthenticateForm
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, password_validation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core import rate_limits

from . import sign_in_limits
from .services import tell_of_change

HOUR = 60 * 60
RESETS_OF_A_NETWORK, MAILS_TO_AN_ADDRESS = 20, 3
# After so many wrong codes from unknown devices the person is told: somebody has the password.
WRONG_CODES_TOLD = 5


class ResetPasswordForm(_ResetPasswordForm):
    """Asks for a link by which a new password is set."""

    def clean_email(self):
        """Refuse who asks too often.

        Raises:
            ValidationError: the network has asked too often within the hour.
        """
        email = super().clean_email()
        if rate_limits.is_over(context.request, "password-reset", RESETS_OF_A_NETWORK, HOUR):
            raise forms.ValidationError(_("Too many emails were requested. Please try again in an hour."))
        return email

    def save(self, request, **kwargs):
        """Send the mail. Who has got some within the hour gets none, and the answer is the same: it says nothing."""
        email = self.cleaned_data["email"]
        if rate_limits.counts_over(email.casefold(), "password-reset-mail", MAILS_TO_AN_ADDRESS, HOUR):
            return email
        return super().save(request, **kwargs)


if TYPE_CHECKING:
    # A mixin of allauth's forms, which come after it among the bases.
    from allauth.mfa.base.forms import BaseAuthenticateForm as CodeBase
else:
    CodeBase = forms.Form


class _LimitedCode(CodeBase):
    def clean_code(self):
        """The code, when it is right.

        Raises:
            ValidationError: it is wrong, or there were too many wrong ones.
        """
        attempt = sign_in_limits.code_attempt(context.request, self.user)
        attempt.refuse_too_early()
        try:
            code = super().clean_code()
        except forms.ValidationError:
            if attempt.failed_before + 1 == WRONG_CODES_TOLD:
                tell_of_change(
                    self.user,
                    _(
                        "Someone typed your correct password and then several wrong codes for your second factor."
                    ),
                )
            raise
        attempt.succeeded()
        return code


class AuthenticateForm(_LimitedCode, _AuthenticateForm):
    """Asks for a code after the password."""


class ReauthenticateForm(_LimitedCode, _ReauthenticateForm):
    """Asks for a code before something that needs care."""


class NewAccountForm(forms.Form):
    """What an invited person without a password fills in to join."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("For emails to you, and for the first page after you sign in."),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Three or four unrelated words work well."),
        error_messages={"required": _("Choose a password.")},
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["language"].initial = get_language()

    def clean(self):
        """Refuse a password that is easily guessed, also from the person's own name."""
        super().clean()
        data = self.cleaned_data
        if password := data.get("password"):
            names = {name: data.get(name, "") for name in ("first_name", "last_name")}
            try:
                password_validation.validate_password(password, get_user_model()(email=self.email, **names))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
