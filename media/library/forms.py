"""The forms of documents and media files, as the settings of Wagtail and wagtailmedia name them."""

from wagtail.documents.forms import BaseDocumentForm
from wagtailmedia.forms import BaseMediaForm

from media.core.in_use import KeptWhileInUseForm


class HubDocumentForm(KeptWhileInUseForm, BaseDocumentForm):
    """The form of a document."""


class HubMediaForm(KeptWhileInUseForm, BaseMediaForm):
    """The form of a video or sound file."""
