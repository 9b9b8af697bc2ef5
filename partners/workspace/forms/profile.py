"""Forms of an organisation's page and of its services, as their members write them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.forms.models import fields_for_model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.models import Page

from partners.content import plain_markup
from partners.content.cleaning import is_web_address
from partners.organisations.models import (
    OrganisationLocation,
    OrganisationPage,
    OrganisationPhone,
    ServicePage,
)
from partners.organisations.models.organisation import PLACE_FIELDS
from portal.core import phone_numbers
from portal.models import TaxonomyTerm
from portal.safety.models.help_line import NUMBER
from portal.taxonomy.selectors import terms

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Empty forms below those that are there, so that one can be added without scripts.
EXTRA = 1
MARKUP = _(
    "An empty line begins a paragraph, “- ” an item of a list; **bold**, [words of a link](https://example.org)."
)
TERMS = {
    "areas": "area",
    "languages": "language",
    "categories": "service",
    "populations": "population",
}
ADDRESS = ("street_address", "address_2", "city", "region", "postal_code")
LONG = {"summary": 2, "safe_contact": 4, "place_accessibility": 4, "directions": 3, "accessibility": 3}
CHOICES = ("status", "interpreters")
# Name and explanation of a field of every page, which members fill in, too: named for the catalogs of their languages.
SUMMARY = (
    gettext_noop("summary"),
    gettext_noop("One or two plain sentences. Shown under the title, in lists and in search results."),
)


def _form_field(field, **kwargs):
    """The form's field of a model's field; a draft may be incomplete, so nothing is required."""
    kwargs["required"] = False
    if field.name in LONG:
        kwargs["widget"] = forms.Textarea(attrs={"rows": LONG[field.name]})
    if field.name in CHOICES:
        kwargs["widget"] = forms.RadioSelect
    if field.get_internal_type() == "URLField" or field.name == "website":
        kwargs |= {"form_class": forms.URLField, "assume_scheme": "https"}
        kwargs["error_messages"] = {
            "invalid": _("Write a whole address that begins with https:// or http://.")
        }
    return field.formfield(**kwargs)


class _PageForm(forms.Form):
    """What both pages' forms share: plain fields, words of lists, one text with a few signs."""

    model: type[Page]
    plain: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    text = ""
    name: str | StrPromise = ""
    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, page, **kwargs):
        """Make the form.

        Args:
            *args: as for any form.
            page: the newest version (partners.workspace.submission.latest), or a new page.
            **kwargs: as for any form.
        """
        self.page = page
        kwargs |= {"initial": self._initial(page), "use_required_attribute": False}
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(self.model, fields=self.plain, formfield_callback=_form_field)
        text = self.model._meta.get_field(self.text)
        self.fields[self.text] = forms.CharField(
            label=text.verbose_name,
            required=False,
            max_length=8000,
            widget=forms.Textarea(attrs={"rows": 8}),
            help_text=f"{text.help_text} {MARKUP}",
        )
        for name in self.lists:
            field = self.model._meta.get_field(name)
            self.fields[name] = forms.TypedMultipleChoiceField(
                label=field.verbose_name,
                required=False,
                coerce=int,
                choices=[(term.pk, term.name) for term in terms(TERMS[name])],
                widget=forms.CheckboxSelectMultiple,
                help_text=field.help_text,
            )
        self.fields["title"].label, self.fields["title"].help_text = self.name, ""
        for field in self.fields.values():
            _dress(field)

    def _initial(self, page):
        found = {name: getattr(page, name) for name in self.plain}
        found[self.text] = plain_markup.to_text(getattr(page, self.text))
        found["base_revision"] = page.latest_revision_id
        found |= {name: [term.pk for term in getattr(page, name).all()] for name in self.lists if page.pk}
        return found

    def visible(self):
        """The fields in their order, without what is hidden."""
        return [self[name] for name in self.order]

    def write(self):
        """Write what the valid form says into the page, which is not saved yet."""
        for name in self.plain:
            setattr(self.page, name, self.cleaned_data[name])
        setattr(self.page, self.text, plain_markup.to_html(self.cleaned_data[self.text]))
        chosen = {pk for name in self.lists for pk in self.cleaned_data[name]}
        by_pk = TaxonomyTerm.objects.in_bulk(chosen) if chosen else {}
        for name in self.lists:
            setattr(self.page, name, [by_pk[pk] for pk in self.cleaned_data[name] if pk in by_pk])


class ProfileForm(_PageForm):
    """What members may propose of their organisation's page; what the office checked is not among it."""

    model, text, name = OrganisationPage, "offers", _("Name of the organization")
    plain = ("title", "summary", "website", "email", "safe_contact", "place_accessibility")
    lists = ("areas", "languages")
    order = (
        "title",
        "summary",
        "offers",
        "website",
        "email",
        "safe_contact",
        "areas",
        "languages",
        "place_accessibility",
    )

    def clean_title(self):
        """An organisation has a name, in a draft, too."""
        if not self.cleaned_data["title"].strip():
            raise ValidationError(_("Write the organization's name."))
        return self.cleaned_data["title"]

    def clean_website(self):
        """Only an address of the web."""
        value = self.cleaned_data["website"]
        if value and not is_web_address(value):
            raise ValidationError(_("Write a whole address that begins with https:// or http://."))
        return value


class ServiceForm(_PageForm):
    """What members may say of one service."""

    model, text, name = ServicePage, "description", _("Name of the service")
    plain = ("title", "summary", "status", "eligibility", "cost", "interpreters", "how_to_begin")
    lists = ("categories", "populations", "languages")
    order = (
        "title",
        "summary",
        "description",
        "categories",
        "status",
        "populations",
        "eligibility",
        "cost",
        "languages",
        "interpreters",
        "how_to_begin",
        "places",
    )

    def __init__(self, *args, organisation, **kwargs):
        """Make the form; see _PageForm.

        Args:
            *args: as for any form.
            organisation: the OrganisationPage, whose saved places can be chosen.
            **kwargs: as for any form.
        """
        super().__init__(*args, **kwargs)
        self.saved_places = {place.pk: place for place in organisation.locations.all()}
        field = cast(Field, ServicePage._meta.get_field("places"))
        self.fields["places"] = forms.TypedMultipleChoiceField(
            label=field.verbose_name,
            required=False,
            coerce=int,
            choices=[(pk, place.name) for pk, place in self.saved_places.items()],
            initial=[place.pk for place in self.page.places.all()] if self.page.pk else [],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Places of the organization that are public already."),
        )
        _dress(self.fields["places"])

    def clean_title(self):
        """A service has a name, in a draft, too: its address is made of it."""
        if not self.cleaned_data["title"].strip():
            raise ValidationError(_("Write the name of the service."))
        return self.cleaned_data["title"]

    def write(self):
        """Write what the valid form says into the page, which is not saved yet."""
        super().write()
        self.page.status = self.page.status or ServicePage.Status.ACTIVE
        self.page.places = [self.saved_places[pk] for pk in self.cleaned_data["places"]]


# --- Phones and places: several records below one page ------------------------------------------------------------
class _RecordForm(forms.Form):
    """One record below the page. Its key says which one it is; a new one has none."""

    model: type[Model]
    plain: tuple[str, ...] = ()
    needed: tuple[tuple[str, str | StrPromise], ...] = ()
    needed_any: tuple[str, ...] = ()
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label=_("Remove it"), required=False)

    def __init__(self, *args, **kwargs):
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(self.model, fields=self.plain, formfield_callback=_form_field)
        for field in self.fields.values():
            _dress(field)

    def visible(self):
        """The fields in their order, without what is hidden."""
        return [self[name] for name in self.plain]

    @property
    def is_new(self):
        """Whether it stands for no record yet."""
        return not self["key"].value()

    @property
    def is_empty(self):
        """Whether nothing was written into a form for a new record."""
        return not any(self.cleaned_data.get(name) for name in self.needed_any)

    def clean(self):
        """Ask for what a record must have, unless it is removed or nothing was written."""
        super().clean()
        data = self.cleaned_data
        if not data.get("remove") and (data.get("key") or not self.is_empty):
            for name, sentence in self.needed:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data


class PhoneForm(_RecordForm):
    """One phone of the organisation."""

    model = OrganisationPhone
    plain = ("kind", "display", "label", "hours", "languages")
    needed_any = ("display", "label", "hours", "languages")
    needed = (("display", _("Write the phone number, or remove this phone.")),)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["display"].label = _("Number")
        self.fields["display"].help_text = _("With its area code, such as 202-555-0123.")

    def clean_display(self):
        """The number as people read it; what a phone dials is made of its digits."""
        value = self.cleaned_data["display"].strip()
        if not value:
            return ""
        self.number = phone_numbers.dialed(value)
        try:
            NUMBER(self.number)
        except ValidationError as error:
            raise ValidationError(
                _("Write the phone number with its area code, such as 202-555-0123.")
            ) from error
        return value

    def write(self, record):
        """Write the valid form into an OrganisationPhone."""
        for name in self.plain:
            setattr(record, name, self.cleaned_data[name])
        record.kind = record.kind or OrganisationPhone.Kind.VOICE
        record.number = self.number


class PlaceForm(_RecordForm):
    """One place of the organisation."""

    model = OrganisationLocation
    plain = ("name", "is_confidential", *ADDRESS, "directions", "accessibility", "hours")
    needed_any = ("name", "is_confidential", *ADDRESS, "directions", "accessibility", "hours")
    needed = (("name", _("Name the place, or remove it.")),)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_confidential"].label = _("This place is confidential")
        self.fields["is_confidential"].help_text = _(
            "Acts at once when you save, before any approval: its address and the directions are deleted from "
            "the public page, every version and all languages, and out of your services, events and pictures. "
            "Unchecking it brings nothing back."
        )

    def write(self, record):
        """Write the valid form into an OrganisationLocation; coordinates of another address do not stay."""
        if any(getattr(record, name) != self.cleaned_data[name] for name in ADDRESS):
            record.latitude = record.longitude = None
        for name in self.plain:
            setattr(record, name, self.cleaned_data[name])
        record.scrub()


class Records:
    """The forms of all records of one kind below a page."""

    def __init__(self, form, page, relation, data=None):
        """Make the forms.

        Args:
            form: a _RecordForm class.
            page: the newest version of the page.
            relation: the name of the page's relation, such as "phones".
            data: what was posted, or None.
        """
        self.page, self.relation = page, relation
        self.known = {str(record.translation_key): record for record in getattr(page, relation).all()}
        initial = [
            {"key": key, **{name: getattr(record, name) for name in form.plain}}
            for key, record in self.known.items()
        ]
        formset = forms.formset_factory(form, extra=EXTRA, max_num=40, absolute_max=60)
        self.formset = formset(data, initial=initial, prefix=relation)

    @property
    def forms(self):
        """The forms, those for new records last."""
        return self.formset.forms

    def is_valid(self):
        """Whether all forms can be written."""
        return self.formset.is_valid()

    @cached_property
    def became_secret(self):
        """Whether a place is confidential that was not before."""
        return any(
            form.cleaned_data.get("is_confidential")
            and not getattr(self.known.get(str(form.cleaned_data.get("key"))), "is_confidential", False)
            for form in self.forms
        )

    def write(self):
        """Write the valid forms into the page, which is not saved yet."""
        records: list[Any] = []
        for form in self.forms:
            data = form.cleaned_data
            record = self.known.get(str(data.get("key")))
            if data.get("remove") or (record is None and form.is_empty):
                continue
            if record is None:
                record = form.model(locale=self.page.locale, translation_key=uuid.uuid4())
            form.write(record)
            record.sort_order = len(records)
            records.append(record)
        manager = getattr(self.page, self.relation)
        manager.set(records, clear=True)

    @property
    def count(self):
        """How many records there are."""
        return len(self.known)


def had_place(record):
    """Whether a place holds anything of its address."""
    return any(getattr(record, name) not in (None, "") for name in PLACE_FIELDS)


def _dress(field):
    field.label = str(field.label or "")
    field.label = field.label[:1].upper() + field.label[1:]
    # The browser must not cut what was pasted: the answer says what is too long, and keeps it.
    field.widget.attrs.pop("maxlength", None)
    field.widget.attrs.setdefault("autocomplete", "off")
