"""A plain-text markup for descriptions that members type: paragraphs, lists, bold, italics and links.

A blank line begins a paragraph.        **bold**   *italic*
- an item of a list                     [words of the link](https://example.org)
1. an item of a numbered list           https://example.org/a becomes a link “example.org”
"""

import re
from html.parser import HTMLParser

from django.utils.html import escape

from .cleaning import clean_html, clean_text

_BULLET, _NUMBER = re.compile(r"^\s*[-•*]\s+"), re.compile(r"^\s*\d{1,3}[.)]\s+")
_LINK = r"\[([^\[\]\n]{1,200})\]\(((?:https?://|mailto:|tel:|page:)[^\s()<>\"]{1,500})\)"
_BARE = r"(https?://[^\s<>()\"]{1,500}[^\s<>()\".,;:!?'])"
_INLINE = re.compile(
    rf"{_LINK}|{_BARE}|\*\*([^\s*](?:[^*\n]{{0,500}}[^\s*])?)\*\*|\*([^\s*](?:[^*\n]{{0,500}}[^\s*])?)\*"
)


def to_html(text, stored=""):
    """Convert typed text to rich text. HTML in it is shown literally.

    Args:
        text: plain text with the markup above.
        stored: what the rich text field holds now. Others write it in another way, such as with line ends between paragraphs.

    Returns:
        Clean HTML for a rich text field; `stored` if the text is that of to_text(), so that nothing counts as changed.
    """
    html = _html(text)
    return stored if stored and html == _html(to_text(stored)) else html


def _html(text):
    pieces = []
    for part in re.split(r"\n\s*\n", clean_text(text).strip()):
        pieces.extend(_part(part.split("\n")))
    return clean_html("".join(pieces))


def _part(lines):
    """The HTML of lines without a blank line between them: list items and paragraphs."""
    run: list[str] = []
    kind = None
    for line in [*lines, None]:
        mark = line is not None and ("ul" if _BULLET.match(line) else "ol" if _NUMBER.match(line) else "p")
        if run and mark != kind:
            yield _run(kind, run)
            run = []
        if line is not None and line.strip():
            run.append(re.sub(_BULLET if mark == "ul" else _NUMBER, "", line) if mark != "p" else line)
        kind = mark


def _run(kind, lines):
    if kind == "p":
        return f"<p>{'<br>'.join(_inline(line.strip()) for line in lines)}</p>"
    return f"<{kind}>{''.join(f'<li>{_inline(line.strip())}</li>' for line in lines)}</{kind}>"


def _inline(text):
    html: list[str] = []
    end = 0
    for match in _INLINE.finditer(text):
        html.append(escape(text[end : match.start()]))
        words, address, bare, bold, italic = match.groups()
        if address and address.startswith("page:"):
            number = re.sub(r"\D", "", address)
            html.append(f'<a linktype="page" id="{number}">{escape(words)}</a>')
        elif address or bare:
            html.append(f'<a href="{escape(address or bare)}">{escape(words or _site(bare))}</a>')
        else:
            html.append(f"<b>{escape(bold)}</b>" if bold else f"<i>{escape(italic)}</i>")
        end = match.end()
    return "".join([*html, escape(text[end:])])


def to_text(html):
    """The inverse of to_html(), for the form.

    Args:
        html: the value of a rich text field.

    Returns:
        Plain text.
    """
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.pieces)).strip()


def _site(address):
    """The host name of an address, as link text that people and screen readers can read (WCAG 2.4.4)."""
    return address.partition("://")[2].partition("/")[0].partition("?")[0].removeprefix("www.")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces, self.lists, self.links, self.words = [], [], [], None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("ul", "ol"):
            self.lists.append([tag, 0])
            self._say("\n\n")
        elif tag == "li" and self.lists:
            self.lists[-1][1] += 1
            self._say(f"\n{self.lists[-1][1]}. " if self.lists[-1][0] == "ol" else "\n- ")
        elif tag == "br":
            self._say("\n")
        elif tag in ("b", "strong"):
            self._say("**")
        elif tag in ("i", "em"):
            self._say("*")
        elif tag == "a":
            address = attrs.get("href") or (f"page:{attrs['id']}" if attrs.get("id") else "")
            self.links.append((address, len(self.pieces)))

    def handle_endtag(self, tag):
        if tag == "p":
            self._say("\n\n")
        elif tag in ("ul", "ol"):
            self.lists = self.lists[:-1]
            self._say("\n\n")
        elif tag in ("b", "strong"):
            self._say("**")
        elif tag in ("i", "em"):
            self._say("*")
        elif tag == "a" and self.links:
            address, start = self.links.pop()
            words = "".join(self.pieces[start:])
            if address and words in (address, _site(address)) and re.fullmatch(_BARE, address):
                self.pieces[start:] = [address]
            elif address and address != words:
                self.pieces[start:] = [f"[{words}]({address})"]

    def handle_data(self, data):
        self._say(data)

    def _say(self, text):
        self.pieces.append(text)
