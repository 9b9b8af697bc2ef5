"""How far translations are: how many parts there are, and how many have no words yet."""

from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext
from wagtail_localize.models import StringSegment, StringTranslation


def progress(translations):
    """Count the parts of many translations in one query.

    Args:
        translations: a queryset of Translation.

    Returns:
        A dict of the Translation's number to (parts, parts without words).
    """

    def parts(**more):
        found = StringSegment.objects.filter(source=OuterRef("source"), **more).order_by()
        return found.values("source").annotate(number=Count("pk")).values("number")

    translated = (
        StringTranslation.objects.filter(
            locale=OuterRef("target_locale"),
            context__object=OuterRef("source__object"),
            has_error=False,
            # The same words in the same place of what the original says now.
            translation_of__segments__source=OuterRef("source"),
            translation_of__segments__context=F("context"),
        )
        .order_by()
        .values("locale")
        .annotate(number=Count("translation_of__segments", distinct=True))
        .values("number")
    )
    rows = (
        translations.order_by()
        .annotate(all_parts=Coalesce(Subquery(parts()), Value(0)))
        .annotate(with_words=Coalesce(Subquery(translated), Value(0)))
        .values_list("pk", "all_parts", "with_words")
    )
    return {pk: (parts, parts - with_words) for pk, parts, with_words in rows}


def parts_left(translation):
    """A sentence about the parts that have no words in the language; "" when all have.

    Args:
        translation: a Translation.
    """
    parts, translated = translation.get_progress()
    left = parts - translated
    if not left:
        return ""
    return ngettext(
        "%(left)s of %(parts)s parts is not translated. Readers would see it in the original language.",
        "%(left)s of %(parts)s parts are not translated. Readers would see them in the original language.",
        left,
    ) % {"left": left, "parts": parts}
