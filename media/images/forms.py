"""The form of a picture. Whoever uploads a picture must declare that it is suitable."""

from django.forms.fields import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from media.core.in_use import ProtectedWhileInUseForm

from .pictures import cleaned


class PictureField(WagtailImageField):
    """A field for uploading a picture, which is cleaned before its dimensions are read (media/images/pictures.py)."""

    def to_python(self, data):
        """The cleaned file.

        Raises:
            ValidationError: its file extension is not allowed, it is too large, or it is not a picture of an accepted format.
        """
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        clean = cleaned(file)
        self.run_validators(file)
        return super().to_python(clean)


class HubImageForm(ProtectedWhileInUseForm, BaseImageForm):
    """Requires the declaration that the picture is suitable."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        file = self.fields.get("file")
        if file:
            self.fields["file"] = PictureField(label=file.label, required=file.required, widget=file.widget)
        field = self.fields.get("suitable")
        if field and not self.in_use:
            field.required = True
            field.error_messages["required"] = _(
                "Look at the picture, and check this box when it shows none of these. Other pictures cannot be "
                "used."
            )
