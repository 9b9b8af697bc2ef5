"""What pages of partners say: cleaned before it is kept, by whatever path it comes."""

from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property

from . import erasure, store
from .words import REPLACEMENT, Redactor

if TYPE_CHECKING:
    # A mixin of pages, which come after it among the bases.
    from wagtail.models import Page as PageBase
else:
    PageBase = object


class KeepsPlaceSecret(PageBase):
    """A page of a partner that never says the words of its own confidential place, nor those of its organisation's.

    Attributes:
        removed: the words that were taken out since the page was read, as they were written, by the name of the field. They
            are told to who wrote them, and kept nowhere.
        lost_address: whether the page was public at an address with such words, and has another one now.
    """

    lost_address = False
    slug: str

    @cached_property
    def removed(self):
        """See the class."""
        return {}

    @property
    def removed_from(self):
        """The names of the fields from which words were taken since the page was read."""
        return set(self.removed)

    def note_removed(self, found):
        """Remember in memory what was taken out.

        Args:
            found: what erasure.erase_in_memory() gave.
        """
        for name, words in found.items():
            before = self.removed.setdefault(name, [])
            before += [word for word in words if word not in before]

    @property
    def place_holder(self):
        """The key under which the words of its place are known."""
        return self.translation_key

    @property
    def place_holders(self):
        """The keys of all words that it must not say."""
        organisation = getattr(self, "organisation", None)
        return (self.place_holder, organisation and organisation.translation_key)

    def note_places(self):
        """Remember what a confidential place says and empty its fields. Page types say which."""

    def take_out_place(self):
        """Take the words of confidential places out of the page in memory, and keep what was learned of them."""
        self.note_places()
        words = store.keep_noted(self)
        self.note_removed(erasure.erase_in_memory(self, words))
        if words.found_in(self.slug):
            self.slug = erasure.neutral_slug(self)
            self.lost_address = bool(self.first_published_at)

    def take_out_noted(self):
        """As take_out_place(), in memory only: nothing is stored yet."""
        words = Redactor(phrases=getattr(self, "noted_phrases", ()))
        self.note_removed(erasure.erase_in_memory(self, words))

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """No row is written with the words of a place that must not be known."""
        written = kwargs.get("update_fields")
        if written is None or {"title", "draft_title", "slug"} & set(written):
            self.take_out_place()
        super().save(clean=clean, **kwargs)

    def save_revision(self, *args, **kwargs):
        """No version is kept with the words of a place that must not be known."""
        self.take_out_place()
        return super().save_revision(*args, **kwargs)


class KeepsPlacesSecret(KeepsPlaceSecret):
    """An organization with several places.

    Attributes:
        place_fields: the fields that a confidential place must not have.
    """

    place_fields: tuple[str, ...] = ()

    def note_places(self):
        """Empty the confidential places, and remember what they said."""
        for place in self.locations.all():
            place.scrub()
            for values in place.noted_values:
                store.note(self, values)
            place.noted_values = []

    def take_out_place(self):
        """A place that was confidential and is written again is no place with a gap: its fields are empty."""
        super().take_out_place()
        for place in self.locations.all() if "locations" in self.removed_from else ():
            for name in self.place_fields:
                if REPLACEMENT in str(getattr(place, name)):
                    setattr(place, name, "")
