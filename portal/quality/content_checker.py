"""What Wagtail's content checker looks at in the preview beside the editor and in the user bar, while one writes.

The checker runs in the browser and knows only what axe knows. Words of links, tables and the rest are examined by the
publishing checks, whose summary above the editor is renewed after each autosave (portal/templatetags/publishing_checks.py).
"""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

# As media/images/alternative_text.py: names of files, and what cameras and phones call pictures.
FILE_NAME = (
    r"\.(avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)$"
    r"|^(img|image|dsc[nf]?|pxl|photo|picture|screenshot|scan|untitled|mvimg)[\W_]*[\d\W_]*$"
    r"|^[\d\W_]+$"
)
# The hub's pages have a summary instead of a description for search engines only.
NOT_ASKED = {"empty-meta-description"}
ALSO_ASKED = [
    "image-alt",
    "image-redundant-alt",
    "page-has-heading-one",
    "td-has-header",
    "th-has-data-cells",
]


class HubContentChecker(ContentCheckerItem):
    """Wagtail's checker, with those rules of the publishing checks that axe knows."""

    axe_run_only = [
        *(rule for rule in ContentCheckerItem.axe_run_only if rule not in NOT_ASKED),
        *ALSO_ASKED,
    ]
    axe_custom_checks = [
        check if check["id"] != "check-image-alt-text" else {**check, "options": {"pattern": FILE_NAME}}
        for check in ContentCheckerItem.axe_custom_checks
    ]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "alt-text-quality": {
            "error_name": _("The picture's alternative text is the name of a file"),
            "help_text": _("Say what the picture shows, or mark it as decorative."),
        },
        "image-alt": {
            "error_name": _("A picture has no alternative text"),
            "help_text": _("Describe the picture, or mark it as decorative."),
        },
        "heading-order": {
            "error_name": _("A heading level is skipped"),
            "help_text": _("Make the heading a section, or add a section above it."),
        },
        "page-has-heading-one": {
            "error_name": _("The page has no main heading"),
            "help_text": _("Give the page a title."),
        },
    }


@hooks.register("construct_wagtail_userbar")
def use_the_hubs_checker(request, items, page):
    """Put ours in the place of Wagtail's."""
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = HubContentChecker(in_editor=item.in_editor)
