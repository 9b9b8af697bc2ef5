"""What the audit trail hears of: sign-ins, accounts, groups, and what Wagtail's own log says of pages and settings.

Nothing of visitors goes in: no address, no typed e-mail address, no request for a format. Nothing of what pages say either:
the reasons of decisions stand in the pages' own history.
"""

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.models import GroupCollectionPermission, GroupPagePermission, ModelLogEntry, PageLogEntry

from . import trail as audit

# Of pages and other content: who made it public or took it away, decided, locked or moved it; not who wrote it.
DECISIONS = (
    "wagtail.publish",
    "wagtail.unpublish",
    "wagtail.schedule",
    "wagtail.workflow",
    "wagtail.delete",
    "wagtail.move",
    "wagtail.revert",
    "wagtail.lock",
    "wagtail.unlock",
    "hub.",
    "portal.",
    "media.",
    "partners.",
    "home.",
)
# Of these every step counts, writing too.
SETTINGS = {
    "portal.helpline",
    "portal.alert",
    "portal.officeidentity",
    "portal.safetysettings",
    "portal.approvaltask",
    "portal.deputy",
    "portal.reviewsteps",
    "home.formatrequestsettings",
    "home.searchwords",
    "wagtailcore.site",
    "wagtailcore.locale",
    "wagtailcore.workflow",
    "wagtailcore.task",
    "portal.officeredirect",
    "wagtailredirects.redirect",
}
# Accounts and groups are heard of below, whatever changes them: a row of Wagtail's log would say it twice.
ACCOUNT = "portal.user"
HEARD_BELOW = {"auth.group", ACCOUNT}
# What may be taken over of a log entry's details: numbers and codes, no words.
DETAILS = ("user", "role", "reason", "ground", "date", "token")
WATCHED = (
    "email",
    "first_name",
    "last_name",
    "language",
    "is_active",
    "is_superuser",
    "is_staff",
    "password",
)


# --- Signing in ---------------------------------------------------------------------------------------------------
def _signed_in(user, **_kwargs):
    audit.write("sign-in", user)


def _signed_out(user, **_kwargs):
    if user is not None:
        audit.write("sign-out", user)


def _not_signed_in(credentials, **_kwargs):
    # Which account it was, if there is one; what was typed is not kept.
    typed = credentials.get("email") or credentials.get("username") or ""
    account = get_user_model().objects.filter(email__iexact=str(typed)[:254].replace("\0", "")).first()
    # Nobody has signed in: the account is what it was done to, not who did it.
    audit.write("sign-in.failed", object=account, by="password")


def _factor_failed(user, **_kwargs):
    audit.write("sign-in.failed", object=user, by="second-factor")


def _factor_added(instance, created, raw=False, **_kwargs):
    if created and not raw:
        audit.add("second-factor.added", audit.who(), ACCOUNT, instance.user_id, {"type": str(instance.type)})


def _factor_removed(instance, **_kwargs):
    audit.add("second-factor.removed", audit.who(), ACCOUNT, instance.user_id, {"type": str(instance.type)})


# --- Accounts -----------------------------------------------------------------------------------------------------
def _before_account(instance, raw=False, update_fields=None, **_kwargs):
    instance.audit_before = None
    if raw or instance.pk is None or (update_fields is not None and not set(update_fields) & set(WATCHED)):
        return
    instance.audit_before = type(instance).objects.filter(pk=instance.pk).values(*WATCHED).first()


def _account(instance, created, raw=False, update_fields=None, **_kwargs):
    if raw:
        return
    if created:
        audit.write("account.made", object=instance, operator=instance.is_superuser)
        return
    before = instance.audit_before or {}
    changed = {
        name
        for name, value in before.items()
        if value != getattr(instance, name) and (update_fields is None or name in update_fields)
    }
    # A sign-in may write the same password anew, with the hasher of today: Django has then forgotten what was typed.
    if "password" in changed and not (
        update_fields and set(update_fields) == {"password"} and instance._password is None
    ):
        audit.write("account.password", object=instance)
    if "is_active" in changed:
        audit.write("account.activated" if instance.is_active else "account.deactivated", object=instance)
    if "is_superuser" in changed:
        audit.write("account.operator", object=instance, operator=instance.is_superuser)
    if rest := changed - {"password", "is_active", "is_superuser"}:
        audit.write("account.changed", object=instance, fields=sorted(rest))


def _account_gone(instance, **_kwargs):
    audit.write("account.deleted", object=instance)


def accounts_switched(accounts, active):
    """Several accounts were switched on or off at once, which sends no signal (called by the hook of the admin).

    Args:
        accounts: the users.
        active: whether they are on now.
    """
    for account in accounts:
        audit.write("account.activated" if active else "account.deactivated", object=account)


# --- Groups and permissions -----------------------------------------------------------------------------------------
def _many(action, of):
    def hear(instance, reverse, pk_set=None, **kwargs):
        step = kwargs["action"]
        if step == "pre_clear":
            audit.write(f"{action}.cleared", object=instance)
        elif step in ("post_add", "post_remove") and pk_set:
            ending = "added" if step == "post_add" else "removed"
            # `group.user_set.add(person)` and `person.groups.add(group)` are told alike.
            if reverse:
                for number in sorted(pk_set):
                    audit.add(
                        f"{action}.{ending}",
                        audit.who(),
                        of[0]._meta.label_lower,
                        number,
                        {of[1]: [instance.pk]},
                    )
            else:
                audit.write(f"{action}.{ending}", object=instance, **{of[1]: sorted(pk_set)})

    return hear


def _group_made(instance, created, raw=False, **_kwargs):
    if not raw:
        audit.write("group.made" if created else "group.changed", object=instance)


def _group_gone(instance, **_kwargs):
    audit.write("group.deleted", object=instance)


def _place(ending):
    def hear(instance, created=True, raw=False, **_kwargs):
        if not raw and created:
            where = instance.page_id if isinstance(instance, GroupPagePermission) else instance.collection_id
            audit.add(
                f"group.{'page' if isinstance(instance, GroupPagePermission) else 'collection'}_permission.{ending}",
                audit.who(),
                "auth.group",
                instance.group_id,
                {"permission": instance.permission_id, "where": where},
            )

    return hear


# --- What Wagtail logs, and approvals ---------------------------------------------------------------------------------
def _logged(instance, created, raw=False, **_kwargs):
    if raw or not created:
        return
    kind = "{0.app_label}.{0.model}".format(ContentType.objects.get_for_id(instance.content_type_id))
    if kind in HEARD_BELOW and not instance.action.startswith(("portal.", "partners.")):
        return
    if kind not in SETTINGS and not instance.action.startswith(DECISIONS):
        return
    found = instance.data or {}
    details = {name: found[name] for name in DETAILS if isinstance(found.get(name), (int, str))}
    if instance.revision_id:
        details["revision"] = instance.revision_id
    number = getattr(instance, "page_id", None) or instance.object_id
    audit.add(instance.action, instance.user or audit.who(), kind, number, details)


def _approval(instance, raw=False, **_kwargs):
    if raw:
        return
    revision = instance.revision
    kind = "{0.app_label}.{0.model}".format(ContentType.objects.get_for_id(revision.content_type_id))
    audit.add(
        "approval.given",
        instance.approver,
        kind,
        revision.object_id,
        {"ground": str(instance.ground), "revision": revision.pk},
    )


def connect():
    """Listen."""
    user = get_user_model()

    def listen(signal, receiver, sender=None):
        signal.connect(receiver, sender=sender, weak=False, dispatch_uid=f"audit_{len(heard)}")
        heard.append(receiver)

    heard = []
    listen(user_logged_in, _signed_in)
    listen(user_logged_out, _signed_out)
    listen(user_login_failed, _not_signed_in)
    listen(factor_signals.authentication_failed, _factor_failed)
    # Not allauth's own signals of these, which come after the transaction, and not for what a reset deletes.
    listen(post_save, _factor_added, Authenticator)
    listen(post_delete, _factor_removed, Authenticator)
    listen(
        account_signals.password_reset,
        lambda user, **_kwargs: audit.write("account.password_reset", user, user),
    )
    listen(pre_save, _before_account, user)
    listen(post_save, _account, user)
    listen(post_delete, _account_gone, user)
    listen(m2m_changed, _many("account.groups", (user, "groups")), user.groups.through)
    listen(m2m_changed, _many("account.permissions", (user, "permissions")), user.user_permissions.through)
    listen(m2m_changed, _many("group.permissions", (Group, "permissions")), Group.permissions.through)
    listen(post_save, _group_made, Group)
    listen(post_delete, _group_gone, Group)
    for model in (GroupPagePermission, GroupCollectionPermission):
        listen(post_save, _place("added"), model)
        listen(post_delete, _place("removed"), model)
    for model in (PageLogEntry, ModelLogEntry):
        listen(post_save, _logged, model)
    listen(post_save, _approval, apps.get_model("portal", "Approval"))
