"""Every field of the editor's forms says in a sentence what belongs into it."""

from django.apps import apps
from wagtail import blocks
from wagtail.fields import StreamField

from portal.models import Alert, HelpLine, HubPage, OfficeIdentity, OfficePhone, SafetySettings

OWN_APPS = ("portal.", "media.", "home.")
# Wagtail's own fields have Wagtail's own explanations.
WAGTAILS = {
    "go_live_at",
    "expire_at",
    "first_published_at",
    "locale",
    "sort_order",
    "translation_key",
    "office",
}


def editors_models():
    pages = [model for model in apps.get_models() if issubclass(model, HubPage)]
    return [*pages, Alert, HelpLine, OfficeIdentity, OfficePhone, SafetySettings]


def fields_of_blocks(block, where):
    """Each field of each of our struct blocks below a block, as (place, help text)."""
    if isinstance(block, blocks.StructBlock) and type(block).__module__.startswith(OWN_APPS):
        for name, child in block.child_blocks.items():
            field = getattr(child, "field", None)
            yield (
                f"{where}.{name}",
                (field.help_text if field else "") or getattr(child.meta, "help_text", ""),
            )
    for name, child in getattr(block, "child_blocks", {}).items():
        yield from fields_of_blocks(child, f"{where}.{name}")
    if hasattr(block, "child_block"):
        yield from fields_of_blocks(block.child_block, where)


def test_every_field_of_the_editors_forms_has_a_label_and_a_help_text():
    silent, looked_at = set(), 0
    for model in editors_models():
        for field in model._meta.concrete_fields:
            ours = field.model.__module__.startswith(OWN_APPS)
            if not ours or not field.editable or field.auto_created or field.name in WAGTAILS:
                continue
            if field.name.endswith("_ptr"):
                continue
            looked_at += 1
            if not field.help_text or not field.verbose_name:
                silent.add(f"{model.__name__}.{field.name}")
            if isinstance(field, StreamField):
                places = fields_of_blocks(field.stream_block, f"{model.__name__}.{field.name}")
                silent |= {place for place, text in places if not text}
    assert looked_at > 100
    assert silent == set()
