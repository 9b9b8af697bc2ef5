"""Selects pages for lists."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from wagtail.models import Page
from wagtail.query import PageQuerySet

PageType = TypeVar("PageType", bound=Page)


def listed_below(model: type[PageType], index: Page) -> PageQuerySet[PageType]:
    """The live pages of a type below an index page, and in the first language those that its language does not have.

    Args:
        model: the page type.
        index: the index page of a language.

    Returns:
        A queryset. Templates mark the language of each with `written_in`, and say which ones are not translated.
    """
    own = model.objects.child_of(index).live()
    if index.locale.language_code == settings.LANGUAGE_CODE:
        return own
    original = index.get_translations().live().filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if not original:
        return own
    others = model.objects.child_of(original).live()
    return own | others.exclude(translation_key__in=own.values("translation_key"))
