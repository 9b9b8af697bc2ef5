"""What a browser sends when somebody saves the form of a snippet."""

from wagtail.test.utils.form_data import rich_text


def snippet_form(record, **changes):
    """The fields of a record's edit form as they are, with some changed."""
    data = {}
    for field in record._meta.concrete_fields:
        value = field.value_from_object(record)
        if value not in (None, False):
            data[field.name] = "on" if value is True else str(value)
    for name in ("what_happens", "text"):
        if hasattr(record, name):
            data[name] = rich_text("<p>Words.</p>", features=["bold", "link"])
    return {**data, **changes}
