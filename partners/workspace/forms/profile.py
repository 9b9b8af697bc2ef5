"""Forms of an organization's page and of its services, for their members."""

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

# Empty forms below the existing ones, so that one can be added without scripts.
EXTRA = 1
MARKUP = _(
    "An empty line starts a paragraph, “- ” starts an item of a list; **bold**, [words of a link](https://example.org)."
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
# Label and help text of a field that all pages have, repeated here so that they are in the members' catalogs.
SUMMARY = (
    gettext_noop("summary"),
    gettext_noop("One or two plain sentences. Shown under the title, in lists and in search results."),
)


def _form_field(field, **kwargs):
    """The form field for a model's field. Nothing is required, because a draft may be incomplete."""
    kwargs["required"] = False
    if field.name in LONG:
        kwargs["widget"] = forms.Textarea(attrs={"rows": LONG[field.name]})
    if field.name in CHOICES:
        kwargs["widget"] = forms.RadioSelect
    if field.get_internal_type() == "URLField" or field.name == "website":
        kwargs |= {"form_class": forms.URLField, "assume_scheme": "https"}
        kwargs["error_messages"] = {
            "invalid": _("Enter a full web address that begins with https:// or http://.")
        }
    return field.formfield(**kwargs)


class _PageForm(forms.Form):
    """Base class of both forms: plain fields, taxonomy terms, one text with simple markup."""

    model: type[Page]
    plain: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    text = ""
    name: str | StrPromise = ""
    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, page, **kwargs):
        """Create the form.

        Args:
            *args: as for any form.
            page: the latest revision (partners.workspace.submission.latest), or a new page.
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
        """The fields in order, without hidden ones."""
        return [self[name] for name in self.order]

    def write(self):
        """Write the values of the valid form to the page, which is not saved yet."""
        for name in self.plain:
            setattr(self.page, name, self.cleaned_data[name])
        stored = getattr(self.page, self.text)
        setattr(self.page, self.text, plain_markup.to_html(self.cleaned_data[self.text], stored))
        chosen = {pk for name in self.lists for pk in self.cleaned_data[name]}
        by_pk = TaxonomyTerm.objects.in_bulk(chosen) if chosen else {}
        for name in self.lists:
            setattr(self.page, name, [by_pk[pk] for pk in self.cleaned_data[name] if pk in by_pk])


class ProfileForm(_PageForm):
    """The fields that members may propose for their organization's page, without those that only the office sets."""

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
        """Require a name, in a draft too."""
        if not self.cleaned_data["title"].strip():
            raise ValidationError(_("Enter the organization's name."))
        return self.cleaned_data["title"]

    def clean_website(self):
        """Accept only http and https."""
        value = self.cleaned_data["website"]
        if value and not is_web_address(value):
            raise ValidationError(_("Enter a full web address that begins with https:// or http://."))
        return value


class ServiceForm(_PageForm):
    """The fields of a service that members edit."""

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
        """Create the form; see _PageForm.

        Args:
            *args: as for any form.
            organisation: the OrganisationPage whose saved places can be chosen.
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
            help_text=_("Places of the organization that are already public."),
        )
        _dress(self.fields["places"])

    def clean_title(self):
        """Require a name, in a draft too, because the slug is made from it."""
        if not self.cleaned_data["title"].strip():
            raise ValidationError(_("Enter the name of the service."))
        return self.cleaned_data["title"]

    def write(self):
        """Write the values of the valid form to the page, which is not saved yet."""
        super().write()
        self.page.status = self.page.status or ServicePage.Status.ACTIVE
        self.page.places = [self.saved_places[pk] for pk in self.cleaned_data["places"]]


# --- Phones and places: inline records of a page ------------------------------------------------------------------
class _RecordForm(forms.Form):
    """One inline record of the page, identified by its key; a new one has none."""

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
        """The fields in order, without hidden ones."""
        return [self[name] for name in self.plain]

    @property
    def is_new(self):
        """Whether the form is for a new record."""
        return not self["key"].value()

    @property
    def is_empty(self):
        """Whether a form for a new record is empty."""
        return not any(self.cleaned_data.get(name) for name in self.needed_any)

    def clean(self):
        """Require what a record must have, unless it is removed or a new one is empty."""
        super().clean()
        data = self.cleaned_data
        if not data.get("remove") and (data.get("key") or not self.is_empty):
            for name, sentence in self.needed:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data


class PhoneForm(_RecordForm):
    """A phone number of the organization."""

    model = OrganisationPhone
    plain = ("kind", "display", "label", "hours", "languages")
    needed_any = ("display", "label", "hours", "languages")
    needed = (("display", _("Enter the phone number, or remove this phone.")),)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["display"].label = _("Number")
        self.fields["display"].help_text = _("With its area code, such as 202-555-0123.")

    def clean_display(self):
        """The number as displayed; the dialed number is made from its digits."""
        value = self.cleaned_data["display"].strip()
        if not value:
            return ""
        self.number = phone_numbers.dialed(value)
        try:
            NUMBER(self.number)
        except ValidationError as error:
            raise ValidationError(
                _("Enter the phone number with its area code, such as 202-555-0123.")
            ) from error
        return value

    def write(self, record):
        """Write the valid form to an OrganisationPhone."""
        for name in self.plain:
            setattr(record, name, self.cleaned_data[name])
        record.kind = record.kind or OrganisationPhone.Kind.VOICE
        record.number = self.number


class PlaceForm(_RecordForm):
    """A place of the organization."""

    model = OrganisationLocation
    plain = ("name", "is_confidential", *ADDRESS, "directions", "accessibility", "hours")
    needed_any = ("name", "is_confidential", *ADDRESS, "directions", "accessibility", "hours")
    needed = (("name", _("Name the place, or remove it.")),)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_confidential"].label = _("This place is confidential")
        self.fields["is_confidential"].help_text = _(
            "This takes effect when you save, without approval: the address and the directions are deleted from the public page, every version and all languages, and from your services, events and pictures. Unchecking the box does not restore them."
        )

    def write(self, record):
        """Write the valid form to an OrganisationLocation; if the address changed, remove its coordinates."""
        if any(getattr(record, name) != self.cleaned_data[name] for name in ADDRESS):
            record.latitude = record.longitude = None
        for name in self.plain:
            setattr(record, name, self.cleaned_data[name])
        record.scrub()


class Records:
    """The forms of all inline records of one kind."""

    def __init__(self, form, page, relation, data=None):
        """Create the forms.

        Args:
            form: a _RecordForm class.
            page: the latest revision of the page.
            relation: the name of the page's relation, such as "phones".
            data: the POST data, or None.
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
        return self.formset.is_valid()

    @cached_property
    def became_secret(self):
        """Whether a place has become confidential."""
        return any(
            form.cleaned_data.get("is_confidential")
            and not getattr(self.known.get(str(form.cleaned_data.get("key"))), "is_confidential", False)
            for form in self.forms
        )

    def write(self):
        """Write the valid forms to the page, which is not saved yet."""
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
        """The number of records."""
        return len(self.known)


def had_place(record):
    """Whether a place has any part of an address."""
    return any(getattr(record, name) not in (None, "") for name in PLACE_FIELDS)


def _dress(field):
    field.label = str(field.label or "")
    field.label = field.label[:1].upper() + field.label[1:]
    # No maxlength, so that the browser does not cut what was pasted: the response says what is too long, and keeps it.
    field.widget.attrs.pop("maxlength", None)
    field.widget.attrs.setdefault("autocomplete", "off")
