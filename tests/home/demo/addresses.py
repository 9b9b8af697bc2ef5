"""Addresses of the demonstration that depend on the day on which it is loaded."""

from django.utils import timezone

from home.demo.dates import campaign_year

YEAR = campaign_year(timezone.localdate())
JANUARY = f"/campaigns/january-{YEAR}/"
