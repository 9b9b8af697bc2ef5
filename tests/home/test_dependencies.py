"""Whoever deletes or unpublishes a page is told what depends on it; what others rely on stays."""

import pytest
from wagtail.models import Page, ReferenceIndex

from home.models import CampaignPage, DefinitionPage, InformationPage
from media.models import VideoPage
from portal.models import HelpLine
from portal.redirects.references import find_references
from tests.live import approved
from tests.portal.public import new_page

pytestmark = pytest.mark.django_db


def page_at(slug, language="en"):
    return Page.objects.get(slug=slug, locale__language_code=language).specific


def publish(record):
    revision = record.save_revision()
    approved(revision)
    revision.publish()
    record.refresh_from_db()


@pytest.fixture
def target():
    """A page on which one of everything depends."""
    target = new_page(
        page_at("home"), InformationPage, slug="target", summary="A summary.", show_in_menus=True
    )
    publish(target)
    return target


def linked(page):
    return f'<p><a linktype="page" id="{page.pk}">The page on targets</a></p>'


NAMERS = {
    "related pages": lambda page: {"related_pages": [("page", page)]},
    "a link in a text": lambda page: {"body": [("paragraph", linked(page))]},
    "a link in a callout": lambda page: {
        "body": [("callout", {"title": "x", "text": linked(page), "tone": "information"})]
    },
}


@pytest.mark.parametrize("name", [*NAMERS])
def test_a_page_that_names_it_is_named_with_the_field(target, name):
    other = new_page(
        page_at("home"), InformationPage, slug="other", summary="A summary.", title="The other one"
    )
    for field, value in NAMERS[name](target).items():
        setattr(other, field, value)
    publish(other)
    found = [one for one in find_references([target]) if one.title == "The other one"]
    assert len(found) == 1 and found[0].kind == "Information page" and found[0].where and found[0].url


def test_everything_that_names_a_page_in_the_demonstration_is_found():
    """Each number of a page in the streams of a page is in Wagtail's index: our blocks hide none from it."""

    def numbers(block, value):
        from wagtail import blocks

        if isinstance(block, blocks.PageChooserBlock):
            return {value.pk} if value else set()
        if isinstance(block, blocks.RichTextBlock):
            import re

            return {int(pk) for pk in re.findall(r'linktype="page"[^>]* id="(\d+)"', value.source)} | {
                int(pk) for pk in re.findall(r' id="(\d+)"[^>]*linktype="page"', value.source)
            }
        if isinstance(block, blocks.StructBlock):
            return set().union(
                *(numbers(child, value.get(name)) for name, child in block.child_blocks.items())
            )
        if isinstance(block, blocks.ListBlock):
            return set().union(*(numbers(block.child_block, one) for one in value))
        if isinstance(block, blocks.StreamBlock):
            return set().union(*(numbers(one.block, one.value) for one in value))
        return set()

    from wagtail.fields import StreamField

    looked_at = 0
    for page in Page.objects.live().filter(depth__gt=1).specific():
        wanted = set()
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                wanted |= numbers(field.stream_block, getattr(page, field.name))
        known = {
            int(pk)
            for pk in ReferenceIndex.get_references_for_object(page).values_list("to_object_id", flat=True)
        }
        assert wanted <= known, page.url_path
        looked_at += len(wanted)
    assert looked_at > 50


def test_campaigns_help_lines_the_menu_and_translations_are_named(target):
    video = VideoPage.objects.filter(locale__language_code="en", slug="mayor-frey-january-declaration").get()
    campaigns = [one.title for one in find_references([video]) if one.kind == "Campaign"]
    # The campaign's Spanish names the Spanish video; languages without one name this.
    assert len(campaigns) == len(set(campaigns)) == 3
    assert any(title.startswith("Human trafficking prevention month") for title in campaigns)
    line = HelpLine.objects.get(name="Day One", locale__language_code="en")
    line.what_happens = linked(target)
    publish(line)
    found = {(one.kind, one.title) for one in find_references([target])}
    assert ("Help line", "Day One") in found and ("The main menu", "target") in found
    definition = page_at("wage-theft")
    assert "Translation of this page" in {one.kind for one in find_references([definition])}
    assert "Translation of this page" not in {
        one.kind for one in find_references([definition, *definition.get_translations()])
    }


def test_events_of_an_organisation_are_named_and_pages_that_go_along_are_not():
    organisation = page_at("riverside-example-coalition")
    events = [one for one in find_references([organisation]) if one.kind == "Event"]
    assert events
    index = page_at("definitions")
    going = set(index.get_descendants(inclusive=True).filter(live=True).values_list("title", flat=True))
    named = {(one.kind, one.title) for one in find_references([index])}
    assert going and ("Definitions", index.title) not in named


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_the_confirmation_names_what_depends_and_offers_a_way_on(signed_in, action):
    page = page_at("wage-theft")
    shown = signed_in("approver").get(f"/admin/pages/{page.pk}/{action}/").content.decode()
    assert "What depends on it" in shown and "Send readers to another page" in shown
    for one in find_references([page])[:5]:
        assert one.url in shown and one.kind in shown
    assert "wage-theft" not in Page.objects.filter(live=False).values_list("slug", flat=True)


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_so_does_that_of_several_pages(signed_in, action):
    one, two = page_at("wage-theft"), page_at("safe-harbor")
    address = f"/admin/bulk/wagtailcore/page/{action}/?id={one.pk}&id={two.pk}&next=/admin/"
    shown = signed_in("approver").get(address).content.decode()
    assert "What depends on it" in shown and 'name="redirect_to"' in shown
    assert "Translation of this page" in shown


@pytest.mark.parametrize("several", [False, True])
def test_readers_of_a_page_that_was_never_public_are_not_led_on(signed_in, account, several):
    page = new_page(page_at("home"), InformationPage, slug="never-public", summary="A summary.")
    page.save_revision(user=account("editor"))
    address = (
        f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}&next=/admin/"
        if several
        else f"/admin/pages/{page.pk}/delete/"
    )
    shown = signed_in("editor").get(address).content.decode()
    assert "What depends on it" in shown
    assert "Send readers to another page" not in shown and "old addresses" not in shown
    # Of one that was public before, there are bookmarks.
    Page.objects.filter(pk=page.pk).update(first_published_at="2026-01-05 12:00+00:00")
    assert "Send readers to another page" in signed_in("coordinator").get(address).content.decode()


def test_nothing_depends_on_a_new_page(signed_in, account):
    page = new_page(page_at("home"), InformationPage, slug="lonely", summary="A summary.")
    page.owner = account("editor")
    page.save()
    shown = signed_in("approver").get(f"/admin/pages/{page.pk}/delete/").content.decode()
    assert "Nothing. No menu, translation, page, campaign, help line or event mentions it." in shown


# --- What stays ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", ["home", "definitions", "get-help", "privacy", "events", "archive"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_home_page_and_promised_addresses_cannot_be_deleted(
    client, signed_in, django_user_model, slug, language
):
    """Pages with others below are deleted by operators only; they are refused too, and told why."""
    page = Page.objects.get(
        locale__language_code=language, **({"depth": 2} if slug == "home" else {"slug": slug})
    )
    bulk = f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}&next=/admin/"
    office = signed_in("coordinator")
    office.post(f"/admin/pages/{page.pk}/delete/")
    office.post(bulk)
    assert Page.objects.filter(pk=page.pk).exists()
    operator = django_user_model.objects.create_superuser("operator@example.org", password=None)
    client.force_login(operator)
    for address in (f"/admin/pages/{page.pk}/delete/", bulk):
        said = client.post(address, follow=True).content.decode()
        assert Page.objects.filter(pk=page.pk).exists() and "cannot be removed" in said, address


def test_promised_addresses_are_not_moved_away(signed_in):
    page, other = page_at("privacy"), page_at("accessibility")
    said = (
        signed_in("coordinator")
        .post(f"/admin/pages/{page.pk}/move/{other.pk}/confirm/", follow=True)
        .content.decode()
    )
    page.refresh_from_db()
    assert page.url == "/privacy/" and "link to its address" in said


def test_other_pages_can_still_be_deleted(signed_in):
    page = DefinitionPage.objects.get(slug="debt-bondage", locale__language_code="en")
    signed_in("approver").post(f"/admin/pages/{page.pk}/delete/")
    assert not DefinitionPage.objects.filter(pk=page.pk).exists()
    assert CampaignPage.objects.exists()
