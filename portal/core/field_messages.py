"""What a field says that was left empty, by what is done with it: Django has one sentence for all kinds of fields.

Django's other sentences about forms are said in plain words by the catalogues in portal/library_words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Classes that derive from one of these say the same.
REQUIRED: dict[type[forms.Field], StrPromise] = {
    forms.ChoiceField: _("Choose one."),
    forms.MultipleChoiceField: _("Choose at least one."),
    forms.ModelMultipleChoiceField: _("Choose at least one."),
    forms.BooleanField: _("Check this box."),
    forms.FileField: _("Choose a file."),
}


def install():
    """Give each kind of field its sentence. A field reads it when it is made: those of blocks, while the models are read."""
    for kind, sentence in REQUIRED.items():
        own = vars(kind).get("default_error_messages", {})
        kind.default_error_messages = {**own, "required": sentence}
