"""Pictures with alternative texts, and their renditions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

from django.db import DatabaseError, models
from django.utils.translation import gettext_lazy as _
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, SourceImageIOError

from media.core.in_use import ProtectedWhileInUse
from media.core.requirements import ALT_TEXT, SUITABLE
from portal.checks.faults import note_fault
from portal.checks.publishing import CheckResult

from .alternative_text import is_file_name, name_is_no_description
from .pictures import PictureFile

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class HubImage(ProtectedWhileInUse, AbstractImage):
    """A picture. Its description is its alternative text, unless it is decorative (WCAG 1.1.1)."""

    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It adds nothing to the text. Screen readers then skip it."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made it, written as it must be shown."),
    )
    licence = models.CharField(
        _("license"), max_length=120, blank=True, help_text=_("Such as “CC BY 4.0” or “Own work”.")
    )
    suitable = models.BooleanField(
        _("suitable"),
        default=False,
        help_text=_(
            "It shows no abuse, chains, ropes, bars, handcuffs or tape over a mouth, and nobody who was "
            "trafficked can be recognized."
        ),
    )

    admin_form_fields = (*Image.admin_form_fields, "is_decorative", "credit", "licence", "suitable")

    public_fields = (
        "file",
        "description",
        "is_decorative",
        "credit",
        "licence",
        "suitable",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    file_fields = {
        "description": "",
        "is_decorative": False,
        "suitable": False,
        "focal_point_x": None,
        "focal_point_y": None,
        "focal_point_width": None,
        "focal_point_height": None,
    }

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def protected_fields(self) -> list[str]:
        """As in the base class, but `suitable` may be set later: without it, no page that uses the picture could be changed."""
        return [name for name in self.public_fields if name != "suitable" or self.suitable]

    # --- Renditions -----------------------------------------------------------------------------------------
    def get_rendition(self, filter: Filter | str) -> HubRendition:
        """As in Wagtail, but every failure becomes a SourceImageIOError, for which templates show nothing.

        Raises:
            SourceImageIOError: the file cannot be read or resized.
        """
        with self._readable():
            # Wagtail's writes what it has read from the cache there again (see HubRendition).
            wanted = Filter(spec=filter) if isinstance(filter, str) else filter
            with suppress(HubRendition.DoesNotExist):
                found = self.find_existing_rendition(self.clean_filter_for_svg(wanted))
                if getattr(found, "_from_cache", False):
                    return cast("HubRendition", found)
            return super().get_rendition(filter)

    def get_renditions(self, *filters: Filter | str) -> dict[str, HubRendition]:
        """As get_rendition(), for several renditions."""
        with self._readable():
            return super().get_renditions(*filters)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, InvalidFilterSpecError):
            raise
        except Exception as error:
            note_fault(self, "pictures", error)
            raise SourceImageIOError(str(self.pk)) from error

    @property
    def default_alt_text(self) -> str:
        """The alternative text: the description, or "" for a decorative picture; never the file name."""
        return "" if self.is_decorative else self.description

    @property
    def is_described(self) -> bool:
        """Whether the picture has a description or is marked as decorative."""
        return self.is_decorative or bool(self.description.strip())

    def publishing_errors(self) -> list[CheckResult]:
        """What prevents a page with this picture from being published: no alternative text, or nobody declared what it shows.

        Returns:
            A list of CheckResult. In the body of a page, the alternative text is the one of the block.
        """
        failures = []
        message = self._alternative_text_problem()
        if message:
            failures.append(CheckResult("", message, code=ALT_TEXT))
        if not self.suitable:
            message = _(
                "Nobody has confirmed that the picture “%(title)s” is suitable. Look at it, and confirm it in the image library."
            )
            failures.append(CheckResult("", message % {"title": self.title}, code=SUITABLE))
        return failures

    def _alternative_text_problem(self) -> str | StrPromise:
        # In the body of a page, Wagtail sets these attributes from the block.
        of_body = self.contextual_alt_text is not None
        text = self.contextual_alt_text if of_body else self.description
        if self.decorative if of_body else self.is_decorative:
            return ""
        if not text.strip():
            return _("Describe the picture, or mark it as decorative.")
        if is_file_name(text, self.title, self.file.name):
            return name_is_no_description(text)
        return ""


# Set here because Wagtail defines the field, and another field class would need a migration.
cast(models.FileField, HubImage._meta.get_field("file")).attr_class = PictureFile


class HubRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(HubImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Read from the cache: Wagtail would write it there again, each time that it is shown."""
        super().__setstate__(state)
        self._from_cache = True
