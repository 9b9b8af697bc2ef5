"""Translations of the words of lists. Words have no drafts: what was translated waits beside them until somebody approves it.

Who approves is of the office, reads the language, and translated none of it. Until then readers see the word as it was.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, TextField, When
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.log_actions import log
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from portal import approvals, desk, glossary
from portal.approvals import APPROVERS, COORDINATORS
from portal.models import TaxonomyTerm
from portal.roles import is_of
from portal.translation_access import may_translate

# What is translated of a word.
FIELDS = ("name", "description")


@dataclass
class Change:
    """What is to change of a word: the field, what readers see, what was translated, by whom."""

    name: str
    label: str
    original: str
    now: str
    proposed: str
    user: object = None


@dataclass
class Waiting:
    """A word of a list with the translation that waits for approval."""

    translation: Translation
    term: TaxonomyTerm
    changes: list = field(default_factory=list)


def waiting(translation=None):
    """The words whose translation waits. One query while nothing waits, two more otherwise.

    Args:
        translation: a Translation of a word, or None for all.

    Returns:
        A list of Waiting, in the order of the lists.
    """
    translations = Translation.objects.filter(
        enabled=True,
        source__object=OuterRef("context__object"),
        source__stringsegment__string=OuterRef("translation_of"),
        source__stringsegment__context=OuterRef("context"),
        target_locale=OuterRef("locale"),
    )
    if translation is not None:
        translations = translations.filter(pk=translation.pk)
    of_word = TaxonomyTerm.objects.filter(
        translation_key=OuterRef("context__object_id"), locale=OuterRef("locale")
    )
    words = list(
        StringTranslation.objects.filter(has_error=False, context__object__content_type=_kind())
        .annotate(
            of=Subquery(translations.values("pk")[:1]),
            term=Subquery(of_word.values("pk")[:1]),
            now=Case(
                *(When(context__path=name, then=Subquery(of_word.values(name)[:1])) for name in FIELDS),
                output_field=TextField(),
            ),
        )
        .filter(of__isnull=False, term__isnull=False, context__path__in=FIELDS)
        .exclude(data=F("now"))
        .select_related("context", "translation_of", "last_translated_by")
        .order_by("-context__path")
    )
    if not words:
        return []
    found = Translation.objects.filter(pk__in={word.of for word in words}).select_related("target_locale")
    found = {one.pk: one for one in found}
    terms = TaxonomyTerm.objects.filter(pk__in={word.term for word in words}).select_related("locale")
    terms = {term.pk: term for term in terms}
    rows = {}
    for word in words:
        name, term = word.context.path, terms[word.term]
        proposed = StringValue(word.data).render_text()
        if getattr(term, name) == proposed:
            continue  # Only written in another way.
        row = rows.setdefault(word.of, Waiting(found[word.of], term))
        row.changes.append(
            Change(
                name,
                capfirst(TaxonomyTerm._meta.get_field(name).verbose_name),
                StringValue(word.translation_of.data).render_text(),
                getattr(term, name),
                proposed,
                word.last_translated_by,
            )
        )
    return sorted(rows.values(), key=lambda row: (row.term.kind, row.term.order, row.term.name))


def _kind():
    return ContentType.objects.get_for_model(TaxonomyTerm)


def hindrance(user, row):
    """Why a person may not approve what waits of a word; "" when nothing stands in the way."""
    if not approvals.is_office(user):
        return _("An approver or a coordinator approves it.")
    if any(change.user == user for change in row.changes):
        return _("You made the last change. Another person must approve it.")
    return approvals.language_hindrance(user, row.term)


@transaction.atomic
def approve(row, user):
    """Let readers see what was translated of a word.

    Args:
        row: a Waiting.
        user: who approves it.

    Raises:
        NotApproved: see hindrance().
    """
    if sentence := hindrance(user, row):
        raise approvals.NotApproved(sentence)
    term = TaxonomyTerm.objects.select_for_update().get(pk=row.term.pk)
    for change in row.changes:
        setattr(term, change.name, change.proposed)
    term.full_clean()
    term.save()
    log(
        instance=term,
        action="wagtail.edit",
        user=user,
        data={"approved": {change.name: change.proposed for change in row.changes}},
        content_changed=True,
    )


@hooks.register("register_admin_urls")
def register_address():
    """The page of one word."""
    return [path("translations/<int:translation_id>/word/", decide, name="decide_word")]


def decide(request, translation_id):
    """What was translated of a word, and its approval.

    Args:
        request: GET, or POST to approve; `seen` says what the person read.
        translation_id: the number of the Translation.

    Raises:
        PermissionDenied: the person is neither of the office nor works on the translation.
    """
    translation = get_object_or_404(Translation, pk=translation_id)
    term = translation.get_target_instance()
    if not isinstance(term, TaxonomyTerm):
        return redirect("send_translation", translation.pk)
    if not approvals.is_office(request.user) and not may_translate(request.user, term):
        raise PermissionDenied
    row = next(iter(waiting(translation)), None)
    seen = "\n".join(change.proposed for change in row.changes) if row else ""
    if request.method == "POST" and row:
        try:
            if request.POST.get("seen", "").replace("\r\n", "\n") != seen:
                raise approvals.Overtaken
            approve(row, request.user)
        except approvals.Refused as error:
            messages.error(request, " ".join(error.messages))
            return redirect("decide_word", translation.pk)
        messages.success(
            request, _("“%(word)s” is approved. Readers see it now.") % {"word": row.changes[0].proposed}
        )
        return redirect("wagtailadmin_home")
    context = {
        "term": term,
        "row": row,
        "seen": seen,
        "hindrance": hindrance(request.user, row) if row else "",
        "breaches": [
            breach
            for change in (row.changes if row else ())
            for breach in glossary.breaches_between(
                change.original, change.proposed, term.locale.language_code
            )
        ],
        "editor": reverse(TaxonomyTerm.snippet_viewset.get_url_name("edit"), args=[term.pk])
        if may_translate(request.user, term)
        else "",
    }
    return render(request, "portal/admin/decide_word.html", context)


@desk.waiting(order=105)
def words_to_approve(request):
    """Translated words of lists that the person may approve."""
    if not is_of(request.user, (APPROVERS, COORDINATORS)) and not approvals.is_deputy(request.user):
        return None
    rows = [row for row in waiting() if not hindrance(request.user, row)]
    return desk.Count(
        ngettext(
            "translated word waits for your approval", "translated words wait for your approval", len(rows)
        ),
        len(rows),
        rows=tuple(
            desk.Row(
                row.changes[0].proposed,
                reverse("decide_word", args=[row.translation.pk]),
                f"{row.term.locale.get_display_name()}, {row.term.get_kind_display()}",
            )
            for row in rows[: desk.NAMED]
        ),
    )
