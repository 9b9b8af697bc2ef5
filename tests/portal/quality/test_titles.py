"""Two public pages of a language with the same browser title: each place where somebody works on one of them says so."""

import datetime
import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from home.models import InformationPage
from partners.models import OrganisationPage
from partners.workspace import submission
from portal.models import OfficeIdentity
from portal.quality import titles
from portal.review.admin import sign_address
from portal.translation.sources import translation_of
from portal.workflow import approvals
from tests.home.edit_form import posted
from tests.live import published
from tests.partners.factories import make_event

pytestmark = pytest.mark.django_db


def page_of(slug, language="en"):
    return InformationPage.objects.get(locale__language_code=language, slug=slug)


def messages(page):
    return [str(found.message) for found in titles.check(page)]


def called(page, **names):
    """A page as a draft calls it: without other names."""
    page.discreet_title = page.seo_title = ""
    for name, value in names.items():
        setattr(page, name, value)
    return page


def test_an_editor_reads_which_page_has_the_same_title_and_the_approver_too(signed_in, account):
    page, other = page_of("privacy"), page_of("stay-safe-online")
    address = f"/admin/pages/{page.pk}/edit/"
    data = posted(page, account("editor"), discreet_title=other.discreet_title)
    list_of_pages = signed_in("editor").post(address, {**data, "action-submit": "on"}, follow=True)
    expected = f"Browser tabs show “{other.discreet_title}” for this page and for “{other.title}”."
    assert list_of_pages.redirect_chain[0][0] != address
    assert expected in html.unescape(list_of_pages.content.decode())
    assert expected in html.unescape(signed_in("editor").get(address).content.decode())
    task = page_of("privacy").current_workflow_task_state
    decision = signed_in("approver").get(f"/admin/reviews/{task.pk}/").content.decode()
    assert expected in html.unescape(decision)


@pytest.mark.parametrize("by", ["translator", "signature"])
def test_who_sends_a_translation_reads_it_too(by, signed_in, account):
    page, other = page_of("privacy", "es"), page_of("stay-safe-online", "es")
    InformationPage.objects.filter(pk=other.pk).update(discreet_title=page.discreet_title)
    if by == "translator":
        translation = translation_of(page)
        answer = signed_in("translator").post(reverse("send_translation", args=[translation.pk]), follow=True)
    else:
        revision = page.save_revision(user=account("editor"))
        data = {"read": "on", "seen": approvals.revision_token(revision)}
        answer = signed_in("approver").post(sign_address(page), data, follow=True)
    assert "Worth checking; these do not stop the review" in html.unescape(answer.content.decode())


def test_an_approver_of_a_submission_reads_it_too(signed_in):
    mine = OrganisationPage.objects.get(slug="riverside-example-coalition", locale__language_code="en")
    make_event(mine, "One evening", start_date=timezone.localdate() + datetime.timedelta(days=8))
    event = make_event(mine, "One evening", live=False)
    submission.submit(event, None)
    page = signed_in("approver").get(f"/admin/partner-submissions/{event.pk}/").content.decode()
    assert "Browser tabs show “One evening · City information”" in html.unescape(page)


def test_a_member_reads_the_same_in_the_workspace(signed_in):
    mine = OrganisationPage.objects.get(slug="riverside-example-coalition", locale__language_code="en")
    event = make_event(mine, "One evening", start_date=timezone.localdate() + datetime.timedelta(days=9))
    other = make_event(mine, "One evening", start_date=timezone.localdate() + datetime.timedelta(days=8))
    address = f"/workspace/{mine.slug}/events/{event.translation_key}/"
    expected = "Browser tabs show “One evening · City information” for this page and for “One evening”."
    assert messages(event) and messages(event)[0].startswith(expected)
    assert expected in html.unescape(signed_in("riverside").get(address).content.decode())
    other.unpublish()
    assert messages(event) == []


def test_events_that_are_over_are_not_compared():
    mine = OrganisationPage.objects.get(slug="riverside-example-coalition", locale__language_code="en")
    event = make_event(mine, "One evening", start_date=timezone.localdate() + datetime.timedelta(days=9))
    make_event(mine, "One evening", start_date=timezone.localdate() - datetime.timedelta(days=9))
    assert messages(event) == []


def test_titles_are_compared_as_tabs_show_them_within_a_language():
    page, other = page_of("privacy"), page_of("stay-safe-online")
    other = published(called(other, title="The same"))
    hub = OfficeIdentity.objects.get(locale__language_code="en").discreet_name
    assert messages(called(page, title="The same"))
    assert messages(called(page, seo_title="The same"))
    assert messages(called(page, discreet_title=f"The same · {hub}"))
    # The tab of the other page has the name of the hub, too.
    assert not messages(called(page, title="Another", discreet_title="The same"))
    assert not messages(called(page, title="The same", seo_title="Another"))
    assert not messages(called(page_of("privacy", "es"), title="The same"))
    assert not messages(page_of("stay-safe-online"))


def test_it_takes_one_query():
    page = page_of("privacy")
    titles.check(page)
    with CaptureQueriesContext(connection) as seen:
        titles.check(page)
    assert len(seen) == 1
