"""What a browser sends when somebody saves the form of a snippet."""

from html.parser import HTMLParser

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


class _Forms(HTMLParser):
    """The forms of a page that change something: method, action, fields."""

    def __init__(self):
        super().__init__()
        self.forms, self.open = [], None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.open = {"method": (attrs.get("method") or "get").lower(), "fields": {}, **attrs}
            self.open["method"] = self.open["method"].lower()
            self.forms.append(self.open)
        elif self.open is not None and tag == "input" and attrs.get("name"):
            if attrs.get("type") in ("checkbox", "radio") and "checked" not in attrs:
                return
            self.open["fields"][attrs["name"]] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None


def post_forms(html):
    """The forms of a page that are sent by POST.

    Returns:
        A list of dicts with the attributes of each and its `fields`, a dict of what its inputs hold.
    """
    parser = _Forms()
    parser.feed(html)
    return [form for form in parser.forms if form["method"] == "post"]


def form_fields(html):
    """What the inputs of a page's longest form hold, as a dict."""
    return max((form["fields"] for form in post_forms(html)), key=len)
