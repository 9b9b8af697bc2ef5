"""The sample video of the demonstration: a silent film of drawn scenes without words. The captions have the words, in each language.

A lossy WebP file holds one key frame of VP8 (RFC 9649); the frames are put into a WebM file (RFC 9559), one for each second.
"""

import io
import struct

from PIL import Image

from portal.design import social_images

SIZE = (1280, 720)
# The scenes, each with its length in seconds.
SCENES = (("city", 5), ("book", 6), ("houses", 6), ("bus_stop", 6), ("phone", 5))
MILLISECOND = 1_000_000  # In nanoseconds.


def poster() -> bytes:
    """The picture that stands for the film before it plays, as a JPEG file."""
    out = io.BytesIO()
    social_images.draw("phone", *SIZE).save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


def film() -> bytes:
    """The film as a WebM file."""
    frames = []
    for name, seconds in SCENES:
        frames += [_key_frame(social_images.draw(name, *SIZE))] * seconds
    return _webm(frames)


def _key_frame(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=60, method=4)
    data = out.getvalue()
    start = data.index(b"VP8 ") + 8
    return data[start : start + struct.unpack_from("<I", data, start - 4)[0]]


def _element(identifier: str, *contents: bytes) -> bytes:
    """An element of Matroska: its identifier, the length of its content in eight bytes, the content (RFC 8794)."""
    content = b"".join(contents)
    return bytes.fromhex(identifier) + struct.pack(">Q", len(content) | 1 << 56) + content


def _number(identifier: str, value: int, length: int = 1) -> bytes:
    return _element(identifier, value.to_bytes(length, "big"))


def _webm(frames: list[bytes]) -> bytes:
    versions = [_number(name, value) for name, value in (("4286", 1), ("42f7", 1), ("42f2", 4), ("42f3", 8))]
    head = _element("1a45dfa3", *versions, _element("4282", b"webm"), _number("4287", 4), _number("4285", 2))
    info = _element(
        "1549a966",
        _number("2ad7b1", MILLISECOND, 3),
        _element("4489", struct.pack(">d", len(frames) * 1000)),  # The duration.
        *(_element(name, b"Prevention hub") for name in ("4d80", "5741")),  # Made by.
    )
    picture = _element("e0", _number("b0", SIZE[0], 2), _number("ba", SIZE[1], 2))
    track = [_number(name, 1) for name in ("d7", "73c5", "83")]  # Its number, identifier and kind: video.
    length = _number("23e383", 1000 * MILLISECOND, 4)  # Of a frame.
    tracks = _element("1654ae6b", _element("ae", *track, _element("86", b"V_VP8"), length, picture))
    clusters = [
        # The time of the cluster; a block of track 1 at this time, a key frame.
        _element("1f43b675", _number("e7", second * 1000, 4), _element("a3", b"\x81\x00\x00\x80", frame))
        for second, frame in enumerate(frames)
    ]
    # The index is before the frames. Its length does not depend on what it says, so it is made twice.
    first = len(info) + len(tracks) + len(_index([0] * len(clusters)))
    places = [first + sum(map(len, clusters[:second])) for second in range(len(clusters))]
    return head + _element("18538067", info, tracks, _index(places), *clusters)


def _index(places: list[int]) -> bytes:
    """Where in the file each second begins, so that players can seek."""
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
