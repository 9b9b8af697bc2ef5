"""What `make bench` asks for: each type of page, in English, and some of them in Somali and Spanish."""

import datetime
from dataclasses import dataclass

from home.demo.dates import campaign_year


@dataclass(frozen=True)
class Page:
    """One row of the table.

    Attributes:
        name: in the table, and for PAGES=.
        path: what is asked for.
        status: what is answered.
        again: whether it is asked for by somebody who has it already (If-None-Match).
        linked: a pattern that finds its address in the home page; `path` is "" then.
        any_length: whether it is longer where there is more of anything, as a list of all parts.
    """

    name: str
    path: str
    status: int = 200
    again: bool = False
    linked: str = ""
    any_length: bool = False


# The demonstration's events lie around today.
JANUARY = f"/campaigns/january-{campaign_year(datetime.date.today())}/"
MONTH = (datetime.date.today() + datetime.timedelta(days=14)).strftime("%Y/%m")

PAGES = [
    Page("Home", "/"),
    Page("Get help", "/get-help/"),
    Page("Cards", "/get-help/card/"),
    Page("Definitions", "/definitions/"),
    Page("Definition", "/definitions/labor-trafficking/"),
    Page("Initiatives", "/initiatives/"),
    Page("Initiative", "/initiatives/labor-trafficking-plan/"),
    Page("Campaigns", "/campaigns/"),
    Page("Campaign", JANUARY),
    Page("Videos", "/videos/"),
    Page("Video", "/videos/how-this-hub-keeps-your-visit-private/"),
    Page("Resources", "/resources/"),
    Page("Resource", "/resources/minnesota-statutes-609-281/"),
    Page("Archive", "/archive/"),
    Page("Information", "/stay-safe-online/"),
    Page("Contact", "/contact/"),
    Page("Format request", "/request-accessible-format/"),
    Page("Search", "/search/?q=wage"),
    Page("Events", "/events/"),
    Page("Month", f"/events/month/{MONTH}/"),
    Page("Event", "/events/wage-clinic/"),
    Page("event.ics", "/events/wage-clinic/event.ics"),
    Page("calendar.ics", "/events/calendar.ics"),
    Page("feed.atom", "/events/feed.atom"),
    Page("Partners", "/partners/"),
    Page("Organization", "/partners/riverside-example-coalition/"),
    Page("Service", "/partners/northside-example-workers-center/workers-circle/"),
    Page("HSDS services", "/api/hsds/services"),
    Page("HSDS organizations", "/api/hsds/organizations"),
    Page("Sitemap", "/sitemap.xml", any_length=True),
    Page("Sitemap, part", "/sitemap-1.xml"),
    Page("Not found", "/no-such-page/", status=404),
    Page("Definition, not modified", "/definitions/labor-trafficking/", status=304, again=True),
    Page("Style sheet", "", linked=r'href="(/static/[^"]+\.css)"'),
    Page("Home, Somali", "/so/"),
    Page("Get help, Somali", "/so/get-help/"),
    Page("Definition, Somali", "/so/definitions/labor-trafficking/"),
    Page("Search, Somali", "/so/search/?q=caawimaad"),
    Page("Events, Somali", "/so/events/"),
    Page("Definition, Spanish", "/es/definitions/labor-trafficking/"),
]


def chosen(wanted, pages=None):
    """The pages that somebody names.

    Args:
        wanted: names or paths, separated by semicolons or, where none of them holds a comma, by commas; "" for all.
        pages: of what is chosen, by default PAGES.

    Raises:
        SystemExit: there is none of that name.
    """
    pages = PAGES if pages is None else pages
    found = {key.casefold(): page for page in pages for key in (page.path or page.name, page.name)}
    whole = wanted.strip()
    parts = [whole] if whole.casefold() in found else whole.split(";" if ";" in whole else ",")
    names = [name.strip() for name in parts if name.strip()]
    if unknown := [name for name in names if name.casefold() not in found]:
        known = "; ".join(page.name for page in pages)
        raise SystemExit(f"No page is named {', '.join(unknown)}. There are: {known}")
    return [found[name.casefold()] for name in names] or list(pages)
