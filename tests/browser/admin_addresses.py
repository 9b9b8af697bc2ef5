"""Our own pages of the admin: by a name, who opens it, where it is, and which part of it is ours."""

from dataclasses import dataclass

REPORT_NAMES = (
    "due",
    "translations",
    "unsigned",
    "questions",
    "without-steward",
    "sources",
    "waiting",
    "approvals",
    "sent",
    "partner-activity",
    "quality",
    "links",
    "searches-without-results",
    "images-without-data",
    "documents-without-data",
    "videos-without-data",
    "audit",
)


@dataclass(frozen=True)
class AdminPage:
    """One page.

    Attributes:
        account: the first part of the demo account's address.
        path: where it is.
        ours: a selector of the part that the hub makes; what stands around it is Wagtail's.
    """

    account: str
    path: str
    ours: str = "main"


ADMIN_PAGES = {
    "home of a coordinator": AdminPage("coordinator", "/admin/", "#dashboard"),
    "home of an editor": AdminPage("editor", "/admin/", "#dashboard"),
    "to confirm": AdminPage("coordinator", "/admin/emergencies/", ".admin-page"),
    **{
        f"report {name}": AdminPage("coordinator", f"/admin/reports/hub/{name}/", ".hub-report")
        for name in REPORT_NAMES
    },
}
