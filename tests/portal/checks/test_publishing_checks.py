"""The publishing checks: what keeps a page from the public does so on every path, with the same words."""

import datetime
import html
import io
import json
import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.models import Page

from home.models import DefinitionPage, InformationPage
from media.documents.models import Accessible
from media.models import HubDocument, HubImage
from portal.checks.publishing import ERROR, WARNING
from portal.checks.requirements import REQUIREMENTS
from portal.models import ExternalLink, HelpLine, QualityFinding
from portal.operations import health_checks
from portal.quality import services as quality
from tests.home.edit_form import posted
from tests.live import approved, published
from tests.portal.public import new_page
from tests.portal.publishing_check_rows import ERRORS, WARNINGS, body, picture

pytestmark = pytest.mark.django_db

DEAD, ALIVE = "https://www.example.org/dead", "https://www.example.org/alive"


def words(response):
    """What an answer says; scripts' data included."""
    return html.unescape(response.content.decode())


def visible(response):
    """The words between the tags, as people read them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def things(settings, tmp_path):
    """Pictures, documents and pages of each kind."""
    settings.MEDIA_ROOT = tmp_path
    index = DefinitionPage.objects.get(locale__language_code="en", slug="wage-theft").get_parent()
    live = DefinitionPage.objects.get(locale__language_code="en", slug="wage-theft")
    draft = new_page(index, DefinitionPage, slug="soon", title="Soon", summary="Soon.")
    away = new_page(index, DefinitionPage, slug="away", title="Taken away", summary="Gone.")
    Page.objects.filter(pk=away.pk).update(first_published_at=timezone.now())
    data = io.BytesIO()
    PillowImage.new("RGB", (10, 10)).save(data, "PNG")

    def image(title, **fields):
        file = ContentFile(data.getvalue(), name="a.png")
        return HubImage.objects.create(title=title, file=file, **fields).pk

    def paper(title, **fields):
        return HubDocument.objects.create(title=title, file=ContentFile(b"Words.", name="a.txt"), **fields).pk

    ExternalLink.objects.create(
        url=DEAD,
        state=ExternalLink.State.BROKEN,
        reason="error 404",
        checked_at=datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC),
    )
    published(
        HelpLine(
            name="A line of the tests",
            kind=HelpLine.Kind.LAW_ENFORCEMENT,
            phone="911",
            phone_display="911",
            locale=live.locale,
        )
    )
    return SimpleNamespace(
        live=live.pk,
        draft=draft.pk,
        unpublished=away.pk,
        gone=Page.objects.order_by("-pk").first().pk + 1000,
        image=image("Garden 7", suitable=True),
        undeclared=image("Street", suitable=False),
        unchecked=paper("A paper"),
        accessible=paper("Another paper", accessible=Accessible.YES),
        with_alternative=paper("A third paper", alternative_url="https://www.example.org/same"),
    )


def page_of(row):
    return apps.get_model(row.page[0]).objects.get(locale__language_code="en", slug=row.page[1])


@pytest.fixture
def send(signed_in, account):
    """Saves a page's form: send("editor", page, "action-submit", summary="")."""

    def save(name, page, action="", **changes):
        client = signed_in(name)
        data = posted(page, account(name), **changes)
        return client.post(f"/admin/pages/{page.pk}/edit/", {**data, **({action: "on"} if action else {})})

    return save


def names(rows):
    return [f"{row.code}: {row.name}" for row in rows]


def test_every_requirement_is_tried():
    # What concerns translations only is tried in test_glossary.py, what concerns events only in
    # test_dates_that_cannot_be.py, test_holder_not_public.py and test_confidential_first_save.py.
    tried = {
        ERROR: {row.code for row in ERRORS} | {"left-out", "confidential", "taken-out"},
        WARNING: {row.code for row in WARNINGS} | {"glossary", "holder"},
    }
    for level, codes in tried.items():
        assert codes == {found.code for found in REQUIREMENTS.values() if found.level == level}


@pytest.mark.one_database
@pytest.mark.parametrize("row", ERRORS, ids=names(ERRORS))
def test_what_fails_goes_public_on_no_path_and_each_path_says_the_same(row, things, send, signed_in, account):
    page = page_of(row)
    before = page.title
    fields = {"title": "Not ready", **row.fields("failing", things)}
    place = f"#:w:contentpath={row.place}"

    # A draft may be incomplete; the editor says at once what it lacks, and leads there.
    assert send("editor", page, **fields).status_code == 302
    opened = signed_in("editor").get(f"/admin/pages/{page.pk}/edit/")
    assert row.message in visible(opened) and f'href="{place}' in opened.content.decode()

    # Submitted: the form comes back with a summary that leads to the field.
    answer = send("editor", page, "action-submit", **fields)
    assert answer.status_code == 200
    summary = answer.content.decode().partition('id="publish-checks"')[2].partition("</section>")[0]
    assert row.message in html.unescape(summary) and f'href="{place}' in summary

    # Approved: whatever came into review is looked at once more.
    page = page_of(row)
    assert page.current_workflow_state is None
    review = page.get_workflow().start(page.get_latest_revision_as_object(), account("editor"))
    answer = signed_in("approver").post(
        f"/admin/pages/workflow/action/{page.pk}/approve/{review.current_task_state_id}/",
        {"comment": ""},
        follow=True,
    )
    assert row.message in visible(answer)
    assert f"/admin/pages/{page.pk}/edit/{place}" in answer.content.decode()
    review.refresh_from_db()
    assert review.status == "in_progress"
    review.cancel(user=account("approver"))

    # Published by code, now or later, even with an approval.
    page = page_of(row)
    revision = page.latest_revision
    approved(revision, account("approver"))
    with pytest.raises(ValidationError) as refused:
        revision.publish()
    assert row.message in refused.value.messages
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    scheduled = draft.save_revision(clean=False)
    approved(scheduled, account("approver"))
    with pytest.raises(ValidationError) as refused:
        scheduled.publish()
    assert row.message in refused.value.messages
    call_command("publish_scheduled", verbosity=0)

    # Many at once, and saved as public by code.
    signed_in("coordinator").post(f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={page.pk}")
    with pytest.raises(ValidationError) as refused:
        page.with_content_json(revision.content).save()
    assert row.message in refused.value.messages
    assert page_of(row).title == before


@pytest.mark.one_database
@pytest.mark.parametrize("row", ERRORS, ids=names(ERRORS))
def test_what_is_mended_is_approved_and_public(row, things, send, signed_in):
    page = page_of(row)
    assert (
        send("editor", page, "action-submit", title="Ready", **row.fields("mended", things)).status_code
        == 302
    )
    task = page_of(row).current_workflow_task_state
    signed_in("approver").post(
        f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", {"comment": ""}, follow=True
    )
    assert page_of(row).title == "Ready"


@pytest.mark.parametrize("row", WARNINGS, ids=names(WARNINGS))
def test_a_warning_is_shown_and_stops_nothing(row, things, send, signed_in):
    page = page_of(row)
    assert send("editor", page, **row.fields("failing", things)).status_code == 302
    opened = signed_in("editor").get(f"/admin/pages/{page.pk}/edit/")
    assert row.message in visible(opened)
    assert "Ready to send: all checks pass" in visible(opened)
    send("editor", page, "action-submit", title="Ready", **row.fields("failing", things))
    task = page_of(row).current_workflow_task_state
    signed_in("approver").post(
        f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", {"comment": ""}, follow=True
    )
    assert page_of(row).title == "Ready"
    assert row.message in "".join(str(finding) for finding in QualityFinding.objects.filter(page_id=page.pk))
    send("editor", page, **row.fields("mended", things))
    assert row.message not in visible(signed_in("editor").get(f"/admin/pages/{page.pk}/edit/"))


def test_what_fails_when_its_time_has_come_stays_as_it_was(things, send, account):
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    send("editor", page, **body(picture(things.image, "A garden with three benches")), title="Later")
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + datetime.timedelta(seconds=1)
    revision = draft.save_revision()
    approved(revision, account("approver")).publish()
    HubImage.objects.filter(pk=things.image).update(suitable=False)
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())
    call_command("publish_scheduled", verbosity=0)
    page.refresh_from_db()
    assert page.title != "Later"


def test_only_english_has_a_reading_grade(signed_in):
    for language, shown in (("en", True), ("es", False)):
        page = InformationPage.objects.get(locale__language_code=language, slug="privacy")
        text_of = visible(signed_in("editor").get(f"/admin/pages/{page.pk}/edit/"))
        assert ("reading grade" in text_of) is shown


# --- Upload ---------------------------------------------------------------------------------------------------------
def test_a_picture_is_put_into_the_library_only_with_its_declaration(signed_in, things):
    image = HubImage.objects.get(pk=things.undeclared)
    data = {
        "title": "Street",
        "description": "A street",
        "collection": image.collection_id,
        "tags": "",
        "credit": "",
        "licence": "",
        "focal_point_x": "",
        "focal_point_y": "",
        "focal_point_width": "",
        "focal_point_height": "",
    }
    answer = signed_in("editor").post(f"/admin/images/{image.pk}/", data)
    assert "Look at the picture, and check this box when it shows none of these." in words(answer)
    assert (
        signed_in("editor").post(f"/admin/images/{image.pk}/", {**data, "suitable": "on"}).status_code == 302
    )
    image.refresh_from_db()
    assert image.suitable


# --- What is noted of live pages ----------------------------------------------------------------------------------
def test_a_live_page_that_came_to_fail_is_found_by_the_nightly_look_and_stays_public(
    things, client, signed_in
):
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    target = new_page(page.get_parent(), InformationPage, slug="target", title="Target", summary="A summary.")
    target = published(target)
    page.body = [("paragraph", f'<p><a linktype="page" id="{target.pk}">The target</a></p>')]
    page = published(page)
    assert not QualityFinding.objects.filter(page_id=page.pk, level="stop").exists()
    target.unpublish()
    # At once, because the page names the other one; and each day.
    assert QualityFinding.objects.filter(page_id=page.pk, level="stop").exists()
    call_command("check_quality", verbosity=0)
    finding = QualityFinding.objects.get(page_id=page.pk, level="stop")
    assert finding.code == "broken-link" and "“Target” is no longer public" in finding.message
    assert client.get("/privacy/").status_code == 200
    first = finding.found_at
    call_command("check_quality", verbosity=0)
    assert QualityFinding.objects.get(page_id=page.pk, level="stop").found_at == first
    report = signed_in("editor").get("/admin/reports/hub/quality/?level=stop")
    assert "“Target” is no longer public" in words(report)
    assert f"/admin/pages/{page.pk}/edit/#:w:contentpath=body." in words(report)
    assert "Privacy" not in visible(signed_in("editor").get("/admin/reports/hub/quality/?code=tables"))
    published(target)
    assert not QualityFinding.objects.filter(page_id=page.pk, level="stop").exists()


def test_nothing_of_the_demonstration_would_be_stopped_today():
    call_command("check_quality", verbosity=0)
    assert not QualityFinding.objects.filter(level="stop").exists()


def test_the_dashboard_and_the_doctor_count_what_is_to_be_mended(things, signed_in):
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    QualityFinding.objects.create(page_id=page.pk, field="body", level="stop", message="A failure.")
    home = signed_in("editor").get("/admin/")
    assert "public pages to fix" in visible(home) and "/admin/reports/hub/quality/?level=stop" in words(home)
    found = next(check for check in health_checks.CHECKS if check.part == "quality").run()
    assert "1 public pages to mend, 1 links that do not work." in found.message


def test_the_checker_in_the_browser_knows_our_names_of_files(signed_in):
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    opened = signed_in("editor").get(f"/admin/pages/{page.pk}/edit/").content.decode()
    found = json.loads(
        re.search(r'<script id="checker-axe-configuration"[^>]*>(.*?)</script>', opened, re.DOTALL)[1]
    )
    checks = {check["id"]: check.get("options") for check in found["spec"]["checks"]}
    assert re.search(checks["check-image-alt-text"]["pattern"], "IMG_1234.jpg", re.IGNORECASE)
    assert {"heading-order", "page-has-heading-one", "image-alt"} <= set(found["options"]["runOnly"])


def test_a_page_that_leaves_takes_its_findings_with_it(things):
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    QualityFinding.objects.create(page_id=page.pk, field="body", level="stop", message="A failure.")
    page.unpublish()
    assert not QualityFinding.objects.filter(page_id=page.pk).exists()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("quality", {"editor", "translator", "approver", "coordinator"})]
    + [
        (name, {"editor", "approver", "coordinator"})
        for name in ("links", "images-without-data", "documents-without-data", "videos-without-data")
    ],
)
def test_the_reports_are_read_by_whom_they_concern_and_downloaded_as_csv(
    name, expected, signed_in, things, client
):
    for who in ("editor", "translator", "approver", "coordinator"):
        answer = signed_in(who).get(f"/admin/reports/hub/{name}/")
        assert (answer.status_code == 200) is (who in expected), who
    answer = signed_in("coordinator").get(f"/admin/reports/hub/{name}/?export=csv")
    assert answer["Content-Type"].startswith("text/csv")


def test_media_without_accessibility_data_are_listed_whether_used_or_not(signed_in, things):
    client = signed_in("editor")
    images = visible(client.get("/admin/reports/hub/images-without-data/"))
    assert "Street" in images and "Nobody has confirmed" in images and "Describe the picture" in images
    assert "Street" in visible(client.get("/admin/reports/hub/images-without-data/?missing=suitable"))
    documents = visible(client.get("/admin/reports/hub/documents-without-data/?accessible=unknown"))
    assert "A paper" in documents and "Another paper" not in documents and "A third paper" not in documents
    videos = visible(client.get("/admin/reports/hub/videos-without-data/"))
    assert "Every video has captions" in videos
    page = apps.get_model("media.VideoPage").objects.get(
        locale__language_code="en", slug="andrea-jenkins-message"
    )
    type(page).objects.filter(pk=page.pk).update(address="https://www.youtube.com/watch?v=aBcDeFgHiJk")
    assert "Write the transcript" in visible(client.get("/admin/reports/hub/videos-without-data/"))


def test_a_link_that_does_not_work_is_listed_with_the_pages_on_which_it_stands(signed_in, things):
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    page.body = [("paragraph", f'<p><a href="{DEAD}">The report</a> <a href="{ALIVE}">Another</a></p>')]
    published(page)
    listed = visible(signed_in("editor").get("/admin/reports/hub/links/"))
    assert DEAD in listed and "Privacy" in listed and "error 404" in listed and ALIVE not in listed
    assert ALIVE in visible(signed_in("editor").get("/admin/reports/hub/links/?state=unknown"))
    page.body = [("paragraph", "<p>Nothing.</p>")]
    published(page)
    quality.note_lines()
    assert not ExternalLink.objects.filter(url__in=(DEAD, ALIVE)).exists()


def test_help_lines_sites_are_asked_too(things):
    line = HelpLine.objects.get(name="A line of the tests")
    line.website = "https://www.example.org/line"
    published(line, clean=False)
    call_command("check_quality", verbosity=0)
    assert ExternalLink.objects.get(url=line.website).help_lines.get() == line
