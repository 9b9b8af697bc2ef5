"""The JSON of the API for partners: which fields an event has, and what they look like. The rules for their values are those of EventForm."""

import re

from django.utils.translation import gettext as _
from rest_framework import serializers

from partners.content import plain_markup
from partners.events.date_texts import NOTES, PLACES
from partners.events.models import EventPage
from partners.events.recurrence import POSITIONS, WEEKDAY_CODES
from partners.workspace.forms.event_fields import LONGEST_TITLE, PLAIN, TERMS
from partners.workspace.submission import State
from portal.taxonomy.selectors import terms, terms_by_pk

# Not `status_note`, which the workspace asks for only while an event is canceled or postponed.
WRITTEN = [name for name in PLAIN if name != "status_note"]
LISTS = ["weekdays", "month_positions", "month_days", "extra_dates", "exception_dates"]
# What the hub says besides. A client may send it back with the rest; it is ignored.
READ_ONLY = [
    "id",
    "state",
    "called_off",
    "language",
    "public_url",
    "workspace_url",
    "requested_changes",
    "declined_because",
    "sent_at",
    "problems",
    "notices",
    "removed_from",
]
CALLED_OFF = [State.CANCELLED, State.POSTPONED, State.TAKEN_DOWN]
# The groups of the workspace's start page, by which lists are filtered.
GROUPS = ["changes_requested", "draft", "in_review", "live_draft", "live", "called_off", "past"]


class PartsField(serializers.ListField):
    """A list that the model stores as text with commas."""

    def get_attribute(self, instance):
        """The parts of the stored text."""
        return [part for part in getattr(instance, self.field_name).split(",") if part]


class TermsField(serializers.ListField):
    """Terms of one of the office's lists, by their codes."""

    def __init__(self, kind, **kwargs):
        self.kind = kind
        super().__init__(child=serializers.SlugField(), **kwargs)

    def get_attribute(self, instance):
        """The codes in the office's order."""
        chosen = [term.pk for term in getattr(instance, self.field_name).all()]
        return [term.slug for term in terms_by_pk(chosen)]

    def to_internal_value(self, data):
        """The primary keys of the terms.

        Raises:
            ValidationError: a code is not in the list.
        """
        known = {term.slug: term.pk for term in terms(self.kind)}
        codes = super().to_internal_value(data)
        if unknown := [code for code in codes if code not in known]:
            raise serializers.ValidationError(
                _("There is no term “%(code)s” in this list. /api/partner/terms has all of them.")
                % {"code": unknown[0]}
            )
        return [known[code] for code in codes]


class ClockField(serializers.TimeField):
    """A time of day in the event's time zone, such as 18:30. Not the format "time" of JSON Schema, which names an offset."""

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", required=False, allow_null=True, **kwargs)

    def to_internal_value(self, value):
        """Refuse an offset and parts of a second, which would be dropped without a word."""
        if isinstance(value, str) and not re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?", value.strip()):
            self.fail("invalid", format="hh:mm[:ss]")
        return super().to_internal_value(value)


class DescriptionField(serializers.CharField):
    """Rich text, as members type it."""

    def to_representation(self, value):
        """The stored HTML as typed text."""
        return plain_markup.to_text(value)


class EventFields(serializers.ModelSerializer):
    """What a client may write. A draft may be incomplete: no field is required."""

    start_time = ClockField(help_text="Such as 18:30. Null only if the event lasts all day.")
    end_time = ClockField(help_text="About when it ends.")
    description = DescriptionField(
        required=False,
        allow_blank=True,
        max_length=8000,
        help_text="An empty line starts a paragraph, “- ” an item of a list; **bold**, [words](https://example.org).",
    )
    weekdays = PartsField(
        child=serializers.ChoiceField(WEEKDAY_CODES),
        required=False,
        help_text="For weekly events, and monthly ones on a weekday. Empty: the weekday of start_date.",
    )
    month_positions = PartsField(
        child=serializers.ChoiceField(POSITIONS),
        required=False,
        help_text="For monthly events on weekdays or workdays: which of them; -1 is the last.",
    )
    month_days = PartsField(
        child=serializers.IntegerField(min_value=-1, max_value=31),
        required=False,
        help_text="For monthly events on a date: days of the month; -1 is the last.",
    )
    extra_dates = serializers.ListField(
        child=serializers.DateField(), required=False, help_text="Other days on which it takes place."
    )
    exception_dates = serializers.ListField(
        child=serializers.DateField(), required=False, help_text="Days on which it does not take place."
    )
    audience = TermsField(TERMS["audience"], required=False, help_text="Codes of /terms. Empty: everyone.")
    languages = TermsField(TERMS["languages"], required=False, help_text="Codes of /terms.")
    topics = TermsField(TERMS["topics"], required=False, help_text="Codes of /terms.")
    accessibility = TermsField(TERMS["accessibility"], required=False, help_text="Codes of /terms.")

    class Meta:
        model = EventPage
        fields = [*WRITTEN, "description", *LISTS, PLACES, NOTES, *TERMS]
        extra_kwargs = {
            "title": {
                "required": False,
                "allow_blank": True,
                "max_length": LONGEST_TITLE,
                "help_text": "The words that people will look for.",
            },
            "summary": {"required": False, "allow_blank": True},
            PLACES: {"help_text": "One date on each line, as `2027-04-15: Example Library, 12 Elm Street`."},
            NOTES: {"help_text": "One date on each line, as `2027-04-15: Bring your pay stubs.`"},
            # The form refuses what is no web address, and names the field as the workspace does.
            **{name: {"help_text": "A full web address."} for name in ("online_url", "registration_url")},
        }

    def to_internal_value(self, data):
        """Refuse fields that do not exist, so that a misspelled one is noticed. Fields that can only be read are ignored.

        Raises:
            ValidationError: a field is unknown or has a value of another type.
        """
        if isinstance(data, dict) and (unknown := sorted(set(data) - {*self.fields, *READ_ONLY})):
            raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


class NewEvent(EventFields):
    """What a client may write into a new event."""

    # A city's languages are its own: the form knows them, the description of the API does not.
    language = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=20,
        help_text="The code of the language in which it is written, such as `es`; the hub's first language if it is left out.",
    )

    class Meta(EventFields.Meta):
        fields = [*EventFields.Meta.fields, "language"]


class EventSerializer(EventFields):
    """An event as its latest version says, with its state. The values are those of partners.api.selectors.EventRecord."""

    id = serializers.UUIDField(source="translation_key", read_only=True)
    language = serializers.CharField(source="locale.language_code", read_only=True)
    state = serializers.ChoiceField(State.choices, read_only=True)
    called_off = serializers.ChoiceField(
        [(state.value, state.label) for state in CALLED_OFF],
        read_only=True,
        allow_null=True,
        help_text="What a member decided about a public event, where the state names the review or the date instead.",
    )
    public_url = serializers.URLField(
        read_only=True, allow_null=True, help_text="Its public page; null while it has none."
    )
    workspace_url = serializers.URLField(read_only=True, help_text="Its page for members.")
    requested_changes = serializers.CharField(
        read_only=True, help_text="The office's comment, while it asks for changes."
    )
    declined_because = serializers.CharField(
        read_only=True, help_text="The office's reason, if it declined the last submission."
    )
    sent_at = serializers.DateTimeField(read_only=True, allow_null=True)
    problems = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        read_only=True,
        help_text="What must be corrected before it can be sent, by field; `event` for the whole. Empty while it is with the office.",
    )
    notices = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="What should be looked at before it is sent."
    )
    removed_from = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        help_text="From which fields this request's words of a confidential place were removed. Empty when an event is only read.",
    )

    class Meta(EventFields.Meta):
        fields = [*READ_ONLY[:4], *EventFields.Meta.fields, *READ_ONLY[4:]]


class EventLine(serializers.Serializer):
    """An event in a list (partners.workspace.dashboard.Entry)."""

    id = serializers.UUIDField(source="key")
    url = serializers.SerializerMethodField()
    title = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    called_off = serializers.ChoiceField(
        [(state.value, state.label) for state in CALLED_OFF], source="also", allow_null=True
    )
    is_public = serializers.BooleanField()
    start_date = serializers.SerializerMethodField()
    requested_changes = serializers.CharField(source="words")
    sent_at = serializers.DateTimeField(source="since", allow_null=True)
    saved_at = serializers.DateTimeField(allow_null=True)

    def get_url(self, entry) -> str:
        """Its address in this API."""
        return f"{self.context['base']}/events/{entry.key}"

    def get_start_date(self, entry) -> str | None:
        """The first day, or None."""
        return entry.start_date or None


class EventList(serializers.Serializer):
    """A page of events."""

    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()
    events = EventLine(many=True)


class ListQuery(serializers.Serializer):
    """The parameters of the list."""

    state = serializers.ChoiceField(GROUPS, required=False, help_text="Only events of this group.")
    q = serializers.CharField(required=False, max_length=100, help_text="Words in the title.")
    page = serializers.IntegerField(required=False, min_value=1, max_value=100_000, default=1)

    def to_internal_value(self, data):
        """Refuse parameters that do not exist.

        Raises:
            ValidationError: one is unknown, or has a wrong value.
        """
        if unknown := sorted(set(data) - set(self.fields)):
            raise serializers.ValidationError({name: [_("There is no such parameter.")] for name in unknown})
        return super().to_internal_value(data)


class TermSerializer(serializers.Serializer):
    """A term that an event can have (portal.taxonomy.selectors.Term)."""

    code = serializers.CharField(source="slug")
    name = serializers.CharField()


class TermLists(serializers.Serializer):
    """The office's lists of terms, by the field of an event."""

    audience = TermSerializer(many=True)
    languages = TermSerializer(many=True)
    topics = TermSerializer(many=True)
    accessibility = TermSerializer(many=True)


class TokenSerializer(serializers.Serializer):
    """For whom a token works, and where."""

    organization = serializers.CharField(source="organisation.title")
    token = serializers.CharField(source="name", help_text="The name that the token was given.")
    expires_at = serializers.DateTimeField()
    events = serializers.SerializerMethodField()
    terms = serializers.SerializerMethodField()
    openapi = serializers.SerializerMethodField()

    def get_events(self, token) -> str:
        """Where the events are."""
        return f"{self.context['base']}/events"

    def get_terms(self, token) -> str:
        """Where the lists of terms are."""
        return f"{self.context['base']}/terms"

    def get_openapi(self, token) -> str:
        """Where this API is described."""
        return f"{self.context['base']}/openapi.json"


class ProblemSerializer(serializers.Serializer):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)
