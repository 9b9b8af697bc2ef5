"""Prevents changes of pictures, documents and media files that the public sees.

A page is approved together with the files that it shows. To replace a file, staff upload a new item and choose it in the pages, which
then need approval. Declarations about the old file (accessible, suitable) are not carried over to the new one.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError, Q
from django.db.models.fields.files import FieldFile
from django.forms import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.models import ReferenceIndex, Revision, WorkflowState

from portal.core.draft_references import grouped_references

from . import access


class InUse(ValidationError):
    """A change of something public was refused, because nobody has approved it.

    Attributes:
        item: the picture, document or media file.
    """

    def __init__(self, item, sentence):
        super().__init__(sentence)
        self.item = item


STAYS = _(
    "A public page, or a version that is waiting for approval, uses this. Its file and description stay as they are. Add the new file as a new item, choose it on those pages, and send them for review."
)
NOT_DELETED = _(
    "A public page, or a version that is waiting for approval, uses “%(title)s”. Remove it from those pages first; then it can be deleted."
)


def is_used(item):
    """Whether the public sees an item, or will see it when a submitted revision is approved.

    Args:
        item: a HubImage, HubDocument or HubMedia.
    """
    return access.is_public(item) or any(_shows(revision, item) for revision in _waiting())


def _waiting():
    """The revisions that are submitted for approval or scheduled."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    records = states.values_list("base_content_type", "object_id")
    asked = Q(approved_go_live_at__isnull=False)
    for kind, number in records:
        asked |= Q(base_content_type=kind, object_id=number)
    # Of each review: the latest revision and the submitted one.
    return Revision.objects.filter(asked).order_by("-pk")


def _shows(revision, item):
    number = str(item.pk)
    if number not in json.dumps(revision.content):
        return False
    kind = item._meta.concrete_model
    found = ReferenceIndex._extract_references_from_object(revision.as_object())
    return any(
        str(to_number) == number and access.model_of(to_kind) is kind for to_kind, to_number, *_path in found
    )


class ProtectedWhileInUse(models.Model):
    """Base class of library items whose file and texts cannot be changed while the public sees them.

    Attributes:
        public_fields: fields that the public sees, or that decide whether the item is shown.
        file_fields: fields that describe the file, each with its value for a file that nobody has described yet.
    """

    public_fields: tuple[str, ...] = ("file",)
    file_fields: dict[str, Any] = {}

    class Meta:
        abstract = True

    @property
    def protected_fields(self):
        """The fields that cannot be changed while the item is in use."""
        return self.public_fields

    def save(self, *args, update_fields=None, **kwargs):
        """Save the item. If the file changed, reset the fields that described the old file, unless they changed too.

        Raises:
            InUse: it would change what the public sees.
        """
        names = set(self.public_fields) & set(update_fields or self.public_fields)
        stored = None
        if self.pk and not self._state.adding and names:
            stored = type(self)._base_manager.filter(pk=self.pk).first()
        if stored:
            changed = {name for name in names if _value(stored, name) != _value(self, name)}
            if changed & set(stored.protected_fields) and is_used(stored):
                raise InUse(self, STAYS)
            if "file" in changed:
                for name, unsaid in self.file_fields.items():
                    if _value(stored, name) == _value(self, name):
                        setattr(self, name, unsaid)
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_usage(self):
        """What uses the item, drafts too (wagtailmedia asks the index alone)."""
        return grouped_references(self)

    def delete(self, *args, **kwargs):
        """Delete the item.

        Raises:
            InUse: a page shows it.
        """
        try:
            return super().delete(*args, **kwargs)
        except ProtectedError:
            raise InUse(self, NOT_DELETED % {"title": self}) from None


def _value(item, name):
    value = getattr(item, name)
    if isinstance(value, FieldFile):
        # A file that is not stored yet is a different file, even if it has the same name.
        return value.name if value._committed else object()  # type: ignore[attr-defined]  # django-stubs leave it out.
    return value


def refuse_deletion(sender, instance, **_kwargs):
    """Prevent the deletion of an item that the public sees (receiver of pre_delete).

    Raises:
        InUse: it is used.
    """
    if is_used(instance):
        raise InUse(instance, NOT_DELETED % {"title": instance.title})


if TYPE_CHECKING:
    # Mypy needs the base class; at run time this is a mixin that is listed before the form class.
    from django.forms import ModelForm as FormBase
else:
    FormBase = object


class ProtectedWhileInUseForm(FormBase):
    """Form of an item: while it is in use, the fields that the public sees are disabled and refused.

    Attributes:
        in_use: whether the item is in use.
        kept: the names of the disabled fields.
    """

    in_use = False
    kept: Sequence[str] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and is_used(self.instance):
            self.in_use, self.kept = True, self.instance.protected_fields
            for name in [name for name in self.kept if name in self.fields]:
                if isinstance(self.fields[name], FileField):
                    # Django would read the file, which may be missing from the storage.
                    del self.fields[name]
                else:
                    self.fields[name].disabled, self.fields[name].required = True, False

    def clean(self):
        """Refuse values of disabled fields, which a browser does not send."""
        cleaned = super().clean()
        if self.in_use and any(self._sent_another(name) for name in self.kept):
            self.add_error(None, STAYS)
        return cleaned

    def _sent_another(self, name):
        key = self.add_prefix(name)
        if key in self.files:
            return True
        if key not in self.data or name not in self.fields:
            return False
        field = self.fields[name]
        field.disabled = False
        try:
            value = field.widget.value_from_datadict(self.data, self.files, key)
            return field.has_changed(self.get_initial_for_field(field, name), value)
        finally:
            field.disabled = True
