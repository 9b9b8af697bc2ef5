"""The bar for several records, with what the person can do."""

from django import template
from django.apps import apps
from wagtail.admin.templatetags.wagtailadmin_tags import bulk_action_choices

from portal.dashboard.menus import may_do_to_several

register = template.Library()


@register.inclusion_tag("wagtailadmin/shared/buttons.html", takes_context=True)
def offered_bulk_actions(context, app_label, model_name):
    """Wagtail's buttons, without those that would be refused.

    Args:
        context: of the template.
        app_label: the app of the list's model.
        model_name: its name.
    """
    model, user = apps.get_model(app_label, model_name), context["request"].user

    def offered(button):
        return may_do_to_several(user, model, button.url.rstrip("/").rpartition("/")[2])

    buttons = []
    for button in bulk_action_choices(context, app_label, model_name)["buttons"]:
        if hasattr(button, "dropdown_buttons"):
            button.dropdown_buttons = [inner for inner in button.dropdown_buttons if offered(inner)]
            if button.dropdown_buttons:
                buttons.append(button)
        elif offered(button):
            buttons.append(button)
    return {"buttons": buttons}
