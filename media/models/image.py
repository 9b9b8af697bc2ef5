"""Pictures, with the words for those who do not see them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class HubImage(AbstractImage):
    """A picture. Its description is the alternative text, unless it is decorative (WCAG 1.1.1)."""

    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_(
            "It tells the reader nothing that the text does not say. Screen readers then pass over it."
        ),
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it, as it must be shown.")
    )
    licence = models.CharField(
        _("licence"), max_length=120, blank=True, help_text=_("Such as “CC BY 4.0” or “Own work”.")
    )
    suitable = models.BooleanField(
        _("suitable"),
        default=False,
        help_text=_(
            "It shows no abuse, chains, ropes, bars, handcuffs or tape over a mouth, and nobody who was trafficked can be recognised."
        ),
    )

    admin_form_fields = (*Image.admin_form_fields, "is_decorative", "credit", "licence", "suitable")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self):
        """The alternative text: the description, or nothing for a decorative picture; never the file's name."""
        return "" if self.is_decorative else self.description

    @property
    def is_described(self):
        """Whether somebody has said what it shows, or that it is decorative."""
        return self.is_decorative or bool(self.description.strip())


class HubRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(HubImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]
