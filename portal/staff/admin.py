"""Accounts in the admin: coordinators create them and assign groups. Operators cannot be created there."""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from portal.core import language_names
from portal.workflow.admin_lists import DateColumn

from . import invitations as staff_invitations
from . import rights
from .models import RightsChange
from .rights_admin import ask_for
from .second_factor_admin import may_reset


class _HubFields(forms.ModelForm):
    """The languages in which the person approves, in addition to Wagtail's fields.

    Wagtail offers "Administrator" to everybody who may change accounts; here the checkbox is read-only.
    """

    approves_in = forms.MultipleChoiceField(
        label=_("Approves in these languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Languages that this person reads well enough to approve what is written in them. Only for approvers, coordinators and deputies."
        ),
    )

    error_messages = {
        **UserCreationForm.error_messages,
        "duplicate_username": _(
            "An account with this email address already exists. Find it in the list of users and add it to a group there."
        ),
    }
    # Groups that another coordinator must confirm; set when the form is validated.
    held_back: Sequence[Group] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["approves_in"]).choices = language_names.choices(but_first=True)
        if "is_superuser" in self.fields:
            # Django ignores submitted values of a disabled field.
            self.fields["is_superuser"].disabled = True
            self.fields["is_superuser"].help_text = _(
                "Only the operator of the server can make administrators. For the office, the groups below are enough."
            )

    def clean_email(self):
        """Refuse an address that already has an account, regardless of case.

        Raises:
            ValidationError: the address has an account.
        """
        email = self.cleaned_data["email"]
        if type(self.instance).objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(self.error_messages["duplicate_username"])
        return email

    def clean_groups(self):
        """Leave out the groups that another coordinator must confirm."""
        chosen = self.cleaned_data["groups"]
        now = set(self.instance.groups.all()) if self.instance.pk else set()
        self.held_back = [group for group in rights.guarded_groups() if group in chosen and group not in now]
        return chosen.exclude(pk__in=[group.pk for group in self.held_back])


class AccountCreationForm(_HubFields, UserCreationForm):
    """A new account. The invited person chooses the password."""

    def save(self, commit=True):
        """Save the account; nobody can sign in with it until the person has set a password."""
        self.instance.set_unusable_password()
        return super().save(commit)

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"approves_in"}


class AccountEditForm(_HubFields, UserEditForm):
    """An existing account."""

    # Whether another coordinator must confirm that the account is activated.
    stays_off = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The mail for a new password is sent to the address, so changing it is a way into the account.
        self.fields["email"].disabled = True
        self.was_active = self.instance.is_active

    def clean(self):
        """Keep an account inactive if it has permissions that two people must grant."""
        super().clean()
        data = self.cleaned_data
        if data.get("is_active") and not self.was_active:
            kept = {group.pk for group in data.get("groups", ())}
            self.stays_off = any(group.pk in kept for group in rights.guarded_groups())
            data["is_active"] = not self.stays_off
        return data

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"approves_in"}


class _State(Column):
    """Whether the invited person has set a password."""

    def get_value(self, instance):
        if not instance.is_active:
            return _("Deactivated")
        return _("Active") if instance.has_usable_password() else _("Invited")


class AccountIndex(IndexView):
    """Wagtail's list of accounts, with the groups of each account and whether it is still only invited."""

    @cached_property
    def columns(self):
        """Wagtail's columns, with groups and state instead of "administrator" and "active"."""
        groups = Column("groups", accessor=_groups_of, label=_("Groups"), classname="groups")
        state = _State("is_active", label=_("State"), sort_key="is_active", width="10%")
        last_login = DateColumn(
            "last_login", _("Never"), label=_("Last login"), classname="last-login", width="15%"
        )
        places = {"is_superuser": groups, "is_active": state, "last_login": last_login}
        columns = [places.get(column.name, column) for column in super().columns]
        for column in columns:
            if column.name == self.model.USERNAME_FIELD:
                column.label = _("Email address")
        return columns

    def get_base_queryset(self):
        """The accounts with their groups: one query for all."""
        return super().get_base_queryset().prefetch_related("groups")


def _groups_of(account):
    names = [group.name for group in account.groups.all()]
    if account.is_superuser:
        names.insert(0, _("Administrator"))
    return ", ".join(str(name) for name in names) or _("Not in any group of the office")


class AccountCreateView(CreateView):
    """Wagtail's view for a new account: the person gets a link to set a password."""

    def save_instance(self):
        """Save, invite, and request the groups that another coordinator must confirm."""
        with transaction.atomic():
            account = super().save_instance()
            staff_invitations.send(account, self.request.user)
            for group in self.form.held_back:
                ask_for(self.request, account, RightsChange.Kind.GROUP, group)
        return account

    def get_success_message(self, instance):
        """What happens next."""
        return _(
            "“%(name)s” was invited by email. The link in the email leads to the page for choosing a password."
        ) % {"name": instance}


class AccountEditView(EditView):
    """Wagtail's view of one account, with its invitation, requested changes, and the link to reset a lost second factor."""

    def save_instance(self):
        """Save what one person may change, and request the rest."""
        with transaction.atomic():
            account = super().save_instance()
            for group in self.form.held_back:
                ask_for(self.request, account, RightsChange.Kind.GROUP, group)
            if self.form.stays_off:
                ask_for(self.request, account, RightsChange.Kind.ACTIVATE)
        return account

    @property
    def is_invited(self):
        """Whether the invitation can be sent again."""
        return staff_invitations.may_invite(self.object)

    @property
    def changes_that_wait(self):
        """The changes that another coordinator must confirm."""
        found = [change for change in rights.waiting() if change.account_id == self.object.pk]
        for change in found:
            change.sentence = rights.sentence(change)
        return found

    @property
    def may_reset_second_factor(self):
        """Whether the current user may reset the second factor."""
        return may_reset(self.request.user, self.object)


class AccountViewSet(UserViewSet):
    """Wagtail's views of accounts, with the forms above."""

    # A copy would include the password.
    copy_view_enabled = False
    index_view_class = AccountIndex
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    create_template_name = "portal/admin/account_create.html"
    edit_template_name = "portal/admin/account_edit.html"

    def get_form_class(self, for_update=False):
        """The form of a new or an existing account."""
        return AccountEditForm if for_update else AccountCreationForm


def refuse_operator_changes(request, *accounts):
    """Refuse to change an operator's account, unless the user is an operator.

    Raises:
        PermissionDenied: otherwise a coordinator could change an operator's password and sign in with it.
    """
    if not request.user.is_superuser and any(account.is_superuser for account in accounts):
        raise PermissionDenied
