"""A marker typed into every form, file and import by which something of partners is written, and the search for it afterwards."""

import datetime
import io
import re

import polib
from django import forms
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield
from wagtail_localize.models import Translation, TranslationSource

from media.models import HubImage
from partners.confidentiality import erasure
from partners.confidentiality.words import REPLACEMENT
from partners.events.date_texts import NOTES, PLACES
from partners.members.joining import JoinForm
from partners.models import EventPage, JoinRequest, OrganisationPage, ServicePage
from partners.workspace import submission
from partners.workspace.forms.event import EventForm
from partners.workspace.forms.profile import PhoneForm, PlaceForm, ProfileForm, ServiceForm
from portal.models import OutboxMessage
from portal.workflow import approvals
from tests.home.edit_form import posted
from tests.partners import factories, ics_files

MARKER = "zqmark"
PASSWORD = "meadow-candle-stone-91"
DAY = timezone.localdate() + datetime.timedelta(days=30)
HOUSE, STREET = "Zqmark House", "77 Zqmarkstreet Road"
WORDS = f"At {HOUSE}, {STREET}"
WEB, MAILBOX = "https://example.org/77-Zqmarkstreet-Road", "door@zqmarkhouse.example"
WAY = f"Ring at the {HOUSE} door.\nThen the lift to the right."
FILE = "77 Zqmarkstreet Road"
# Fields that take no free words.
CLOSED = {
    "exception_dates",
    "extra_dates",
    "month_days",
    "picture_kept",
    "display",
    "homepage",
    "base_revision",
    "key",
}


def typed(form):
    """The marker for each field of a form in which somebody can write words, an address or a mailbox."""
    found = {}
    for name, field in form.fields.items():
        if name in CLOSED or isinstance(field, forms.ChoiceField | forms.FileField):
            continue
        if isinstance(field, forms.URLField):
            found[name] = WEB
        elif isinstance(field, forms.EmailField):
            found[name] = MAILBOX
        elif type(field) is forms.CharField:
            limit = field.max_length or 200
            found[name] = WORDS if limit >= len(WORDS) else HOUSE[:limit]
    return found


def picture(name=f"{FILE}.jpg"):
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/jpeg")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def colleague(name):
    return get_user_model().objects.get(email=f"{name}@example.org")


class _Nothing:
    all = staticmethod(tuple)


class Typed:
    """Who types, and what was typed into.

    Attributes:
        fields: names such as "event.title" of the fields into which the marker was typed.
    """

    def __init__(self):
        self.fields = set()

    def note(self, form, names):
        self.fields |= {f"{form}.{name}" for name in names}

    # --- How an organisation comes in -------------------------------------------------------------------------
    def join(self, names=(HOUSE, STREET), **other):
        """An organisation asks to join, is taken in, and its first member makes an account. Its own name stays public.

        Args:
            names: of the member.
            **other: what the request says without the marker.
        """
        values = typed(JoinForm()) | other
        self.note("join", values)
        # An account is found by its address, so this one is kept.
        data = {
            **values,
            "organisation_name": "Lantern Example Group",
            "contact_email": "lantern@example.org",
        }
        assert Client().post(reverse("partners:join"), data).status_code == 302
        request = JoinRequest.objects.latest("pk")
        address = reverse("join_requests:decide", args=[request.pk])
        answer = signed_in(colleague("coordinator")).post(address, {"approve": "1"})
        assert answer.status_code == 302, answer.content.decode()
        request.refresh_from_db()
        self.organisation = request.organisation
        self.member = self.accept("lantern@example.org", names)
        factories.publish(self._ready(OrganisationPage.objects.get(pk=self.organisation.pk)))
        return self

    @staticmethod
    def _ready(page):
        draft = submission.latest(page)
        draft.email = draft.email or "office@organisation.example"
        return draft

    def accept(self, mailbox, names):
        mail = OutboxMessage.objects.filter(recipients=[mailbox]).latest("pk")
        path = re.search(r"https?://[^/]+(/\S*invitation/\S+)", mail.body).group(1)
        names = dict(zip(("first_name", "last_name"), names, strict=True))
        self.note("invitation", names)
        answer = Client().post(path, {**names, "language": "en", "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return get_user_model().objects.get(email=mailbox)

    def invite(self):
        """An owner invites a colleague, whose address tells the place, and takes it back."""
        address = reverse("partners:members_invite", args=[self.organisation.slug])
        client = signed_in(self.member)
        self.note("members", ["email"])
        assert client.post(address, {"email": MAILBOX, "role": "member"}).status_code == 302
        invitation = self.organisation.invitations.latest("pk")
        path = reverse("partners:members_revoke", args=[self.organisation.slug, invitation.pk])
        assert client.post(path).status_code == 302

    def account(self):
        names = {"first_name": HOUSE, "last_name": STREET}
        self.note("account", names)
        answer = signed_in(self.member).post(reverse("partners:account"), {**names, "language": "en"})
        assert answer.status_code in (302, 422), answer.content.decode()

    # --- The workspace ------------------------------------------------------------------------------------------
    def event(self, place_shown="public", **changes):
        """A new event with a picture."""
        values = typed(EventForm(user=self.member))
        self.note("event", [*values, "picture"])
        data = {**values, **self.place(), "place_shown": place_shown, "picture": picture(), **changes}
        address = reverse("partners:event_new", args=[self.organisation.slug])
        answer = signed_in(self.member).post(address, {**data, "action": "save"})
        assert answer.status_code in (200, 302), answer.content.decode()
        assert not (answer.context and answer.context["form"].errors), answer.context["form"].errors
        return EventPage.objects.order_by("-pk").first()

    @staticmethod
    def place():
        return {
            "venue_name": HOUSE,
            "street_address": STREET,
            "postal_code": "55000",
            "directions": WAY,
            "city": "Example City",
            "region": "MN",
            "start_date": DAY.isoformat(),
            "start_time": "10:00",
            "attendance": "both",
            "picture_suitable": "on",
            # An event that takes place once has one date.
            **{f"{name}-day": DAY.isoformat() for name in (PLACES, NOTES)},
            **{f"{name}-words": WORDS for name in (PLACES, NOTES)},
            **dict.fromkeys((PLACES, NOTES), ""),
        }

    def refused_event(self):
        """A form that is refused keeps its picture, and is never sent again."""
        values = typed(EventForm(user=self.member))
        data = {**values, **self.place(), "start_date": "31/31/31", "picture": picture()}
        address = reverse("partners:event_new", args=[self.organisation.slug])
        answer = signed_in(self.member).post(
            address, {**data, "place_shown": "confidential", "action": "save"}
        )
        assert answer.status_code == 422

    def profile(self, secret=False):
        page = submission.latest(OrganisationPage.objects.get(pk=self.organisation.pk))
        values, place, phone = typed(ProfileForm(page=page)), typed(PlaceForm()), typed(PhoneForm())
        self.note("profile", values)
        self.note("place", place)
        self.note("phone", phone)
        values["title"] = page.title  # Its own name stays public.
        place |= {
            "name": "Shelter",
            "street_address": STREET,
            "address_2": HOUSE,
            "city": "Example City",
            "region": "MN",
            "postal_code": "55000",
            "directions": WAY,
        }
        if secret:
            place["is_confidential"] = "on"
        rows = [row for row in page.locations.all() if row.name == "Shelter"]
        if rows:
            place["key"] = str(rows[0].translation_key)
        data = {
            **values,
            **{f"locations-0-{name}": value for name, value in place.items()},
            **{f"phones-0-{name}": value for name, value in phone.items()},
            "phones-0-display": "202-555-0123",
            "phones-TOTAL_FORMS": "1",
            "phones-INITIAL_FORMS": "0",
            "locations-TOTAL_FORMS": "1",
            "locations-INITIAL_FORMS": "1" if rows else "0",
        }
        address = reverse("partners:profile", args=[self.organisation.slug])
        answer = signed_in(self.member).post(address, {**data, "action": "save"}, follow=True)
        assert answer.status_code == 200, answer.context["form"].errors
        assert not answer.context["wrong"], answer.content.decode()

    def service(self):
        page = ServicePage(locale=self.organisation.locale)
        values = typed(ServiceForm(page=page, organisation=self.organisation))
        self.note("service", values)
        address = reverse("partners:service_new", args=[self.organisation.slug])
        answer = signed_in(self.member).post(address, {**values, "action": "save"})
        assert answer.status_code in (200, 302), answer.context["form"].errors
        return ServicePage.objects.order_by("-pk").first()

    def calendar(self, between=None):
        """A calendar file, and once more when it has changed.

        Args:
            between: called with the event before the second time.
        """
        place = {"LOCATION": f"{HOUSE}\\, {STREET}", "SUMMARY": WORDS.replace(",", "\\,")}
        place["DESCRIPTION"] = f"{WORDS}. {WEB}".replace(",", "\\,")
        address = reverse("partners:import", args=[self.organisation.slug])
        client = signed_in(self.member)
        for again in ({}, {"SUMMARY": f"Again in {HOUSE}"}):
            if again and between:
                between(EventPage.objects.filter(organisation=self.organisation).latest("pk"))
            one = ics_files.event("zqmark-house", f"URL:{WEB}", f"CONTACT:{MAILBOX}", **{**place, **again})
            far = ics_files.event("far", **{**place, "DTSTART;TZID=America/Chicago": "19990101T090000"})
            file = ics_files.upload(ics_files.calendar(one, far), name=f"{FILE}.ics")
            answer = client.post(address, file, follow=True)
            assert answer.status_code == 200, answer.content.decode()
        self.note("calendar", ["LOCATION", "SUMMARY", "DESCRIPTION", "URL", "CONTACT", "UID", "file name"])

    def publish(self, page):
        """What a draft says becomes public; where words were taken out of it, the member has written whole sentences."""
        draft = submission.latest(type(page).objects.get(pk=page.pk))
        for record in (
            draft,
            *getattr(draft, "phones", _Nothing).all(),
            *getattr(draft, "locations", _Nothing).all(),
        ):
            for field in erasure.text_fields(type(record)):
                value = field.value_from_object(record)
                if REPLACEMENT in str(value):
                    setattr(record, field.name, str(value).replace(REPLACEMENT, "there"))
        return factories.publish(draft)

    def acts(self, event):
        """What is done with a public event: a removal is asked for and refused, it is cancelled with a note."""
        client = signed_in(self.member)
        names = {"slug": self.organisation.slug, "key": event.translation_key}
        client.post(reverse("partners:event_removal", kwargs=names), {"reason": WORDS})
        office = signed_in(colleague("approver"))
        office.post(reverse("partner_submission_keep", args=[event.pk]), {"reason": WORDS})
        client.post(reverse("partners:event_removal", kwargs=names), {"reason": WORDS})
        client.post(reverse("partners:event_cancel", kwargs=names), {"reason": "organiser", "note": WORDS})
        self.note("acts", ["removal reason", "keep reason", "cancel note"])

    def review(self, event):
        """The member sends it, the office asks for changes; the reason stands in history and mails."""
        event = EventPage.objects.get(pk=event.pk)
        if not event.current_workflow_state:
            event.get_workflow().start(submission.latest(event), self.member)
        event = EventPage.objects.get(pk=event.pk)
        seen = approvals.revision_token(event.latest_revision)
        address = reverse("partner_submission", args=[event.pk])
        data = {"decision": "reject", "comment": WORDS, "seen": seen}
        answer = signed_in(colleague("approver")).post(address, data)
        assert answer.status_code == 302, answer.content.decode()
        self.note("review", ["comment"])

    # --- The admin ------------------------------------------------------------------------------------------------
    def library(self):
        """A picture, a document and a film in the library of the office.

        Returns:
            The HubImage.
        """
        client = signed_in(colleague("editor"))
        words = {"title": WORDS, "collection": "1", "tags": f'"{HOUSE}"'}
        data = {
            **words,
            "file": picture(),
            "description": f"A door. {WORDS}",
            "credit": WORDS,
            "licence": HOUSE,
            "suitable": "on",
            "focal_point_x": "",
            "focal_point_y": "",
            "focal_point_width": "",
            "focal_point_height": "",
        }
        assert client.post(reverse("wagtailimages:add"), data).status_code == 302
        self.note("image", ["title", "tags", "description", "credit", "licence", "file name"])
        return HubImage.objects.latest("pk")

    def admin_page(self, page, **changes):
        """The office writes into every field of the admin's form of a page, looks at the preview, and saves a draft."""
        editor = colleague("editor")
        page = submission.latest(type(page).objects.get(pk=page.pk))
        form = page.get_edit_handler().get_form_class()(
            instance=page, for_user=editor, parent_page=page.get_parent()
        )
        found = {}
        for name, field in form.fields.items():
            if name in ("comment_notifications", "weekdays", "month_positions", "month_days", "time_zone"):
                continue
            if isinstance(field, forms.URLField):
                found[name] = WEB
            elif isinstance(field, forms.EmailField):
                found[name] = MAILBOX
            elif name in (PLACES, NOTES):
                found[name] = f"{page.start_date.isoformat()}: {WORDS}"
            elif type(field) is forms.CharField and hasattr(field.widget, "features"):
                found[name] = rich_text(f"<p>{WORDS}</p>", features=field.widget.features)
            elif isinstance(field, forms.SlugField):
                found[name] = f"zqmark-house-{page.pk}"
            elif type(field) is forms.CharField:
                limit = field.max_length or 200
                found[name] = WORDS if limit >= len(WORDS) else HOUSE[:limit]
        source = {"title": WORDS, "url": WEB, "publisher": HOUSE, "checked_on": "", "note": WORDS}
        found["sources"] = streamfield([("source", source)])
        comment = {"contentpath": "title", "text": WORDS, "position": "", "id": ""}
        found["comments"] = inline_formset([{**comment, "replies": inline_formset([])}])
        kind = type(page).__name__
        self.note(f"admin {kind}", [*found, "preview"])
        client = signed_in(editor)
        data = posted(page, editor, **{**found, **changes})
        preview = client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), data)
        assert preview.json()["is_available"], preview.content
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
        assert answer.status_code == 302, _problems(answer)

    def translate(self, page):
        """A translator's PO file, with the marker in every part."""
        source, _created = TranslationSource.update_or_create_from_instance(
            type(page).objects.get(pk=page.pk)
        )
        spanish = Locale.objects.get(language_code="es")
        translation, new = Translation.objects.get_or_create(source=source, target_locale=spanish)
        if new:
            translation.save_target(publish=False)
        client = signed_in(colleague("translator"))
        out = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
        assert out.status_code == 200
        po = polib.pofile(out.content.decode())
        for entry in po:
            entry.msgstr = f"{WORDS} {entry.msgid}"
        file = SimpleUploadedFile("zqmark-house.po", str(po).encode())
        answer = client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": file})
        assert answer.status_code == 302
        Translation.objects.get(pk=translation.pk).save_target(publish=False)
        self.note("PO file", ["msgstr"])


def _problems(answer):
    form = answer.context and answer.context.get("form")
    formsets = {name: formset.errors for name, formset in form.formsets.items()} if form else {}
    return (form.errors, formsets) if form else answer.content.decode()[:2000]
