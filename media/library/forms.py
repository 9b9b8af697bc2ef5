"""Forms of documents and media files, named in WAGTAILDOCS_DOCUMENT_FORM_BASE and WAGTAILMEDIA."""

from wagtail.documents.forms import BaseDocumentForm
from wagtailmedia.forms import BaseMediaForm

from media.core.in_use import ProtectedWhileInUseForm


class HubDocumentForm(ProtectedWhileInUseForm, BaseDocumentForm):
    """The form of a document."""


class HubMediaForm(ProtectedWhileInUseForm, BaseMediaForm):
    """The form of a video or sound file."""
