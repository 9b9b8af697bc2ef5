"""No report of the admin is wider than the window, at widths between those of a phone and a desk."""

import pytest
from django.urls import reverse

from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.one_database

WIDTHS = [1280, 1000, 961, 400]
# How far the page, its main part and the table of the report reach to the right of what is shown.
TOO_WIDE = """() => {
  const parts = [document.documentElement, ...document.querySelectorAll("main, .content-wrapper, .hub-report")];
  const table = document.querySelector(".hub-report__table");
  const right = table ? Math.ceil(table.getBoundingClientRect().right) - innerWidth : 0;
  return Math.max(right, ...parts.map(one => one.scrollWidth - one.clientWidth));
}"""


def test_no_report_is_wider_than_the_window(fresh):
    from portal.reports.base import REPORTS

    page = fresh()
    page.set_default_timeout(30_000)
    page.goto("/accounts/login/?next=/admin/")
    page.fill("[name=login]", "coordinator@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form:has([name=password]) button[type=submit]")
    page.wait_for_url("**/admin/")
    found, with_rows = {}, 0
    for report in REPORTS:
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        answer = page.goto(reverse(report.index_url_name))
        if answer.status != 200:
            continue  # Of another group.
        page.wait_for_load_state("networkidle")
        with_rows += page.locator(".hub-report__table tbody tr").count() > 0
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            # The menu slides out of a narrow window.
            page.wait_for_timeout(300)
            if (pixels := page.evaluate(TOO_WIDE)) > 0:
                found[report.name, width] = pixels
    assert found == {}
    assert with_rows >= 5
