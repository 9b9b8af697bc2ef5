"""One address for every kind of page that the public can open, in English and Spanish."""

import datetime
from dataclasses import dataclass, replace

from tests.home.demo.addresses import JANUARY


@dataclass(frozen=True)
class Address:
    """Where a kind of page stands.

    Attributes:
        name: the kind of page, for the test's name.
        path: its path; "{reference}" is filled in with the number of a request that is there.
        page_type: the Wagtail page type ("home.DefinitionPage") that it shows, "" for other views.
        status: the HTTP status of its answer.
        sends: whether the page is what comes back when its form is sent empty.
        translated: whether there is one in Spanish too.
    """

    name: str
    path: str
    page_type: str = ""
    status: int = 200
    sends: bool = False
    translated: bool = True

    def open(self, page, reference=""):
        """Open the address in a browser's page.

        Returns:
            The HTTP answer that the page was made of.
        """
        response = page.goto(self.path.replace("{reference}", reference))
        if self.sends:
            with page.expect_navigation() as navigation:
                page.locator("main form[method=post] [type=submit]").first.click()
            response = navigation.value
        assert response.status == self.status, f"{self.path} answered {response.status}"
        return response


# The demonstration's events lie around today.
NEXT_MONTH = (datetime.date.today().replace(day=1) + datetime.timedelta(days=32)).replace(day=1)

ENGLISH = [
    Address("home", "/", "home.HomePage"),
    Address("get help", "/get-help/", "home.GetHelpPage"),
    Address("pocket cards", "/get-help/card/"),
    Address("law enforcement lines", "/get-help/report-to-law-enforcement/", "home.InformationPage"),
    Address("definitions", "/definitions/", "home.DefinitionIndexPage"),
    Address("definition", "/definitions/labor-trafficking/", "home.DefinitionPage"),
    Address("definition with a complaint route", "/definitions/wage-theft/", "home.DefinitionPage"),
    Address("initiatives", "/initiatives/", "home.InitiativeIndexPage"),
    Address("initiatives of one status", "/initiatives/?status=active"),
    Address("initiatives, none of this status", "/initiatives/?status=completed"),
    Address("initiative", "/initiatives/labor-trafficking-plan/", "home.InitiativePage"),
    Address("campaigns", "/campaigns/", "home.CampaignIndexPage"),
    Address("campaign", JANUARY, "home.CampaignPage"),
    Address("videos", "/videos/", "media.VideoIndexPage"),
    Address("video hosted here", "/videos/how-this-hub-keeps-your-visit-private/", "media.VideoPage"),
    Address("video not yet supplied", "/videos/andrea-jenkins-message/", "media.VideoPage"),
    Address("resources", "/resources/", "home.ResourceIndexPage"),
    Address("resources of one type", "/resources/?type=law"),
    Address("resource", "/resources/minnesota-statutes-609-281/", "home.ResourcePage"),
    Address("archive", "/archive/", "home.ArchivePage"),
    Address("archived page", "/archive/example/", "home.InformationPage"),
    Address("search", "/search/"),
    Address("search with results", "/search/?q=trafficking"),
    Address("search without results", "/search/?q=zzzz&type=definition"),
    Address("search for a word of danger", "/search/?q=caawimaad"),
    Address("request form", "/request-accessible-format/?page=/definitions/", "home.FormatRequestPage"),
    Address("request form with errors", "/request-accessible-format/", status=422, sends=True),
    Address("request has arrived", "/request-accessible-format/done/{reference}/"),
    Address("contact", "/contact/", "home.ContactPage"),
    Address("accessibility statement", "/accessibility/", "home.InformationPage"),
    Address("grievance procedure", "/accessibility/grievance-procedure/", "home.InformationPage"),
    Address("privacy", "/privacy/", "home.InformationPage"),
    Address("stay safe online", "/stay-safe-online/", "home.InformationPage"),
    Address("worried about someone", "/worried-about-someone/", "home.InformationPage"),
    Address("young people", "/young-people/", "home.InformationPage"),
    Address("signs to look for", "/signs-to-look-for/", "home.InformationPage"),
    Address("not a citizen", "/not-a-citizen/", "home.InformationPage"),
    Address("events", "/events/", "partners.EventIndexPage"),
    Address("events with filters", "/events/?attendance=place&q=example&accessibility=wheelchair"),
    Address("events, none with these filters", "/events/?q=zzzz&from=nonsense"),
    Address("events of a month", f"/events/month/{NEXT_MONTH:%Y/%m}/"),
    Address("past events", "/events/past/"),
    Address("event", "/events/wage-clinic/", "partners.EventPage"),
    Address("event that comes again, online", "/events/know-your-rights-at-work/", translated=False),
    Address("event that is cancelled", "/events/hotel-staff-training/", translated=False),
    Address("event that is postponed", "/events/neighbors-evening/", translated=False),
    Address("event at a confidential place", "/events/evening-at-the-kitchen-table/", translated=False),
    Address("partners", "/partners/", "partners.OrganisationIndexPage"),
    Address("partners with filters", "/partners/?service=advocacy&area=minneapolis"),
    Address("partners, none with these filters", "/partners/?q=zzzz&service=shelter"),
    Address("partner organisation, not verified yet", "/partners/southwest-crisis-center/", translated=False),
    Address(
        "partner organisation with a confidential place",
        "/partners/riverside-example-coalition/",
        "partners.OrganisationPage",
    ),
    Address(
        "partner organization", "/partners/northside-example-workers-center/", "partners.OrganisationPage"
    ),
    Address(
        "service of a partner",
        "/partners/northside-example-workers-center/workers-circle/",
        "partners.ServicePage",
    ),
    Address("ask to join", "/partners/join/"),
    Address("ask to join, with errors", "/partners/join/", status=422, sends=True),
    Address("asked to join", "/partners/join/done/"),
    Address("invitation that does not work", "/accounts/invitation/unknown/", status=404),
    Address("sign in", "/accounts/login/"),
    Address("sign in with errors", "/accounts/login/", sends=True),
    Address("password reset", "/accounts/password/reset/"),
    Address("data for software", "/api/"),
    Address("page not found", "/nothing-here/", status=404),
]
_SPANISH_QUERIES = {"/search/?q=trafficking": "/search/?q=trata"}
SPANISH = [
    replace(
        address,
        name=f"{address.name} in Spanish",
        path="/es" + _SPANISH_QUERIES.get(address.path, address.path).replace("?page=/", "?page=/es/"),
    )
    for address in ENGLISH
    if address.translated
]
ALL = ENGLISH + SPANISH
# Kinds of pages that have all parts of which translated pages have more: notes of drafts, forms with errors, lists, the switcher.
OF_MANY_PARTS = {
    "home",
    "get help",
    "definition",
    "initiative",
    "request form with errors",
    "events",
    "partners",
    "sign in",
}
# One address for every page type, and those whose layout is their own.
_OWN_LAYOUT = {
    "pocket cards",
    "search with results",
    "request form with errors",
    "events with filters",
    "events of a month",
    "partners with filters",
    "ask to join",
    "sign in",
    "page not found",
}
_types = {address.page_type: address for address in reversed(ENGLISH) if address.page_type}
EACH_LAYOUT = [address for address in ENGLISH if address in _types.values() or address.name in _OWN_LAYOUT]


def each(addresses, argument="address"):
    """The arguments of pytest.mark.parametrize for a test of each address."""
    return {
        "argnames": argument,
        "argvalues": addresses,
        "ids": [address.name.replace(" ", "-").replace(",", "") for address in addresses],
    }
