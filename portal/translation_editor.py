"""What the side-by-side editor of translations, which is wagtail-localize's, needs to be used by everybody."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_editor_js")
def complete_the_editor():
    """Languages of its parts, names of its fields, and colours that can be read. Elsewhere the script finds nothing to do."""
    return format_html(
        '<link rel="stylesheet" href="{}"><script defer src="{}"></script>',
        static("portal/admin/translation_editor.css"),
        static("portal/admin/translation_editor.js"),
    )
