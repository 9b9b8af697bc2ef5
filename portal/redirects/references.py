"""What depends on a page: whoever deletes or unpublishes it is told first."""

from dataclasses import dataclass
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex
from wagtail.models.reference_index import ReferenceGroups

from portal.core.draft_references import draft_references

HOOK = "hub_references"
# So many are named; the rest is counted.
NAMED = 30


@dataclass(frozen=True)
class Reference:
    """Something that names a page.

    Attributes:
        title: what it is called.
        kind: what it is: a campaign, a help line, the menu.
        where: in which of its fields.
        url: where it is edited, or "".
    """

    title: str
    kind: str = ""
    where: str = ""
    url: str = ""


def find_references(pages):
    """What depends on pages that are about to go, with all pages below them.

    Other apps add what they know by `hooks.register(HOOK)`: a function from the numbers of the pages to Dependants.

    Args:
        pages: the pages.

    Returns:
        A list of Reference.
    """
    going = {one.pk: one for page in pages for one in page.get_descendants(inclusive=True)}
    found = _menus(going.values())
    found += _translations(pages, going)
    found += _references(going)
    for answer in hooks.get_hooks(HOOK):
        found += answer(set(going))
    return found


def _menus(pages):
    return [
        Reference(page.title, _("The main menu"))
        for page in pages
        if page.live and page.show_in_menus and page.depth == 3
    ]


def _translations(pages, going):
    return [
        Reference(
            f"{other.title} ({other.locale})",
            _("Translation of this page"),
            _("stays, but no longer has an original"),
            reverse("wagtailadmin_pages:edit", args=[other.pk]),
        )
        for page in pages
        for other in page.get_translations().select_related("locale")
        if other.pk not in going
    ]


def _references(going):
    """Links in texts, chosen pages, and records that belong to a page, as Wagtail's index and the drafts know them."""
    pages = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(
        to_content_type=pages, to_object_id__in=[str(pk) for pk in going]
    )
    drafts = draft_references(going.values()).values()
    finder, found = AdminURLFinder(), []
    for source, of_source in ReferenceGroups([*references, *chain.from_iterable(drafts)]):
        if isinstance(source, Redirect) or (isinstance(source, Page) and source.pk in going):
            continue
        url = finder.get_edit_url(source) or ""
        if not url:
            # What nobody edits (rights, reviews, logs) goes with the page.
            continue
        fields = {str(reference.describe_source_field()) for reference in of_source}
        model = getattr(source, "specific_class", None) or type(source)
        kind = str(capfirst(model._meta.verbose_name))
        found.append(Reference(str(source), kind, ", ".join(sorted(fields)), url))
    return sorted(found, key=lambda one: (one.kind, one.title))


def refusal(page):
    """Why a page may never be deleted or moved, though a person has the right to: others rely on its address.

    Args:
        page: a page of any type.

    Returns:
        A sentence, or "".
    """
    if page.depth <= 2:
        return _("The home page cannot be removed: without it the hub has no pages.")
    for one in page.get_descendants(inclusive=True).filter(depth=3).specific():
        if getattr(one, "fixed_slug", ""):
            return _(
                "“%(title)s” cannot be removed: other sites, and the hub itself, link to its address."
            ) % {"title": one.title}
    return ""
