"""What organizations answered that an event names as co-hosts. Stored outside revisions, so that no draft names one that has not agreed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.organisations.models.organisation import OrganisationPage


def offered() -> models.Q:
    """The organizations that can be chosen: public, each once, as the page in the language in which it was first written."""
    first = OrganisationPage.objects.order_by().values("translation_key").annotate(first=models.Min("pk"))
    return models.Q(live=True, pk__in=first.values("first"))


class EventCoHost(models.Model):
    """An organization that the public version of an event names as co-host. There is a row from that publication on.

    EventStatus.co_hosts repeats those that have agreed, so that lists and pages need no further query.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked, has not answered yet")
        AGREED = "agreed", _("has agreed, readers see its name")
        DECLINED = "declined", _("does not want to be named")

    event_key = models.UUIDField(_("event"))
    # The page in the language in which it was first written, to which its members belong.
    organisation = models.ForeignKey(
        OrganisationPage, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("co-host of an event")
        verbose_name_plural = _("co-hosts of events")
        constraints = [
            models.UniqueConstraint(fields=["event_key", "organisation"], name="unique_event_co_host")
        ]

    def __str__(self) -> str:
        return f"{self.event_key}: {self.organisation_id} {self.state}"
