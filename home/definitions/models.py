"""Definitions: found by situation, in plain language first, followed by the law."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.blocks import StructValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from media.core.blocks import FullBodyBlock
from media.documents.models import languages_of_the_hub
from portal.checks.publishing import CheckResult, has_words
from portal.checks.requirements import requirement
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES, TextListBlock
from portal.pages.models import LISTED, current_links
from portal.workflow.choices import ReviewStep

if TYPE_CHECKING:
    from portal.core.page_links import PageLink

STATUTES = requirement("statutes", _("Sources of statutes"))


class StatuteBlock(blocks.StructBlock):
    """The definition in a statute: quotation, citation, and when somebody checked it."""

    quotation = blocks.TextBlock(label=_("Quotation"), help_text=_("Word for word."))
    language = blocks.ChoiceBlock(
        label=_("Language of the quotation"),
        choices=languages_of_the_hub,
        default="en",
        help_text=_("The language of the quotation."),
    )
    wording = blocks.ChoiceBlock(
        label=_("Where the wording comes from"),
        choices=[("statute", _("The statute's own text")), ("as_quoted", _("As quoted by someone else"))],
        help_text=_("Choose “The statute's own text” only if you have compared it."),
    )
    quoted_by = blocks.CharBlock(
        label=_("Quoted by"),
        required=False,
        max_length=120,
        help_text=_("Needed when the wording is someone else's."),
    )
    citation = blocks.CharBlock(
        label=_("Citation"), max_length=120, help_text=_("Such as “22 U.S.C. 7102(11)”.")
    )
    url = blocks.URLBlock(
        label=_("Address of the statute"),
        help_text=_("The section itself, on the website of the law's publisher."),
    )
    jurisdiction = blocks.CharBlock(
        label=_("Jurisdiction"), max_length=80, help_text=_("The state, city or country whose law it is.")
    )
    amended_note = blocks.CharBlock(
        label=_("Note on the wording or on amendments"),
        required=False,
        max_length=300,
        help_text=_("Such as “Amended in 2023”, or how the quotation differs."),
    )
    checked_on = blocks.DateBlock(
        label=_("Checked on"),
        required=False,
        help_text=_("The day on which the text was compared with the statute."),
    )

    class Meta:
        icon = "openquote"
        label = _("Statute")
        template = "home/blocks/statute.html"

    def publishing_errors(self, value: StructValue) -> list[CheckResult]:
        """A statute needs a citation, and either the day on which it was checked or the source of the quotation."""
        failures = []
        if not value["citation"] or not value["url"]:
            failures.append(
                _("Give the citation and the address of the statute, so that readers can check it.")
            )
        if value["wording"] == "as_quoted":
            if not value["quoted_by"]:
                failures.append(_("Say who quotes the statute in these words."))
        elif not value["checked_on"]:
            failures.append(_("Say when the statute's text was checked, or mark it as quoted."))
        return [CheckResult("", message, code=STATUTES) for message in failures]


class SituationBlock(blocks.StructBlock):
    """A situation, in the words of the person in it, and the terms for it."""

    heading = blocks.CharBlock(
        label=_("Situation"),
        max_length=80,
        help_text=_("As a person in it would say it, such as “My pay is not right”."),
    )
    terms = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("Term"), page_type="home.DefinitionPage"),
        label=_("Terms"),
        help_text=_("The pages that explain it. The most likely first."),
    )

    class Meta:
        icon = "help"
        label = _("Situation")


# An alphabet helps only where there are many terms.
LETTERS_FROM = 15


class DefinitionIndexPage(HubPage):
    """The terms by situation; from LETTERS_FROM terms on also from A to Z."""

    intro = RichTextField(
        _("introduction"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("What the definitions are for. Optional."),
    )

    situations = StreamField(
        [("situation", SituationBlock())],
        verbose_name=_("situations"),
        blank=True,
        help_text=_(
            "How readers find a term without knowing its name. Terms that are not in a situation are listed below them."
        ),
    )

    content_panels = [
        *HubPage.opening_panels,
        FieldPanel("intro"),
        FieldPanel("situations"),
        *HubPage.closing_panels,
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.DefinitionPage"]
    max_count_per_parent = 1
    fixed_slug = "definitions"
    social_scene = "book"
    translated_first = True

    class Meta:
        verbose_name = _("definitions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the situations with their public terms, the other terms, and from LETTERS_FROM terms on all by first letter."""
        context = super().get_context(request, *args, **kwargs)
        terms = DefinitionPage.objects.child_of(self).live().only(*LISTED)
        ordered = sorted(terms, key=lambda term: _sort_key(term.title))
        context["situations"] = situations = self._situations()
        if len(ordered) >= LETTERS_FROM:
            context["letters"] = [
                (letter, list(group))
                for letter, group in groupby(ordered, key=lambda term: _sort_key(term.title)[0].upper())
            ]
        else:
            named = {link.pk for _heading, links in situations for link in links}
            context["other_terms"] = [term for term in ordered if term.pk not in named]
        return context

    def _situations(self) -> list[tuple[str, list[PageLink]]]:
        # Read from the raw data: the value of a list of choosers would load each page.
        found = [
            (
                block["value"]["heading"],
                current_links([item["value"] for item in block["value"]["terms"] if item["value"]]),
            )
            for block in self.situations.raw_data
        ]
        return [(heading, links) for heading, links in found if links]


def _sort_key(title: str) -> str:
    """A title without accents and case, so that "Ámbito" is sorted under A."""
    return (
        unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold() or title.casefold()
    )


class DefinitionPage(HubPage):
    """One term."""

    search_kind = "definition"
    social_scene = "book"
    plain_words = RichTextField(
        _("in plain words"), features=LIMITED_FEATURES, help_text=_("Two or three short sentences.")
    )
    statutes = StreamField(
        [("statute", StatuteBlock())],
        verbose_name=_("what the law says"),
        blank=True,
        help_text=_("The law as a quotation, with its source."),
    )
    looks_like = StreamField(
        TextListBlock(),
        verbose_name=_("it can look like"),
        blank=True,
        help_text=_("Situations in which people recognize themselves."),
    )
    body = StreamField(
        FullBodyBlock(),
        verbose_name=_("what you can do"),
        blank=True,
        help_text=_("Start with what is safest and easiest. Headings are parts of a section here."),
    )

    can_do_first = models.BooleanField(
        _("what you can do comes first"),
        default=False,
        help_text=_(
            "For terms where readers already know what happened and want to act, such as wage theft."
        ),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel(
            "summary",
            widget=AdminAutoHeightTextInput,
            help_text=_(
                "One or two plain sentences. Shown in lists and in search results; the page itself begins with “In plain words”."
            ),
        ),
        FieldPanel("plain_words"),
        FieldPanel("statutes"),
        FieldPanel("looks_like"),
        FieldPanel("body"),
        FieldPanel("can_do_first"),
        *HubPage.closing_panels,
    ]
    override_translatable_fields = [*HubPage.override_translatable_fields, SynchronizedField("can_do_first")]
    search_fields = [
        *HubPage.search_fields,
        index.SearchField("plain_words"),
        index.SearchField("statutes"),
        index.SearchField("looks_like"),
        index.SearchField("body"),
    ]
    parent_page_types = ["home.DefinitionIndexPage"]
    translated_first = True
    subpage_types = []
    under_headings = frozenset({"body"})
    own_anchors = frozenset({"looks-like", "can-do", "law"})

    class Meta:
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")

    @property
    def review_steps(self) -> set[ReviewStep]:
        """Adds a legal review if a statute is quoted."""
        steps = super().review_steps
        return steps | {ReviewStep.LEGAL} if self.statutes else steps

    def publishing_errors(self) -> list[CheckResult]:
        """A definition needs a text in plain language, and its sources."""
        failures = super().publishing_errors()
        if not has_words(self.plain_words):
            failures.append(CheckResult("plain_words", _("Say in plain words what the term means.")))
        if not self.sources and not self.statutes:
            failures.append(CheckResult("sources", _("Name at least one source, or quote the statute.")))
        return failures

    def json_ld(self, request: HttpRequest) -> dict[str, Any]:
        """The term as a DefinedTerm of schema.org."""
        return {
            "@type": "DefinedTerm",
            "name": self.title,
            "description": self.summary,
            "url": request.build_absolute_uri(self.get_url(request)),
            "inLanguage": self.locale.language_code,
            "inDefinedTermSet": request.build_absolute_uri(self.breadcrumbs[-1].get_url(request)),
        }
