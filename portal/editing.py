"""People who edit one page at once. Wagtail's editor tells them while it runs in the browser; this holds without it, too.

Autosave never writes over a newer version (Wagtail). Saving by hand would: here it is refused once, with what was typed kept
in the form. Who saves again after that has been told.
"""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail import hooks

from portal import approvals

# An autosave whose answer the browser has not read yet when the same person saves by hand.
UNDER_WAY = datetime.timedelta(seconds=30)


@hooks.register("before_edit_page")
def notice_newer_version(request, page):
    """Tell the form (portal.publishing.HubPageForm) that somebody saved the page after it was opened."""
    if request.method == "POST" and "action-cancel-workflow" not in request.POST:
        page.overtaken = overtaken(page, request.POST, request.user)


def overtaken(page, data, user):
    """What to tell somebody who saves a page that was saved meanwhile.

    Args:
        page: the page as it is stored.
        data: what the editor's form sent.
        user: who saves it.

    Returns:
        A sentence, or "" when the form began with the newest version, or does not say with which.
    """
    newest = approvals.newest(page)
    own = data.get("overwrite_revision_id")
    seen = own or data.get("loaded_revision_id")
    if not newest or not seen:
        return ""
    # Autosave writes over its own version in place; then the moment tells, as Wagtail's own check has it.
    moment = data.get("loaded_revision_created_at", "")
    if seen == str(newest.pk) and (own or moment == newest.created_at.isoformat()):
        return ""
    if _is_own_autosave(page, newest, seen, user):
        return ""
    person = newest.user
    return _(
        "%(person)s saved a newer version on %(moment)s, after you opened this page. Yours is not saved yet; it stands below. "
        "Look at the newer one in another window. If you save again, yours becomes the newest, and both stay in the history."
    ) % {
        "person": (person.get_full_name() or person.email) if person else _("Somebody"),
        "moment": date_format(localtime(newest.created_at), "DATETIME_FORMAT"),
    }


def _is_own_autosave(page, newest, seen, user):
    """Whether all that is newer than the version seen is what the same person's browser has kept this moment."""
    if newest.user != user or timezone.now() - newest.created_at > UNDER_WAY:
        return False
    return not page.revisions.filter(pk__gt=int(seen) if seen.isdigit() else 0).exclude(user=user).exists()
