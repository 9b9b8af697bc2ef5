"""A silent film that the hub makes itself, so that its player is shown with a real file.

The film is a WebM file without any video program: Pillow draws each slide and encodes it as lossy WebP, whose content is one
key frame of VP8 (RFC 6386, RFC 9649); the frames are set into a Matroska file (RFC 9559, the WebM profile), one a second.
"""

import io
import math
import struct

from PIL import Image, ImageDraw, ImageFont

PAPER = "#faf7f2"
BRAND = "#143a6b"
HAIR = "#ddd6c8"
DAWN = "#f4b740"

# Shapes are drawn larger and scaled down, which smooths their edges.
FINER = 2
MOST_LINES = 4
# Pillow's own typeface has no long dashes.
SIMPLER = str.maketrans({"–": "-", "—": "-", "\u00a0": " "})


def write_slideshow(slides, size=(1280, 720)):
    """Make a silent film of slides.

    Args:
        slides: maps with `seconds` (a whole number from 1) and `lines` (one to four short lines of text).
        size: width and height in pixels.

    Returns:
        The bytes of a WebM file, the same for the same slides. Each second begins with a key frame, so that seeking is exact.

    Raises:
        ValueError: there is no slide, or one has no text, no time, or letters that the typeface lacks.
    """
    if not slides:
        raise ValueError("A slide show needs at least one slide.")
    frames = []
    for number, slide in enumerate(slides):
        seconds = slide["seconds"]
        if not isinstance(seconds, int) or seconds < 1:
            raise ValueError(
                f"Slide {number + 1} needs a whole number of seconds, at least 1, not {seconds!r}."
            )
        picture = _slide(slide["lines"], size, step=number, steps=len(slides))
        frames += [_vp8_frame(picture)] * seconds
    return _webm(frames, size)


def poster(lines, size=(1280, 720)):
    """Draw one slide as a picture that stands for a film before it plays.

    Args:
        lines: one to four short lines of text.
        size: width and height in pixels.

    Returns:
        The bytes of a PNG file.

    Raises:
        ValueError: there is no text, or it has letters that the typeface lacks.
    """
    return png(_slide(lines, size))


def png(picture):
    """The bytes of a PNG file of a Pillow picture."""
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


# --- Slides ------------------------------------------------------------------------------------------------


def _slide(lines, size, step=None, steps=0):
    """Draw lines of text on paper, with a mark for each slide of the film; the foot stays free for controls and captions."""
    lines = [line.translate(SIMPLER).strip() for line in lines]
    if not 1 <= len(lines) <= MOST_LINES or not all(lines):
        raise ValueError(f"A slide has one to {MOST_LINES} lines of text, none of them empty: {lines!r}.")
    width, height = (FINER * side for side in size)
    unit = height / 720
    margin = round(112 * unit)
    picture = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(picture)
    # Text stands between the marks above it and what a player lays over the foot.
    head, room = 120 * unit, 500 * unit
    font = _fitting_font(lines, width - 2 * margin, min(92 * unit, (room - 64 * unit) / 1.28 / len(lines)))
    weight = max(1, round(font.size / 60))  # Pillow's own typeface has one weight: an outline makes it bolder
    leading = font.size * 1.28
    block = leading * len(lines) + 64 * unit
    top = head + (room - block) / 2
    for number, line in enumerate(lines):
        baseline = top + leading * number + font.size * 0.95
        draw.text(
            (margin, baseline),
            line,
            font=font,
            fill=BRAND,
            anchor="ls",
            stroke_width=weight,
            stroke_fill=BRAND,
        )
    rule = top + leading * len(lines) + 34 * unit
    draw.rounded_rectangle((margin, rule, margin + 112 * unit, rule + 12 * unit), radius=6 * unit, fill=DAWN)
    for number in range(steps):
        left = margin + number * 72 * unit
        colour = BRAND if number <= step else HAIR
        draw.rounded_rectangle((left, 64 * unit, left + 56 * unit, 72 * unit), radius=4 * unit, fill=colour)
    return picture.resize(size, Image.Resampling.LANCZOS)


def _fitting_font(lines, width, largest):
    """The largest font, up to a size, in which all lines fit a width."""
    font = ImageFont.load_default(size=largest)
    _require_letters(lines, font)
    widest = max(font.getlength(line) for line in lines)
    return (
        font if widest <= width else ImageFont.load_default(size=max(1, math.floor(largest * width / widest)))
    )


def _require_letters(lines, font):
    """Refuse letters that would be drawn as empty boxes."""
    box = _shape("\ue000", font)
    missing = sorted(
        {letter for line in lines for letter in line if not letter.isspace() and _shape(letter, font) == box}
    )
    if missing:
        raise ValueError(
            f"The slides' typeface cannot draw {' '.join(missing)}: write these words in other letters."
        )


def _shape(letter, font):
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


# --- WebM --------------------------------------------------------------------------------------------------


def _vp8_frame(picture):
    """Encode a picture as one key frame of VP8: what a lossy WebP file holds in its chunk "VP8 " (RFC 9649)."""
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=70, method=6)
    data = file.getvalue()
    at = 12  # after "RIFF", the length and "WEBP"
    while at + 8 <= len(data):
        name, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"VP8 ":
            return data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    raise ValueError("Pillow wrote a WebP file without a VP8 frame; its library may lack lossy WebP.")


def _element(identifier, *contents):
    """A Matroska element: its identifier, the length of its content in eight bytes, the content (RFC 8794)."""
    content = b"".join(contents)
    return bytes.fromhex(identifier) + struct.pack(">Q", len(content) | 1 << 56) + content


def _number(identifier, value, length=1):
    return _element(identifier, value.to_bytes(length, "big"))


def _webm(frames, size):
    """Set key frames into a WebM file, one a second, with an index by which players seek."""
    head = _element(
        "1a45dfa3",
        _number("4286", 1),  # EBML version
        _number("42f7", 1),  # EBML version needed to read
        _number("42f2", 4),  # longest identifier
        _number("42f3", 8),  # longest length
        _element("4282", b"webm"),
        _number("4287", 4),  # version of Matroska: the colours are of its fourth
        _number("4285", 2),  # version needed to read
    )
    info = _element(
        "1549a966",
        _number("2ad7b1", 1_000_000, 3),  # a tick is a millisecond
        _element("4489", struct.pack(">d", len(frames) * 1000)),  # duration
        _element("4d80", b"Prevention hub"),  # made by
        _element("5741", b"Prevention hub"),
    )
    tracks = _element(
        "1654ae6b",
        _element(
            "ae",
            _number("d7", 1),  # number of the track
            _number("73c5", 1),  # its identifier
            _number("83", 1),  # it is video
            _number("9c", 0),  # a block holds one frame
            _element("22b59c", b"und"),  # no language
            _element("86", b"V_VP8"),
            _number("23e383", 1_000_000_000, 4),  # nanoseconds a frame
            _element(
                "e0",
                _number("b0", size[0], 2),
                _number("ba", size[1], 2),
                _number("9a", 2),  # not interlaced
                # WebP's colours: BT.601 matrix, limited range, the curve and primaries of sRGB.
                _element(
                    "55b0", _number("55b1", 6), _number("55b9", 1), _number("55ba", 13), _number("55bb", 1)
                ),
            ),
        ),
    )
    clusters = [
        _element(
            "1f43b675",
            _number("e7", second * 1000, 4),
            # A simple block: track 1, no ticks after the cluster's time, a key frame.
            _element("a3", b"\x81\x00\x00\x80", frame),
        )
        for second, frame in enumerate(frames)
    ]
    # The index stands before the frames. Its length does not depend on the places it holds, so it is made twice.
    first = len(info) + len(tracks) + len(_cues([0] * len(clusters)))
    places = [first + sum(map(len, clusters[:number])) for number in range(len(clusters))]
    return head + _element("18538067", info, tracks, _cues(places), *clusters)


def _cues(places):
    """The index: for each second, where in the segment its cluster begins."""
    return _element(
        "1c53bb6b",
        *(
            _element(
                "bb",
                _number("b3", second * 1000, 4),
                _element("b7", _number("f7", 1), _number("f1", place, 4)),
            )
            for second, place in enumerate(places)
        ),
    )
