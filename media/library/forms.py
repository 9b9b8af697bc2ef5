"""Forms of documents and media files, named in WAGTAILDOCS_DOCUMENT_FORM_BASE and WAGTAILMEDIA."""

from wagtail.documents.forms import BaseDocumentForm
from wagtailmedia.forms import BaseMediaForm

from media.core.in_use import KeptWhileInUseForm


class HubDocumentForm(KeptWhileInUseForm, BaseDocumentForm):
    """The form of a document."""


class HubMediaForm(KeptWhileInUseForm, BaseMediaForm):
    """The form of a video or sound file."""
