"""Parts of pages that each process renders once for a language and a cache version."""

from django import template
from django.utils.translation import get_language

register = template.Library()
# The maximum for a language; a part is about 1 kB.
MOST_PARTS = 2_000


class OnceNode(template.Node):
    """See once()."""

    def __init__(self, nodelist, name, varies_with):
        self.nodelist, self.name, self.varies_with = nodelist, name, varies_with

    def render(self, context):
        """The part from the memory of this process; rendered if it is not there."""
        parts = getattr(context.get("site_context"), "rendered_parts", None)
        if parts is None:
            return self.nodelist.render(context)
        key = (self.name, get_language(), *(value.resolve(context) for value in self.varies_with))
        if (html := parts.get(key)) is None:
            html = self.nodelist.render(context)
            if len(parts) < MOST_PARTS:
                parts[key] = html
        return html


@register.tag
def once(parser, token):
    """`{% once "name" value … %}…{% endonce %}`: rendered once for each site context, language and combination of the values.

    The content may depend only on `site_context`, the settings, these values and published records that they identify: not on the
    address, the query, the person or the time. The parts are stored in the site context, which is replaced after every change that a
    visitor could see.
    """
    _tag, name, *values = token.split_contents()
    nodelist = parser.parse(["endonce"])
    parser.delete_first_token()
    return OnceNode(nodelist, name.strip("\"'"), [parser.compile_filter(value) for value in values])
