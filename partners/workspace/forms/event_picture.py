"""The fields of the form of an event that are about its picture: a new file, one of the organization's own pictures, its description."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import SourceImageIOError
from wagtail.models import Revision

from media.images.alternative_text import is_file_name, name_is_no_description
from media.models import HubImage
from partners.confidentiality import store
from partners.confidentiality.words import REPLACEMENT, Redactor, phrases_of
from partners.content import pictures
from partners.events.models import EventPage
from partners.events.models.event import EVENT_PLACE_FIELDS
from portal.core.encryption import Unreadable, decrypt, encrypt

# So many of its own pictures are offered, the newest first.
MOST_PICTURES = 12
THUMBNAIL = "fill-96x72|format-webp"


def own_pictures(organisation):
    """The pictures of an organization's events that can be used again.

    Args:
        organisation: an OrganisationPage.

    Returns:
        A dict of primary key to HubImage, the newest first. A picture whose description lost words of a confidential place is left out.
    """
    events = EventPage.objects.filter(organisation=organisation)
    used = set(events.exclude(image=None).values_list("image_id", flat=True))
    drafts = Revision.objects.filter(pk__in=events.values("latest_revision_id"))
    used |= {pk for pk in drafts.values_list("content__image", flat=True) if pk}
    found = HubImage.objects.filter(Q(is_decorative=True) | ~Q(description=""), pk__in=used, suitable=True)
    found = found.exclude(description__contains=REPLACEMENT).order_by("-pk")[:MOST_PICTURES]
    return {image.pk: image for image in found}


def _label(image):
    """The picture as a small image, and its description in words; a decorative one has only a name."""
    words = image.description or _("%(name)s, only for decoration") % {"name": image.title}
    try:
        small = image.get_rendition(THUMBNAIL)
    except SourceImageIOError:
        return words
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="" loading="lazy"> {}',
        small.url,
        small.width,
        small.height,
        words,
    )


class PictureForm(forms.Form):
    """The picture of an event."""

    picture_again = forms.TypedChoiceField(
        label=_("One of your pictures"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("Pictures of your organization's events. The description comes with the picture."),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": pictures.ACCEPTED}),
        help_text=_(
            "JPEG, PNG or WebP, up to 8 MB. No picture of abuse, and none in which a survivor can be "
            "recognized."
        ),
    )
    picture_description = forms.CharField(
        label=_("What does the picture show?"),
        required=False,
        max_length=255,
        help_text=_("For people who cannot see it. Needed with a picture."),
    )
    picture_suitable = forms.BooleanField(
        label=_("We may use this picture, and nobody who was trafficked can be recognized in it"),
        required=False,
    )
    picture_remove = forms.BooleanField(label=_("Remove the picture"), required=False)
    picture_kept = forms.CharField(required=False, widget=forms.HiddenInput)

    user: Any
    event: Any
    removed: dict[str, list[str]]
    _picture: Any

    def offer_pictures(self, organisation):
        """Offer the organization's own pictures, and the removal of the event's.

        Args:
            organisation: the OrganisationPage; None offers none.
        """
        current = self.current_picture
        self.own_pictures = own_pictures(organisation) if organisation else {}
        if current:
            self.own_pictures.pop(current.pk, None)
        else:
            del self.fields["picture_remove"]
        if self.own_pictures:
            field = cast(forms.TypedChoiceField, self.fields["picture_again"])
            field.choices = self._choices
        else:
            del self.fields["picture_again"]

    def _choices(self):
        return [
            ("", _("None of these")),
            *((pk, _label(image)) for pk, image in self.own_pictures.items()),
        ]

    @property
    def current_picture(self):
        """The event's picture, or one that was chosen with this form before; None without one."""
        if not hasattr(self, "_picture"):
            self._picture = self._kept_picture() or (self.event.image if self.event else None)
        return self._picture

    def _kept_picture(self):
        try:
            number = int(decrypt(self.data.get("picture_kept", ""), "picture"))
        except (Unreadable, ValueError):
            return None
        return HubImage.objects.filter(pk=number, uploaded_by_user=self.user).first()

    @property
    def chosen_picture(self):
        """The picture of the valid form, or None."""
        data = self.cleaned_data
        is_new = data.get("picture") or data.get("picture_again")
        return None if data.get("picture_remove") and not is_new else self.current_picture

    # --- Validation ---------------------------------------------------------------------------------------
    def clean_picture_fields(self):
        """Save the picture even if another field is invalid, so that it need not be uploaded again."""
        data = self.cleaned_data
        again = self.own_pictures.get(data.get("picture_again"))
        if data.get("picture") and again:
            self.add_error("picture_again", _("Choose either a file or one of your pictures, not both."))
        elif data.get("picture"):
            self._clean_upload(data["picture"], data)
        elif again:
            before = self.current_picture.description if self.current_picture else ""
            typed = data.get("picture_description", "").strip()
            self._picture = again
            self._describe(again, again.description if typed in ("", before) else typed, data)
        elif self.current_picture and "picture_description" in self.data and not data.get("picture_remove"):
            self._describe(self.current_picture, data.get("picture_description", "").strip(), data)

    def _clean_upload(self, upload, data):
        if not data.get("picture_description", "").strip():
            self.add_error("picture_description", _("Say what the picture shows, and choose the file again."))
        elif is_file_name(data["picture_description"], file_name=upload.name):
            self.add_error("picture_description", name_is_no_description(data["picture_description"]))
        if not data.get("picture_suitable"):
            self.add_error(
                "picture_suitable", _("Confirm that you may use the picture, and choose the file again.")
            )
        if {"picture", "picture_description", "picture_suitable"} & set(self.errors):
            return
        try:
            file = pictures.read(upload)
        except ValidationError as error:
            self.add_error("picture", error)
            return
        description = self._without_the_place(data["picture_description"].strip(), data)
        self._keep(pictures.keep(file, description, self.user))

    def _describe(self, image, text, data):
        """Give the event a copy of a picture with another description: the public event keeps the approved one until the copy is."""
        if "picture_description" in self.errors:
            return
        if not text and not image.is_decorative:
            self.add_error("picture_description", _("Say what the picture shows."))
        elif text != image.description and is_file_name(text, title=image.title, file_name=image.file.name):
            self.add_error("picture_description", name_is_no_description(text))
        else:
            text = self._without_the_place(text, data)
            if text == image.description:
                return
            try:
                self._keep(pictures.copy(image, text, self.user))
            except OSError:
                self.add_error(
                    "picture_description", _("We could not read this picture. Choose the file again.")
                )

    def _keep(self, image):
        """Remember a picture that was saved, also for the next time the form is sent."""
        self._picture = image
        sent = cast(QueryDict, self.data).copy()
        sent["picture_kept"] = encrypt(str(image.pk), "picture")
        sent.pop("picture_again", None)
        sent["picture_description"] = image.description
        self.data = sent

    def _without_the_place(self, text, data):
        """The texts about a picture without phrases of a confidential place, because the picture is saved before the event."""
        searched = [store.words_of(*self.event.phrase_keys)] if self.event else []
        if data.get("place_shown") not in ("", None, EventPage.PlaceShown.PUBLIC):
            place = {name: data.get(name) for name in EVENT_PLACE_FIELDS}
            searched.append(Redactor(phrases=phrases_of(place, [place["city"], place["region"]])))
        for words in searched:
            if said := words.said_in(text):
                self.removed.setdefault("image", []).extend(said)
                text = words.redact(text)
        return text
