"""The form of a picture: whoever puts it into the library declares that it is suitable (facts.md, "Words and pictures")."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class HubImageForm(BaseImageForm):
    """A picture is kept only with the declaration of what it does not show."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get("suitable")
        if field:
            field.required = True
            field.error_messages["required"] = _(
                "Look at the picture, and tick this when it shows none of these. Other pictures cannot be used."
            )
