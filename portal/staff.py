"""Accounts in the admin: coordinators make them and give them groups; nobody becomes an operator there."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import EditView, UserViewSet

from portal.second_factor_admin import may_reset


class _HubFields(forms.ModelForm):
    """Which languages the person approves in, beside Wagtail's fields.

    Wagtail offers "Administrator" to everybody who may change accounts; here the box only shows what is so.
    """

    approves_in = forms.MultipleChoiceField(
        label=_("Approves in these languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Languages that this person reads well enough to approve what is written in them. Only for approvers, coordinators and deputies."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["approves_in"].choices = [
            (code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
        ]
        if "is_superuser" in self.fields:
            # Django ignores what is sent for a disabled field.
            self.fields["is_superuser"].disabled = True
            self.fields["is_superuser"].help_text = _(
                "Only the operator of the server makes administrators. For the office, the groups below are enough."
            )


class AccountCreationForm(_HubFields, UserCreationForm):
    """A new account."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"approves_in"}


class AccountEditForm(_HubFields, UserEditForm):
    """An account that exists."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"approves_in"}


class AccountEditView(EditView):
    """Wagtail's page of one account, with the way to reset a second factor that was lost."""

    @property
    def offers_reset(self):
        """Whether the person who looks may do so."""
        return may_reset(self.request.user, self.object)


class AccountViewSet(UserViewSet):
    """Wagtail's pages for accounts, with the forms above."""

    edit_view_class = AccountEditView
    create_template_name = "portal/admin/account_create.html"
    edit_template_name = "portal/admin/account_edit.html"

    def get_form_class(self, for_update=False):
        """The form of a new account, or of one that exists."""
        return AccountEditForm if for_update else AccountCreationForm


def leave_operators_alone(request, *accounts):
    """Refuse to change an operator's account, unless an operator asks.

    Raises:
        PermissionDenied: else a coordinator could give an operator another password and sign in as one.
    """
    if not request.user.is_superuser and any(account.is_superuser for account in accounts):
        raise PermissionDenied
