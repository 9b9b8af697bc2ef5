"""Removes phrases of confidential places whenever a page of a partner is saved."""

from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property

from . import erasure, store
from .words import REPLACEMENT, Redactor

if TYPE_CHECKING:
    # Mypy needs the base class; at run time this is a mixin that is listed before the page class.
    from wagtail.models import Page as PageBase
else:
    PageBase = object


class ConfidentialPlaceMixin(PageBase):
    """A page of a partner that never contains phrases of a confidential place of its own or of its organization.

    Attributes:
        removed: the phrases that were removed since the page was loaded, as they were written, by the name of the field. They are shown
            to the person who wrote them and not stored.
        lost_address: whether the page was public at an address with such a phrase, and now has another address.
    """

    lost_address = False
    slug: str

    @cached_property
    def removed(self):
        """See the class."""
        return {}

    @property
    def removed_from(self):
        """The names of the fields from which phrases were removed since the page was loaded."""
        return set(self.removed)

    def note_removed(self, found):
        """Remember in memory what was removed.

        Args:
            found: the result of erasure.erase_in_memory().
        """
        for name, words in found.items():
            before = self.removed.setdefault(name, [])
            before += [word for word in words if word not in before]

    @property
    def phrase_key(self):
        """The key under which the phrases of its place are stored."""
        return self.translation_key

    @property
    def phrase_keys(self):
        """The keys of all phrases that it must not contain."""
        organisation = getattr(self, "organisation", None)
        return (self.phrase_key, organisation and organisation.translation_key)

    def empty_confidential_places(self):
        """Remember the phrases of a confidential place and empty its fields. Implemented by the page types."""

    def remove_confidential_phrases(self):
        """Remove the phrases of confidential places from the page in memory, and store those that are new."""
        self.empty_confidential_places()
        words = store.store_noted_phrases(self)
        self.note_removed(erasure.erase_in_memory(self, words))
        if words.found_in(self.slug):
            self.slug = erasure.neutral_slug(self)
            self.lost_address = bool(self.first_published_at)

    def remove_noted_phrases(self):
        """Like remove_confidential_phrases(), but stores nothing yet."""
        words = Redactor(phrases=getattr(self, "noted_phrases", ()))
        self.note_removed(erasure.erase_in_memory(self, words))

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """Save the page without phrases of confidential places."""
        written = kwargs.get("update_fields")
        if written is None or {"title", "draft_title", "slug"} & set(written):
            self.remove_confidential_phrases()
        super().save(clean=clean, **kwargs)

    def save_revision(self, *args, **kwargs):
        """Save a revision without phrases of confidential places."""
        self.remove_confidential_phrases()
        return super().save_revision(*args, **kwargs)


class ConfidentialPlacesMixin(ConfidentialPlaceMixin):
    """An organization with several places.

    Attributes:
        place_fields: the fields that are empty for a confidential place.
    """

    place_fields: tuple[str, ...] = ()

    def empty_confidential_places(self):
        """Empty the confidential places, and remember their phrases."""
        for place in self.locations.all():
            place.scrub()
            for values in place.noted_values:
                store.note(self, values)
            place.noted_values = []

    def remove_confidential_phrases(self):
        """A place that was confidential and is entered again is left empty, not marked as having removed text."""
        super().remove_confidential_phrases()
        for place in self.locations.all() if "locations" in self.removed_from else ():
            for name in self.place_fields:
                if REPLACEMENT in str(getattr(place, name)):
                    setattr(place, name, "")
