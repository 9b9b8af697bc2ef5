"""The page behind the link of an invitation."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, password_validation
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from partners import invitations, members
from partners.members import Refused
from portal.rate_limits import is_over

# Tokens cannot be guessed; the limit spares the database those who try.
LIMIT, WINDOW = 60, 60 * 60


class NewAccountForm(forms.Form):
    """What somebody without an account fills in to join."""

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
        help_text=_("Of the mails to you, and of the first page after signing in."),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Three or four words that do not belong together are good."),
        error_messages={"required": _("Choose a password.")},
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["language"].initial = get_language()

    def clean(self):
        """Refuse a password that is easily guessed, also from the person's own name."""
        data = super().clean()
        if password := data.get("password"):
            names = {name: data.get(name, "") for name in ("first_name", "last_name")}
            try:
                password_validation.validate_password(password, get_user_model()(email=self.email, **names))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


@sensitive_post_parameters("password")
def invitation(request, token):
    """Show who invites and for what; join by a press. A link that does not work any more says so, whatever the reason."""
    response = _answer(request, token)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request, token):
    if is_over(request, "invitation", LIMIT, WINDOW):
        return render(request, "partners/members/invitation_dead.html", {"over_limit": True}, status=429)
    found = invitations.find(token)
    account = found and invitations.account_of(found)
    if found is None or (account and not account.is_active):
        # One answer for used, ended, taken back and unknown links: 404 tells nothing apart.
        return render(request, "partners/members/invitation_dead.html", status=404)
    form, status = None, 200
    if account is None and not request.user.is_authenticated:
        form = NewAccountForm(request.POST if request.method == "POST" else None, email=found.email)
    try:
        if request.method == "POST" and form is not None:
            if form.is_valid():
                return _join_with_new_account(request, token, form.cleaned_data)
            status = 422
        elif request.method == "POST" and account is not None and request.user == account:
            membership = invitations.accept(token, request.user)
            return HttpResponseRedirect(_workspace(membership))
    except Refused:
        return render(request, "partners/members/invitation_dead.html", status=404)
    context = {
        "invitation": found,
        "inviter": members.name_of(found.invited_by) if found.invited_by else "",
        "account": account,
        "form": form,
        "is_own": account is not None and request.user == account,
        "address": request.path,
    }
    return render(request, "partners/members/invitation.html", context, status=status)


def _join_with_new_account(request, token, data):
    membership = invitations.accept_with_new_account(
        token,
        data["password"],
        data["language"],
        first_name=data["first_name"],
        last_name=data["last_name"],
    )
    # The password was typed just now: the second factor can be set without typing it again.
    record_authentication(request, membership.user, method="password", reauthenticated=True)
    return perform_login(request, Login(user=membership.user, redirect_url=_workspace(membership)))


def _workspace(membership):
    with override(membership.user.language or get_language()):
        return reverse("partners:dashboard", kwargs={"slug": membership.organisation.slug})
