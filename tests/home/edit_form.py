"""What a browser sends when somebody saves the edit form of a page, for tests of the admin."""

from django import forms
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.admin.widgets import AdminTagWidget
from wagtail.blocks.base import BlockField
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield


def _value(field, value):
    if isinstance(field, BlockField):
        return streamfield([])
    if isinstance(field.widget, DraftailRichTextArea):
        return rich_text(value or "", features=field.widget.features)
    if isinstance(field.widget, (AdminTagWidget, forms.CheckboxInput)):
        return "on" if value and value is not True and not hasattr(value, "all") else ""
    value = field.widget.format_value(getattr(value, "pk", value))
    value = value[0] if isinstance(value, list) and value else value
    return "" if value in (None, []) else str(value)


def posted(page, user, parent=None, **changes):
    """The fields of a page's edit form as they are, with some changed.

    Args:
        page: a HubPage; its streams are sent empty unless they are among the changes.
        user: who edits.
        parent: the page below which a new page is to stand.
        **changes: fields in the form in which a browser sends them (streamfield([…]), rich_text("…")).
    """
    form = page.get_edit_handler().get_form_class()(
        instance=page, for_user=user, parent_page=parent or page.get_parent()
    )
    data = {name: _value(field, form[name].value()) for name, field in form.fields.items()}
    data = {name: value for name, value in data.items() if value != ""}
    data.update({name: inline_formset([]) for name in form.formsets})
    data.update(changes)
    return nested_form_data(data)
