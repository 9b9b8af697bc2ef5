"""The address of the form of a new event or service names the draft that it creates: Back leads to the draft, never to a second one."""

import datetime
import uuid

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from partners.events.models import EventPage
from partners.organisations.models import OrganisationPage, ServicePage
from portal.exceptions import ActionNotAllowed

FIELD = "draft"
SAVED = _("This is already saved. Go on here.")
# After a day, the address of a form is that of another draft: somebody may have kept it to post events with.
FRESH = datetime.timedelta(days=1)


def _signer(organisation: OrganisationPage) -> signing.TimestampSigner:
    # Signed, so that nobody can name a draft of another organization.
    return signing.TimestampSigner(sep=".", salt=f"new draft:{organisation.translation_key}")


def new_query(organisation: OrganisationPage) -> str:
    """The query of the address of a form that creates a draft."""
    return f"?{FIELD}={_signer(organisation).sign(uuid.uuid4().hex)}"


def key_in(text: str, organisation: OrganisationPage, *, may_be_old: bool) -> uuid.UUID | None:
    """The translation_key that the draft of a form has, or will have.

    Args:
        text: the value of FIELD in the address.
        organisation: the organization to whose workspace the form belongs.
        may_be_old: whether it counts after FRESH too: for a form that is sent.

    Returns:
        None if the text is not from new_query() for this organization.
    """
    try:
        return uuid.UUID(_signer(organisation).unsign(text, max_age=None if may_be_old else FRESH))
    except (signing.BadSignature, ValueError):
        return None


def claim(key: uuid.UUID, organisation: OrganisationPage, model: type[EventPage | ServicePage]) -> None:
    """Let nobody else create a draft with a key until the transaction ends.

    Raises:
        ActionNotAllowed: there is one.
    """
    Page.objects.select_for_update().filter(pk=organisation.pk).first()
    if model.objects.filter(translation_key=key).exists():
        raise ActionNotAllowed(_("This was saved a moment ago. Open it from its list."))


def with_base_revision(sent: QueryDict, draft: EventPage | ServicePage) -> QueryDict:
    """What the form of a new draft sent after the draft was created, as a change of its first version: nothing of others is overwritten."""
    first = draft.revisions.order_by("pk").first()
    sent = sent.copy()
    sent["base_revision"] = str(first.pk) if first else ""
    return sent
