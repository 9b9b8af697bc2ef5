"""`python -m tests.bench.events`: what lists, calendars, the directory and the office's pages cost with 100 events and with 10,000."""

import sys

from tests.bench.addresses import JANUARY, MONTH
from tests.bench.growth import Address, Growth, main
from tests.browser.admin_addresses import REPORT_NAMES


def public():
    """What readers and programs ask for: pages that are full with few rows already."""
    return [
        Address("Home", "/"),
        Address("Get help", "/get-help/"),
        Address("Definition", "/definitions/labor-trafficking/"),
        Address("Campaign", JANUARY),
        Address("Events", "/events/"),
        Address("Events, Spanish", "/es/events/"),
        Address("Events, page 3", "/events/?page=3"),
        Address("Events, by terms", "/events/?topic=training&attendance=online"),
        Address("Events, by words", "/events/?q=workers+evening"),
        Address("Events, by organization", "/events/?organisation=bench-3"),
        Address("Month", f"/events/month/{MONTH}/"),
        Address("Past events", "/events/past/"),
        Address("calendar.ics", "/events/calendar.ics"),
        Address("calendar.ics, filtered", "/events/calendar.ics?attendance=online"),
        Address("feed.atom", "/events/feed.atom"),
        Address("Event", "/events/bench-3-1/"),
        Address("event.ics", "/events/bench-3-0/event.ics"),
        Address("Partners", "/partners/"),
        Address("Partners, by terms", "/partners/?service=training&area=minneapolis"),
        Address("Partners, by words", "/partners/?q=workers"),
        Address("Organization", "/partners/bench-3/"),
        Address("Service", "/partners/bench-3/service-0/"),
        Address("HSDS services", "/api/hsds/services?per_page=10"),
        Address("HSDS organizations", "/api/hsds/organizations?per_page=10"),
        Address("HSDS at locations", "/api/hsds/service_at_locations?per_page=10"),
        Address("Search", "/search/?q=workers"),
        Address("Search, events", "/search/?q=evening&type=event"),
        Address("Sitemap", "/sitemap.xml", any_length=True),
        Address("Sitemap, part", "/sitemap-1.xml"),
    ]


def office():
    """What members and the office ask for."""
    return [
        Address("Workspace", "/workspace/riverside-example-coalition/", "riverside"),
        Address("Workspace, new event", "/workspace/riverside-example-coalition/events/new/", "riverside"),
        Address("Dashboard of an editor", "/admin/", "editor"),
        Address("Dashboard of an approver", "/admin/", "approver"),
        Address("Dashboard of a coordinator", "/admin/", "coordinator"),
        Address("Submissions", "/admin/partner-submissions/", "approver"),
        Address("Pages of the admin", "/admin/pages/", "coordinator"),
        *(Address(f"Report {name}", f"/admin/reports/hub/{name}/", "coordinator") for name in REPORT_NAMES),
    ]


GROWTH = Growth(
    kind="growth-events",
    few="100 events of 30 organizations, a member's organization with 60 more",
    many="10,000 events of 1,000 organizations, the member's organization with 200 more",
    addresses=lambda: public() + office(),
    fill="tests.bench.many_events",
    sizes=(100, 10_000),
)

if __name__ == "__main__":
    sys.exit(main(GROWTH))
