"""The differences of a field made of blocks: for each, the path of block names and the values before and after.

Wagtail's own comparison merges both versions into one text, and shows unchanged blocks in full.
"""

import datetime
import difflib
import re
from collections import Counter
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.compare import diff_text
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images import get_image_model
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.utils.text import text_from_html

from portal.core.wagtail_patches import with_plain_line_breaks


@dataclass(frozen=True)
class Row:
    """One difference: the path of names, and its two sides (safe HTML)."""

    path: tuple
    before: str
    after: str


def rows(block, before, after, path=()):
    """Compare two values of a block.

    Args:
        block: the Block.
        before: its value in the older version.
        after: its value in the newer version.
        path: the names of the blocks around it.

    Returns:
        A list of Row in the order of the newer version; empty if nothing differs.
    """
    if _same(block, before, after):
        return []
    if isinstance(block, (blocks.StreamBlock, blocks.ListBlock)):
        return _sequence_rows(block, before, after, path)
    if isinstance(block, blocks.StructBlock) and not hasattr(block, "get_comparison_class"):
        return [
            row
            for name, child in block.child_blocks.items()
            for row in rows(child, before.get(name), after.get(name), (*path, str(child.label)))
        ]
    found = _leaf_sides(block, before, after)
    return [Row(path, *found)] if found else []


def words(html):
    """Rich text as plain text, with the address of each link, because a changed address matters.

    Args:
        html: the stored HTML.

    Returns:
        A string.
    """
    soup = BeautifulSoup(html or "", "html.parser")
    for link in soup.find_all("a"):
        address = link.get("href") or f"{link.get('linktype', '')} {link.get('id', '')}"
        link.append(f" [{address}]")
    return " ".join(soup.get_text(" ").split())


def sides(html):
    """Split a comparison in which Wagtail has merged both sides into one text.

    Args:
        html: the result of Wagtail's htmldiff(), which has escaped the text.

    Returns:
        The older and the newer side: removed text is marked with <del>, new text with <ins>, so not only by color.
    """
    found = []
    for gone, stays, name in (("addition", "deletion", "del"), ("deletion", "addition", "ins")):
        soup = BeautifulSoup(str(html), "html.parser")
        for element in soup.select(f".{gone}"):
            element.decompose()
        for element in soup.select(f"span.{stays}"):
            element.name, element.attrs = name, {}
        found.append(mark_safe(str(soup)))  # Wagtail has escaped it; only elements were renamed.
    return found


def rich_text_sides(before, after):
    """The two sides of rich text.

    Args:
        before: the older HTML, the stored HTML.
        after: the newer HTML.

    Returns:
        A list of both sides; None if a reader would see no difference.
    """
    if _markup(before) == _markup(after):
        return None
    if words(before) == words(after):
        return [
            words(before),
            format_html("<ins>{}</ins> {}", _("Other formatting, same words:"), words(after)),
        ]
    return sides(diff_text(words(before), words(after)).to_html())


def _markup(html):
    """Rich text without the editor's own attributes, and without spaces between blocks."""
    soup = BeautifulSoup(html or "", "html.parser")
    for element in soup.find_all(lambda tag: tag.has_attr("data-block-key")):
        del element["data-block-key"]
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", " ".join(str(soup).split()))


# --- Lists of blocks ------------------------------------------------------------------------------------------
def _sequence_rows(block, before, after, path):
    old, new = _children(before), _children(after)
    if not _has_numbers(before) or not _has_numbers(after):
        # Blocks without ids: the first is compared with the first, and so on.
        old = [(index, child, value) for index, (_key, child, value) in enumerate(old)]
        new = [(index, child, value) for index, (_key, child, value) in enumerate(new)]
    old_names, new_names = _names(block, old), _names(block, new)
    known = {key: value for key, _child, value in old}
    moved = _moved([key for key, *_rest in old], [key for key, *_rest in new])
    found = []
    for key, child, value in new:
        here = (*path, new_names[key])
        if key not in known:
            found.append(Row(here, "", format_html("<ins>{}</ins> {}", _("New:"), _whole(child, value))))
            continue
        if key in moved:
            found.append(Row(here, _place(old, key), _place(new, key)))
        found += rows(child, known[key], value, here)
    kept = {key for key, *_rest in new}
    for key, child, value in old:
        if key not in kept:
            gone = format_html("<del>{}</del> {}", _("Removed:"), _whole(child, value))
            found.append(Row((*path, old_names[key]), gone, ""))
    return found


def _children(value):
    """The blocks within a stream or list: id, definition and value of each."""
    if value is None:
        return []
    bound = value.bound_blocks if isinstance(value, blocks.list_block.ListValue) else value
    return [(child.id, child.block, child.value) for child in bound]


def _has_numbers(value):
    """Whether the blocks' ids are stored ones; ListBlock creates new ones if there are none."""
    if not value:
        return True
    if isinstance(value, blocks.list_block.ListValue):
        return any(child.original_id for child in value.bound_blocks)
    return all(child.id for child in value)


def _names(block, children):
    """A label for each block: its type, with a number if there are several."""
    kinds = Counter(child.name for _key, child, _value in children)
    counted: Counter[str] = Counter()
    names = {}
    for key, child, _value in children:
        counted[child.name] += 1
        label = str(child.label or block.label)
        names[key] = f"{label} {counted[child.name]}" if kinds[child.name] > 1 or not child.name else label
    return names


def _moved(old, new):
    """The blocks that were moved, without those that only shifted."""
    old, new = [key for key in old if key in set(new)], [key for key in new if key in set(old)]
    staying = set()
    for match in difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        staying.update(old[match.a : match.a + match.size])
    return set(new) - staying


def _place(children, key):
    place = [other for other, *_rest in children].index(key) + 1
    return _("Place %(place)s of %(all)s") % {"place": place, "all": len(children)}


# --- One value ------------------------------------------------------------------------------------------------
def _same(block, before, after):
    if before in (None, "") or after in (None, ""):
        # An empty field is stored as None or "".
        return before in (None, "") and after in (None, "")
    return with_plain_line_breaks(block.get_prep_value(before)) == with_plain_line_breaks(
        block.get_prep_value(after)
    )


def _leaf_sides(block, before, after):
    if isinstance(block, blocks.RichTextBlock):
        return rich_text_sides(before.source if before else "", after.source if after else "")
    if isinstance(block, TypedTableBlock) or _is_image(before) or _is_image(after):
        return [_whole(block, before), _whole(block, after)]
    old, new = _text(block, before), _text(block, after)
    if isinstance(block, (blocks.CharBlock, blocks.TextBlock)):
        return sides(diff_text(old, new).to_html())
    return [
        format_html("<del>{}</del>", old) if old else "",
        format_html("<ins>{}</ins>", new) if new else "",
    ]


def _is_image(value):
    return isinstance(value, get_image_model())


def _text(block, value):
    """A value as text."""
    if value is None or value == "":
        return ""
    if isinstance(block, blocks.BooleanBlock):
        return _("Yes") if value else _("No")
    if isinstance(block, blocks.RichTextBlock):
        return words(value.source)
    if isinstance(block, blocks.ChoiceBlock):
        choices = dict(block.field.choices)
        return str(choices.get(value, value))
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return date_format(value, "DATE_FORMAT")
    if isinstance(block, blocks.FieldBlock):
        return str(value)
    return text_from_html(block.render_basic(value)) or str(value)


def _whole(block, value):
    """A value with all its parts, as HTML."""
    if value is None:
        return ""
    if _is_image(value):
        described = getattr(value, "contextual_alt_text", "") or value.default_alt_text
        picture = get_rendition_or_not_found(value, "max-165x165").img_tag({"alt": ""})
        return format_html("{} <p>{}: {}</p>", picture, value.title, described or _("no description"))
    if isinstance(block, TypedTableBlock):
        heads = format_html_join(
            "", '<th scope="col">{}</th>', ((column["heading"],) for column in value.columns)
        )
        lines = format_html_join(
            "",
            "<tr>{}</tr>",
            (
                (format_html_join("", "<td>{}</td>", ((cell.render(),) for cell in row)),)
                for row in value.rows
            ),
        )
        return format_html(
            "<p>{}</p><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", value.caption, heads, lines
        )
    if isinstance(block, (blocks.StreamBlock, blocks.ListBlock)):
        items = ((_whole(child, content),) for _key, child, content in _children(value))
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))
    if isinstance(block, blocks.StructBlock):
        filled = (
            (child.label, _whole(child, value.get(name)))
            for name, child in block.child_blocks.items()
            if value.get(name)
        )
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", filled))
    return escape(_text(block, value))
