"""Creates the next edition of a campaign: a new page with the texts that do not belong to one year."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.coreutils import find_available_slug

from .models import CampaignPage, in_year

# The fields that belong to one year. Events are found by topics and dates, so a new edition has none of the old ones.
FIELDS_OF_ONE_YEAR = [
    "proclamation_title",
    "proclamation_text",
    "proclamation_url",
    "proclaimed_on",
    "key_days",
    "videos",
    "earlier_videos",
    "last_reviewed",
    "go_live_at",
    "expire_at",
]


class EditionForm(forms.Form):
    """What differs in the next edition."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=255,
        help_text=gettext_lazy("With its year, as readers see it."),
    )
    start = forms.DateField(
        label=gettext_lazy("First day"),
        widget=AdminDateInput,
        help_text=gettext_lazy("The suggested day is the same day one year later."),
    )
    end = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=AdminDateInput,
        help_text=gettext_lazy("The campaign is current up to and including this day."),
    )

    def clean(self):
        """Refuse a period that ends before it begins."""
        super().clean()
        data = self.cleaned_data
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("The last day must not be before the first day."))
        return data


def proposal(campaign):
    """Proposes title and dates of the next edition.

    Args:
        campaign: a CampaignPage.

    Returns:
        A dict of title, start and end: each a year later.
    """
    year = campaign.start.year + 1
    title = campaign.title.replace(str(campaign.start.year), str(year))
    if title == campaign.title:
        title = f"{title} {year}"
    start = in_year(campaign.start, year)
    return {"title": title, "start": start, "end": start + (campaign.end - campaign.start)}


def later_edition(campaign):
    """The edition of the same series that follows a campaign, draft or live, or None."""
    if not campaign.series:
        return None
    later = CampaignPage.objects.sibling_of(campaign, inclusive=False)
    return later.filter(series=campaign.series, start__gt=campaign.start).order_by("start").first()


@transaction.atomic
def start_edition(campaign, user, title, start, end):
    """Create the draft of a campaign's next edition, as a sibling, from the public version.

    Args:
        campaign: the CampaignPage to repeat.
        user: the user who creates it.
        title: the new title.
        start: the first day.
        end: the last day.

    Returns:
        The new CampaignPage: a draft without proclamation, key days, videos and events.
    """
    year = str(campaign.start.year)
    slug = campaign.slug.replace(year, str(start.year)) if year in campaign.slug else slugify(title)
    return campaign.copy(
        to=campaign.get_parent(),
        update_attrs={
            "title": title,
            "draft_title": title,
            "slug": find_available_slug(campaign.get_parent(), slug or "campaign"),
            "discreet_title": campaign.discreet_title.replace(year, str(start.year)),
            "start": start,
            "end": end,
            "translation_draft": False,
            "translation_signed_by": None,
            "translation_signed_on": None,
            "steward": campaign.steward,
        },
        exclude_fields=FIELDS_OF_ONE_YEAR,
        copy_revisions=False,
        keep_live=False,
        user=user,
    )


def new_edition(request, page_id):
    """Ask for title and dates of the next edition, create its draft, and open it.

    Raises:
        PermissionDenied: the user may not add a sibling of the campaign.
    """
    campaign = get_object_or_404(CampaignPage, pk=page_id)
    if not may_start(request.user, campaign):
        raise PermissionDenied
    form = EditionForm(request.POST or None, initial=proposal(campaign))
    if request.method == "POST" and form.is_valid():
        edition = start_edition(campaign, request.user, **form.cleaned_data)
        messages.success(
            request,
            _("This is the draft of the new edition. Check every text, then send it for review."),
        )
        return redirect("wagtailadmin_pages:edit", edition.pk)
    return render(
        request,
        "home/admin/new_edition.html",
        {"form": form, "campaign": campaign, "later": later_edition(campaign)},
    )


def may_start(user, campaign):
    """Whether a user may create the next edition: those who may add siblings of the campaign."""
    return campaign.get_parent().permissions_for_user(user).can_add_subpage()


def edition_url(campaign):
    """The address at which the next edition of a campaign is created."""
    return reverse("new_edition", args=[campaign.pk])
