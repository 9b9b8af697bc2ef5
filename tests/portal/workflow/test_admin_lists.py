"""Lists of the admin: cells in words, one row for a record in all its languages, a word where a date is missing; menus."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import reports_menu

from portal.models import Alert, Deputy, HelpLine, OfficeIdentity, TaxonomyTerm
from portal.reports.base import REPORTS
from tests.portal import dashboard_rows

pytestmark = pytest.mark.django_db
RECORDS = {
    "wagtailsnippets_portal_taxonomyterm:list": TaxonomyTerm,
    "wagtailsnippets_portal_helpline:list": HelpLine,
    "wagtailsnippets_portal_officeidentity:list": OfficeIdentity,
    "wagtailsnippets_portal_alert:list": Alert,
}
LISTS = (
    *RECORDS,
    "wagtailsnippets_portal_safetysettings:list",
    "wagtailsnippets_portal_glossaryterm:list",
    "wagtailsnippets_portal_officeredirect:list",
    "wagtailsnippets_home_searchwords:list",
    "format_requests:index",
    "join_requests:index",
    "deputies:index",
    "wagtailusers_users:index",
)
DATES = {
    "Last reviewed",
    "Review due",
    "Due",
    "Checked on",
    "Checked",
    "Translation published",
    "Verified",
    "Last change",
    "Last published",
}


def cells(response):
    """The cells of the list, row by row, as text; boxes to tick are left out."""
    table = re.search(r'<table class="listing.*?</table>', response.content.decode(), re.DOTALL)[0]
    return [
        [text(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL) if 'type="checkbox"' not in cell]
        for row in table.split("<tr")[2:]
    ]


def text(html):
    html = re.sub(r"<svg.*?</svg>|<template.*?</template>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


@pytest.fixture
def rows_without_dates(account):
    """In each list a row of which every date that may be missing is missing."""
    from partners.models import JoinRequest
    from portal.models import OfficeRedirect

    dashboard_rows.alert(ends_at=None)
    dashboard_rows.format_request(answer_due=None)
    JoinRequest.objects.create(
        organisation_name="An example", offers="Help", contact_name="A", contact_email="a@example.org"
    )
    today = timezone.localdate()
    Deputy.objects.create(user=account("editor"), starts_on=today, ends_on=today, note="Holidays", waits=True)
    OfficeRedirect.objects.bulk_create(
        [OfficeRedirect(old_path="/old/", redirect_link="https://example.org/", live=False)]
    )
    HelpLine.objects.update(verified_on=None)


@pytest.mark.parametrize("name", LISTS)
def test_lists_say_in_words_what_is_so(name, signed_in, rows_without_dates):
    """No True, False or None, no mark whose colour says that "no" is wrong, and no cell without a word."""
    shown = cells(signed_in("coordinator").get(reverse(name)))
    assert shown
    for row in shown:
        assert not {"True", "False", "None", ""} & set(row), row


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("wagtailsnippets_portal_helpline:list", "Never"),
        ("wagtailsnippets_portal_alert:list", "No end"),
        ("format_requests:index", "Not set"),
        ("join_requests:index", "Not yet"),
        ("wagtailusers_users:index", "Never"),
    ],
)
def test_a_missing_date_is_a_word(name, word, signed_in, rows_without_dates):
    assert any(word in row for row in cells(signed_in("coordinator").get(reverse(name))))


def test_a_request_that_is_not_late_is_not_overdue_in_words(signed_in):
    dashboard_rows.format_request(answer_due=timezone.localdate() + timezone.timedelta(days=3))
    (row,) = cells(signed_in("coordinator").get(reverse("format_requests:index")))
    assert row[4] == "No"


def test_the_form_of_a_line_says_that_it_was_never_checked(signed_in):
    HelpLine.objects.update(verified_on=None)
    line = HelpLine.objects.get(name="Day One", locale__language_code="en")
    page = signed_in("coordinator").get(reverse("wagtailsnippets_portal_helpline:edit", args=[line.pk]))
    shown = re.search(r'<div class="w-field__textoutput".*?</div>', page.content.decode(), re.DOTALL)[0]
    assert text(shown) == "Never"


@pytest.mark.parametrize("name", RECORDS)
def test_each_record_stands_once_with_its_languages(name, signed_in):
    if RECORDS[name] is Alert:
        alert = dashboard_rows.alert()
        spanish = type(alert.locale).objects.get(language_code="es")
        alert.copy_for_translation(spanish).save()
    shown = cells(signed_in("coordinator").get(reverse(name)))
    records = RECORDS[name].objects.order_by()
    assert len(shown) == records.values("translation_key").distinct().count() < records.count()
    assert all("English" in row[1] and "Spanish" in row[1] for row in shown), shown
    if RECORDS[name] is Alert:
        assert "Spanish (draft)" in shown[0][1]


@pytest.mark.parametrize("code", ["en", "es"])
@pytest.mark.parametrize(
    "name", ["wagtailsnippets_portal_taxonomyterm:list", "wagtailsnippets_portal_helpline:list"]
)
def test_a_record_is_found_by_its_words_in_any_language(name, code, signed_in):
    records = RECORDS[name].objects
    found = records.filter(locale__language_code=code, name__contains=" ").first()
    original = records.get(translation_key=found.translation_key, locale__language_code="en")
    response = signed_in("coordinator").get(reverse(name), {"q": found.name})
    assert response.status_code == 200
    assert cells(response)[0][0].startswith(original.name)


@pytest.mark.parametrize("view", REPORTS, ids=lambda view: view.name)
def test_a_report_names_what_has_no_date(view, signed_in):
    page = signed_in("coordinator").get(reverse(view.index_url_name)).content.decode()
    for cell in re.findall(r'<td role="cell".*?</td>', page, re.DOTALL):
        label = text(re.search(r"<span.*?</span>", cell)[0])
        if label in DATES:
            assert text(cell).removeprefix(label).strip() not in ("", "–"), cell


def test_a_page_that_nobody_reviewed_says_never_in_the_report(signed_in):
    dashboard_rows.new_pages(1, steward=dashboard_rows.person("editor"))
    # Of all that is due, the oldest come first: after years, the first screen is full of the demonstration's own pages.
    answer = signed_in("coordinator").get(reverse("hub_reports:due"), {"due": "never"})
    page = answer.content.decode()
    row = next(row for row in page.split("<tr") if "Test page 0" in row)
    assert "Last reviewed Never" in text(row)


@pytest.mark.parametrize("name", ["translator", "editor", "approver", "coordinator"])
def test_no_two_entries_of_the_reports_have_the_same_name(name, signed_in):
    """The menus of the menu included."""
    request = signed_in(name).get("/admin/").wsgi_request

    def labels(menu):
        for item in menu.menu_items_for_request(request):
            yield str(item.label)
            if submenu := getattr(item, "menu", None):
                yield from labels(submenu)

    found = list(labels(reports_menu))
    assert len(found) > 3 and sorted(set(found)) == sorted(found)


def test_the_list_of_all_translations_has_the_name_of_its_entry(signed_in):
    page = signed_in("translator").get(reverse("wagtail_localize:translations_report")).content.decode()
    assert re.search(r"<h1[^>]*>\s*All translations", page)
