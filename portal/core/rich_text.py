"""Links in rich text."""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from .page_links import links_by_id


class CachedPageLinkHandler(PageLinkHandler):
    """Renders links to pages in rich text; a link to a page that is not live becomes plain text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        """The opening tags of the links."""
        ids = [int(attrs["id"]) if str(attrs.get("id", "")).isdigit() else 0 for attrs in attrs_list]
        found = links_by_id(ids)
        return [cls._opening(found.get(pk)) for pk in ids]

    @staticmethod
    def _opening(link):
        if link is None:
            return "<a>"
        # A link to a page in another language says so.
        other = f' hreflang="{escape(link.lang)}"' if link.lang else ""
        return f'<a href="{escape(link.url)}"{other}>'
