"""The index of public pages: for each page its words with their weights."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class IndexedPage(models.Model):
    """A public page in the index. Written by home/search/search_index.py."""

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="+")
    language = models.CharField(_("language"), max_length=12)
    # A digest of the indexed texts: unchanged pages are not written again.
    digest = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("page in the search")
        verbose_name_plural = _("pages in the search")
        indexes = [models.Index(fields=["language"], name="indexed_page_language")]

    def __str__(self) -> str:
        return f"{self.page_id} ({self.language})"


class IndexedWord(models.Model):
    """A word of a page, normalized by portal/core/stemming.py.

    The database index covers the query and is sorted by weight, so that the best pages of a very common word are found without reading
    the others.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=12)
    word = models.CharField(max_length=40)
    # A key of home.search.kinds.KINDS, or "".
    kind = models.CharField(max_length=12, blank=True)
    weight = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("word in the search")
        verbose_name_plural = _("words in the search")
        constraints = [models.UniqueConstraint(fields=["page", "word"], name="indexed_word_once_a_page")]
        indexes = [
            models.Index(
                fields=["language", "word", "-weight", "page", "kind"], name="indexed_word_best_first"
            )
        ]

    def __str__(self) -> str:
        return f"{self.word} ({self.language}): {self.page_id}"
