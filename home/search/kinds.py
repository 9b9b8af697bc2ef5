"""The kinds of pages to which a reader can narrow the search; a page type names its own as `search_kind` (HubPage)."""

from django.utils.translation import gettext_lazy as _

# In the order in which they are offered.
KINDS = {
    "definition": _("Definitions"),
    "help": _("Help and information"),
    "initiative": _("Initiatives"),
    "campaign": _("Campaigns"),
    "video": _("Videos"),
    "resource": _("Resources"),
    "partner": _("Partners and their services"),
    "event": _("Events to come"),
}
