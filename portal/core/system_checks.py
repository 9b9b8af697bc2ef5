"""Django system checks: foreign keys between apps, patches of libraries, signed catalogs, the region of public holidays."""

from django.apps import apps
from django.core.checks import Error, Tags, Warning, register

from . import catalogs, patches
from .working_days import office_calendar

UNSIGNED_CATALOGUE = "portal.W001"
APPS = ("portal", "media", "partners", "home")


@register()
def foreign_keys_point_down(app_configs, **kwargs):
    """Foreign keys refer only to models of the same app or of apps below it.

    Args:
        app_configs: unused; all apps are checked.

    Returns:
        An Error for each relation that points upwards.
    """
    installed = [app for app in APPS if apps.is_installed(app)]
    errors = []
    for level, app in enumerate(installed):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if field.auto_created or not field.is_relation or not field.related_model:
                    continue
                target = field.related_model._meta.app_label
                if target in installed[level + 1 :]:
                    errors.append(
                        Error(f"{model._meta.label}.{field.name} points up to {target}.", id="portal.E001")
                    )
    return errors


@register(deploy=True)
def holidays_are_known(app_configs, **kwargs):
    """HOLIDAYS_REGION is known to the `holidays` library; without it, working days cannot be counted."""
    try:
        office_calendar()
    except NotImplementedError as error:
        return [Error(f"HOLIDAYS_REGION: {error}", id="portal.E002")]
    return []


@register()
def patches_fit_their_libraries(app_configs, **kwargs):
    """Each patched library has the version and the signatures for which its patches were written.

    Args:
        app_configs: unused; libraries are not apps.

    Returns:
        An Error for each library of another version and for each patch that does not fit or is not applied.
    """
    return [
        Error(
            problem,
            hint="Compare the patches with the library's new code, run the tests, then change the version beside them.",
            id="portal.E003",
        )
        for library in patches.LIBRARIES
        for problem in library.problems()
    ]


@register(Tags.translation, deploy=True)
def a_person_has_signed_each_catalogue(app_configs, **kwargs):
    """A person who speaks the language has read the whole catalog of the interface.

    Args:
        app_configs: unused; catalogs are for all apps.

    Returns:
        A Warning for each language whose catalog is not signed.
    """
    return [
        Warning(
            f"Nobody has signed the catalogue of {name}: every page in it says so.",
            hint="Let somebody who speaks it read all of portal/locale/…/django.po, then name the person in X-Signed-By.",
            id=UNSIGNED_CATALOGUE,
        )
        for name in catalogs.unsigned()
    ]
