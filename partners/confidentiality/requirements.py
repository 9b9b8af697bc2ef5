"""The levels of the publishing checks for pages that reveal a confidential place."""

from django.utils.translation import gettext_lazy as _

from portal.checks.publishing import WARNING
from portal.checks.requirements import requirement

HOLDER = requirement("holder", _("Public page of the organization that runs an event"), WARNING)
CONFIDENTIAL = requirement("confidential", _("Nothing that gives away a confidential place"))
TAKEN_OUT = requirement("taken-out", _("No gap where words were removed"))
