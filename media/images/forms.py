"""The form of a picture: whoever puts it into the library declares that it is suitable."""

from django.forms.fields import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from media.core.in_use import KeptWhileInUseForm

from .pictures import cleaned


class PictureField(WagtailImageField):
    """A picture to upload, cleaned before anybody asks how large it is (media/images/pictures.py)."""

    def to_python(self, data):
        """The clean file.

        Raises:
            ValidationError: its name has an ending that is not taken, it is too large, or no picture that can be kept.
        """
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        clean = cleaned(file)
        self.run_validators(file)
        return super().to_python(clean)


class HubImageForm(KeptWhileInUseForm, BaseImageForm):
    """A picture is kept only with the declaration of what it does not show."""

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
