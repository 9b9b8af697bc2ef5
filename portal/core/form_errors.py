"""The errors of a form in the admin: a message for each field or block, with its label and its location in the editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from wagtail.blocks import BlockField

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class FieldError:
    """One error.

    Attributes:
        labels: the labels of the blocks and fields, from the outermost to the innermost.
        message: the error message.
        path: the content path of the field in the editor, as in Wagtail's comments.
    """

    labels: tuple
    message: str
    path: tuple = ()

    def __str__(self):
        return ": ".join(part for part in (" › ".join(self.labels), str(self.message)) if part)


@dataclass(frozen=True)
class Entry:
    """One line of an error summary: the message, the field's label, and the link to the field."""

    label: str | StrPromise
    message: str | StrPromise
    address: str


def place_in_editor(*path):
    """The fragment of an editor's address that leads to a field, and to a block in it, as in Wagtail's comments."""
    return f"#:w:contentpath={'.'.join(path)}"


def entries(form, leave_out=()):
    """The errors of a form and of its inline formsets, such as phones.

    Args:
        form: a bound form.
        leave_out: names of fields whose errors are shown elsewhere.

    Returns:
        A list of Entry.
    """
    found = []
    for name, errors in form.errors.items():
        if name in leave_out:
            continue
        field = form.fields.get(name)
        if isinstance(field, BlockField):
            found += [
                Entry(label_of(form, name), str(one), place_in_editor(name, *one.path))
                for error in errors.as_data()
                for one in block_errors(field.block, form[name].value(), error)
            ]
        elif name == NON_FIELD_ERRORS or field is None or field.widget.is_hidden:
            found += [Entry("", message, "") for message in errors]
        else:
            found += [Entry(label_of(form, name), message, f"#{focused(form[name])}") for message in errors]
    for formset in getattr(form, "formsets", {}).values():
        found += list_entries(formset)
    return found


def list_entries(formset):
    """The errors of a formset: the entry, the field, and its location."""
    found = [
        Entry(capfirst(formset.model._meta.verbose_name_plural), message, "")
        for message in formset.non_form_errors()
    ]
    for number, form in enumerate(formset.forms, start=1):
        which = f"{capfirst(formset.model._meta.verbose_name)} {number}"
        for entry in entries(form):
            found.append(
                Entry(" › ".join(part for part in (which, entry.label) if part), entry.message, entry.address)
            )
    return found


def label_of(form, name):
    """The label of a field in a form."""
    return str(form[name].label or capfirst(name.replace("_", " ")))


def focused(bound):
    """The id of the element to focus; for several choices, the first one."""
    several = getattr(bound.field.widget, "input_type", "") in ("radio", "checkbox")
    return bound.id_for_label or (f"{bound.auto_id}_0" if several else bound.auto_id)


def block_errors(block, value, error):
    """The errors of a block and of the blocks within it.

    Args:
        block: the block, such as the StreamBlock of a field.
        value: its submitted value, for the ids of blocks. May be None.
        error: the ValidationError of the block.

    Returns:
        A list of FieldError.
    """
    inner = getattr(error, "block_errors", None)
    if inner is None:
        return [FieldError((), message) for message in error.messages]
    found = [FieldError((), message) for message in _own(error)]
    for key, one in inner.items():
        child, child_value, label, path = _child(block, value, key)
        if child is None:
            found += [FieldError((), message) for message in _plain(one)]
            continue
        for inside in block_errors(child, child_value, one):
            found.append(FieldError((label, *inside.labels), inside.message, (*path, *inside.path)))
    return found


def name_block_errors(field, value, errors):
    """Replace "Validation error in StreamBlock" by the messages of the blocks, wherever the errors of a form are shown.

    Args:
        field: the form's BlockField.
        value: its value, or None.
        errors: the form's ErrorList of the field.
    """
    for error in errors.as_data():
        if hasattr(error, "block_errors"):
            error.message = " ".join(str(found) for found in block_errors(field.block, value, error))


def _own(error):
    return [message for one in error.non_block_errors.as_data() for message in one.messages]


def _plain(error):
    return ValidationError(error).messages if not hasattr(error, "block_errors") else _own(error)


def _child(block, value, key):
    """The block that failed, its value, its label, and its part of the content path."""
    if hasattr(block, "child_blocks"):
        children = getattr(value, "raw_data", None)
        if isinstance(key, str):
            child = block.child_blocks.get(key)
            inner = value.get(key) if hasattr(value, "get") else None
            return child, inner, _label(child), (key,)
        if children is None or key >= len(value):
            return None, None, "", ()
        bound = value[key]
        return bound.block, bound.value, f"{_label(bound.block)} {key + 1}", (bound.id,) if bound.id else ()
    if hasattr(block, "child_block"):
        bound = getattr(value, "bound_blocks", [])
        one = bound[key] if key < len(bound) else None
        child = block.child_block
        return (
            child,
            one.value if one is not None else None,
            f"{_label(child)} {key + 1}",
            (one.id,) if one is not None and getattr(one, "id", None) else (),
        )
    return None, None, "", ()


def _label(block):
    return capfirst(str(block.label)) if block is not None else ""
