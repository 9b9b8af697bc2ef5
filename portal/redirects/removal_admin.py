"""Deleting and unpublishing in Wagtail's admin: what depends on the pages, and where their readers go on."""

from django import forms
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from . import services as redirects
from .references import NAMED, find_references, refusal

DELETE, UNPUBLISH, MOVE = "delete", "unpublish", "move"


class RemovalForm(forms.Form):
    """Where readers go on."""

    redirect_to = forms.ModelChoiceField(
        label=gettext_lazy("Send readers to another page"),
        queryset=Page.objects.live().filter(depth__gt=1),
        required=False,
        widget=AdminPageChooser,
        help_text=gettext_lazy(
            "Optional. Links and bookmarks to the old addresses, those of the pages below too, then open this page."
        ),
        error_messages={"invalid_choice": gettext_lazy("Choose a page that is public.")},
    )

    def __init__(self, pages, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = pages

    def clean_redirect_to(self):
        """Refuse a page that is about to go itself."""
        target = self.cleaned_data["redirect_to"]
        if target and any(target.pk == page.pk or target.is_descendant_of(page) for page in self.pages):
            raise forms.ValidationError(_("This page would be removed too. Choose another one."))
        return target


class Removal:
    """What the confirmation of a deletion or an unpublication shows (portal_admin tag `removal`)."""

    def __init__(self, pages, data=None):
        self.pages = pages
        self.form = RemovalForm(pages, data)

    @cached_property
    def _found(self):
        return find_references(self.pages)

    @cached_property
    def was_public(self):
        """Whether readers may know an address of one of the pages, or of one below: only then they can be led on."""
        below = (page.get_descendants(inclusive=True) for page in self.pages)
        public = Q(live=True) | Q(first_published_at__isnull=False)
        return any(pages.filter(public).exists() for pages in below)

    @property
    def references(self):
        """The first things that depend on the pages."""
        return self._found[:NAMED]

    @property
    def more(self):
        """How many more there are."""
        return max(len(self._found) - NAMED, 0)

    @property
    def refusals(self):
        """Why some of the pages cannot be deleted."""
        return [sentence for page in self.pages if (sentence := refusal(page))]


def _prepare(request, pages, action):
    """Refuse what must not happen, and keep the old addresses until it has.

    Returns:
        Why it is refused, or "".
    """
    if action in (DELETE, MOVE):
        for page in pages:
            if sentence := refusal(page):
                return sentence
    if action in (DELETE, UNPUBLISH) and request.method == "POST":
        form = RemovalForm(pages, request.POST)
        if not form.is_valid():
            return form.errors["redirect_to"][0]
        target = form.cleaned_data["redirect_to"]
        gone = action == DELETE
        below = gone or bool(request.POST.get("include_descendants"))
        old = redirects.addresses(pages, below=below, old=gone) if target else ()
        request.hub_readers_go_on = (old, target)
    return ""


def _finish(request, action):
    old, target = getattr(request, "hub_readers_go_on", ((), None))
    if target:
        redirects.create_redirects(old, target, permanent=action == DELETE)


def _back_to_the_list(page):
    parent = page.get_parent()  # The root of all pages has none.
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_explore_root")


@hooks.register("before_delete_page")
def before_deletion(request, page):
    """Refuse, with a sentence, to delete a page on whose address others rely."""
    sentence = _prepare(request, [page], DELETE)
    if sentence:
        messages.error(request, sentence)
        if refusal(page):
            return _back_to_the_list(page)
        return redirect("wagtailadmin_pages:delete", page.pk)
    return None


@hooks.register("after_delete_page")
def after_deletion(request, page):
    """Lead readers on."""
    _finish(request, DELETE)


@hooks.register("before_unpublish_page")
def before_unpublication(request, page):
    """Keep the addresses, if readers are to be led on."""
    sentence = _prepare(request, [page], UNPUBLISH)
    if sentence:
        messages.error(request, sentence)
        return redirect("wagtailadmin_pages:unpublish", page.pk)
    return None


@hooks.register("after_unpublish_page")
def after_unpublication(request, page):
    """Lead readers on for as long as the page is away."""
    _finish(request, UNPUBLISH)


@hooks.register("before_move_page")
def before_move(request, page, destination):
    """Refuse, with a sentence, to move a page on whose address others rely."""
    sentence = _prepare(request, [page], MOVE)
    if sentence:
        messages.error(request, sentence)
        return _back_to_the_list(page)
    return None


@hooks.register("before_bulk_action")
def before_several(request, action_type, objects, action):
    """The same for several pages at once."""
    if action_type not in (DELETE, UNPUBLISH, MOVE) or not all(isinstance(one, Page) for one in objects):
        return None
    sentence = _prepare(request, objects, action_type)
    if sentence:
        messages.error(request, sentence)
        return HttpResponseRedirect(action.next_url)
    return None


@hooks.register("after_bulk_action")
def after_several(request, action_type, objects, action):
    """Lead readers on."""
    if action_type in (DELETE, UNPUBLISH):
        _finish(request, action_type)
