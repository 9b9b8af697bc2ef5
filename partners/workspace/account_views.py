"""A member's own account: name, language, and links to password, second factor and sessions."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from partners.confidentiality.checks import refuse_words
from partners.members.permissions import Access
from partners.redaction.related import words_of_person
from portal.accounts import second_factor
from portal.accounts.services import language_of
from portal.notifications import preferences


class AccountForm(forms.ModelForm):
    """The form for a member's own account."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("For emails to you, and for the first page after you sign in."),
    )

    class Meta:
        model = get_user_model()
        fields = ["first_name", "last_name", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        self.initial["language"] = language_of(self.instance)
        for kind in preferences.kinds_for(self.instance):
            self.fields[f"mail_{kind.name}"] = preferences.choice_of(self.instance, kind)

    def clean_first_name(self):
        return self._clean_name("first_name")

    def clean_last_name(self):
        return self._clean_name("last_name")

    def _clean_name(self, field):
        """Refuse a name that contains a phrase of a confidential place of the person's organizations, because mails and lists show names."""
        refuse_words(words_of_person(self.instance), self.cleaned_data[field])
        return self.cleaned_data[field]

    def save(self, commit=True):
        """Save the user and the mail preferences."""
        preferences.keep(self.instance, self.cleaned_data)
        return super().save(commit)


@login_required
def account(request):
    """Show or change the account."""
    request.access = Access(request.user)
    organisations = request.access.organisations
    # With one organization, the page has the menu of its workspace.
    request.organisation = organisations[0] if len(organisations) == 1 else None
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with override(language_of(request.user)):
            messages.success(request, _("Your account was saved."))
            return redirect("partners:account")
    if form.errors:
        # Errors are shown in the form; the rest of the page shows what is stored.
        request.user.refresh_from_db()
    context = {
        "form": form,
        "has_second_factor": second_factor.has_one(request.user),
        "title": _("Your account"),
        "second_factor_is_required": second_factor.is_required(request.user),
    }
    response = render(request, "partners/members/account.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
