"""Django system checks of the house's own rules."""

from django.apps import apps
from django.core.checks import Error, Tags, Warning, register

from portal import catalogues

UNSIGNED_CATALOGUE = "portal.W001"
FLOORS = ("portal", "media", "partners", "home")


@register()
def foreign_keys_obey_the_floors(app_configs, **kwargs):
    """A model refers only to models of its own floor and of those below (corrections 4).

    Args:
        app_configs: unused; all floors are looked at.

    Returns:
        An Error for each relation that points upwards.
    """
    installed = [floor for floor in FLOORS if apps.is_installed(floor)]
    errors = []
    for level, floor in enumerate(installed):
        for model in apps.get_app_config(floor).get_models():
            for field in model._meta.get_fields():
                if field.auto_created or not field.is_relation or not field.related_model:
                    continue
                target = field.related_model._meta.app_label
                if target in installed[level + 1 :]:
                    errors.append(
                        Error(f"{model._meta.label}.{field.name} points up to {target}.", id="portal.E001")
                    )
    return errors


@register(Tags.translation, deploy=True)
def a_person_has_signed_each_catalogue(app_configs, **kwargs):
    """The words of buttons and forms were read by somebody who speaks the language (users.md 4).

    Args:
        app_configs: unused; a catalogue is of all floors.

    Returns:
        A Warning for each language whose catalogue nobody has signed.
    """
    return [
        Warning(
            f"Nobody has signed the catalogue of {name}: every page in it says so.",
            hint="Let somebody who speaks it read all of portal/locale/…/django.po, then name the person in X-Signed-By.",
            id=UNSIGNED_CATALOGUE,
        )
        for name in catalogues.unsigned()
    ]
