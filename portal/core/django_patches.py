"""Patches of Django (portal/core/patches.py): limits of dates, messages of empty required fields, line breaks, times that stay on one
line, rendering of models in migrations.

Applied before the models of any app are loaded, because blocks create form fields when they are defined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.db.migrations.state import ProjectState
from django.utils.dateformat import TimeFormat
from django.utils.translation import gettext_lazy as _

from .dates import validate_date
from .new_database import others_stay
from .patches import UNKNOWN, Library

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DJANGO = Library("Django", "5.2.19")
# Subclasses get the same message. Django's other form messages are replaced by the
# catalogs in portal/library_words.
REQUIRED: dict[type[forms.Field], StrPromise] = {
    forms.ChoiceField: _("Choose one."),
    forms.MultipleChoiceField: _("Choose at least one."),
    forms.ModelMultipleChoiceField: _("Choose at least one."),
    forms.BooleanField: _("Check this box."),
    forms.FileField: _("Choose a file."),
}
DATES = (models.DateField, forms.DateField, forms.DateTimeField)


def _with_required(sentence: StrPromise) -> Callable[[Any], Any]:
    return lambda original: {**original, "required": sentence}


for _kind, _sentence in REQUIRED.items():
    DJANGO.patch(
        _kind,
        "default_error_messages",
        why="Django has one message, “This field is required.”, for all kinds of fields.",
        upstream=UNKNOWN,
        remove_when="Django has a message for each kind of field that was left empty.",
    )(_with_required(_sentence))

for _field in DATES:
    DJANGO.patch(
        _field,
        "default_validators",
        why="Dates of the years 1 and 9999 are accepted, also by forms of libraries, and fail later in calculations and queries.",
        upstream=UNKNOWN,
        remove_when="Django limits the years of dates, or all fields of dates, those of libraries too, are our own class.",
    )(lambda original: [*original, validate_date])


@DJANGO.patch(
    forms.Textarea,
    "value_from_datadict",
    why="Browsers send \\r\\n for each line break: a text that nobody touched is stored changed, and its translations are out of date.",
    upstream=UNKNOWN,
    remove_when="Django reads the line breaks of a textarea as \\n.",
    signature="(self, data, files, name)",
)
def _plain_line_breaks(original):
    def value_from_datadict(self, data, files, name):
        text = original(self, data, files, name)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text

    return value_from_datadict


@DJANGO.patch(
    TimeFormat,
    "P",
    why="“5:30 p.m.” was broken at the end of a line, between the number and “p.m.”.",
    upstream=UNKNOWN,
    remove_when="Django writes a no-break space between the number and “p.m.”.",
    signature="(self)",
)
def _unbroken_times(original):
    def P(self):  # The letter in formats.
        return str(original(self)).replace(" ", "\xa0")

    return P


@DJANGO.patch(
    ProjectState,
    "reload_model",
    why="260 migrations made 34,000 models anew to change one at a time; an empty database took 20 seconds for its tables.",
    upstream=UNKNOWN,
    remove_when="Django makes tables of an empty database without making every related model anew for each change.",
    signature="(self, app_label, model_name, delay=False)",
)
def _reload_alone(original):
    def reload_model(self, app_label, model_name, delay=False):
        if not others_stay.get():
            return original(self, app_label, model_name, delay)
        if "apps" in self.__dict__:  # hasattr() would make them.
            # A migration that reads or writes rows makes all of them anew first.
            self.is_delayed = True
            self._reload({(app_label, model_name)})

    return reload_model
