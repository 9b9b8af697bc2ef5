"""The kinds of pages by which a reader can filter search results. A page type names its kind as `search_kind` (HubPage)."""

from django.utils.translation import gettext_lazy as _

# In the order of the form.
KINDS = {
    "definition": _("Definitions"),
    "help": _("Help and information"),
    "initiative": _("Initiatives"),
    "campaign": _("Campaigns"),
    "video": _("Videos"),
    "resource": _("Resources"),
    "partner": _("Partners and their services"),
    "event": _("Upcoming events"),
}
