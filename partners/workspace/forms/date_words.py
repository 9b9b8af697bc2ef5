"""The fields of the form of an event for what is different on single dates: pairs of a day and words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from partners.events import date_texts

from .event_fields import date_of

# So many empty pairs follow those that are filled in.
EMPTY_PAIRS = 2


class DateWordsInput(forms.Widget):
    """For each line of the text an input of a day and one of words, and some empty ones."""

    has_several_inputs = True

    def __init__(self, words_label: Any):
        """Create the widget.

        Args:
            words_label: what the second input of a pair is called.
        """
        super().__init__()
        self.words_label = words_label

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """The text: a line of day and words for each pair. A program may send the text as a whole."""
        if not hasattr(data, "getlist"):
            return str(data.get(name) or "")
        days, words = data.getlist(f"{name}-day"), data.getlist(f"{name}-words")
        pairs = zip(days, words, strict=False)
        lines = [
            f"{day.strip()}: {' '.join(said.split())}" for day, said in pairs if day.strip() or said.strip()
        ]
        return "\n".join([*lines, *data.getlist(name)])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Never: all may have been removed."""
        return False

    def id_for_label(self, id_: str) -> str:
        """The first input."""
        return f"{id_}_0"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The pairs, each input with a label."""
        pairs = [line.partition(": ")[::2] for line in str(value or "").splitlines()]
        pairs += [("", "")] * EMPTY_PAIRS
        own_id = (attrs or {}).get("id") or f"id_{name}"
        return format_html_join(
            "",
            '<div class="day-and-words"><div class="field"><label for="{0}_{1}">{2}</label>'
            '<input type="date" name="{3}-day" value="{4}" id="{0}_{1}" autocomplete="off"></div>'
            '<div class="field"><label for="{0}_{1}_words">{5}</label>'
            '<input type="text" name="{3}-words" value="{6}" id="{0}_{1}_words" autocomplete="off"></div></div>',
            [
                (own_id, number, _("Day"), name, day, self.words_label, words)
                for number, (day, words) in enumerate(pairs)
            ],
        )


class DateWordsField(forms.CharField):
    """What is different on single dates, as partners.events.date_texts has it."""

    def __init__(self, *, kind: str, words_label: Any, **kwargs: Any):
        """Create the field.

        Args:
            kind: date_texts.PLACES or date_texts.NOTES.
            words_label: what the words of a date are called.
            **kwargs: as for any field.
        """
        super().__init__(widget=DateWordsInput(words_label), required=False, **kwargs)
        self.longest = date_texts.LONGEST[kind]

    def clean(self, value: Any) -> str:
        """Read the day of each line, in any form in which people type it.

        Raises:
            ValidationError: a line has no day or no words, or is too long.
        """
        lines = []
        for line in super().clean(value).splitlines():
            day, _colon, words = line.partition(":")
            if not day.strip():
                raise ValidationError(_("Give the day of “%(words)s”.") % {"words": words.strip()})
            lines.append(f"{date_of(day.strip()).isoformat()}: {words.strip()}")
            if not words.strip():
                raise ValidationError(
                    _("Write something for %(day)s, or empty the day.") % {"day": day.strip()}
                )
        text = "\n".join(sorted(lines))
        date_texts.refuse_lines(text, self.longest)
        return text
