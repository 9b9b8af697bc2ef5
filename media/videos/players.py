"""Players of other hosts, derived from a video's address alone: no request is made before the reader starts the video."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

YOUTUBE_HOSTS = {
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "youtube-nocookie.com",
    "www.youtube-nocookie.com",
}
YOUTUBE_SHORT_HOSTS = {"youtu.be", "www.youtu.be"}
VIMEO_HOSTS = {"vimeo.com", "www.vimeo.com"}
YOUTUBE_PLAYER = "www.youtube-nocookie.com"
VIMEO_PLAYER = "player.vimeo.com"

YOUTUBE_PATH = re.compile(r"/(?:shorts|live|embed)/([A-Za-z0-9_-]{11})/?", re.ASCII)
YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
# Path segments of YouTube's player addresses (a playlist, a live stream) that look like the id of a video.
NOT_VIDEOS = {"videoseries", "live_stream"}
# An unlisted video has a second id, which its player needs too.
VIMEO_PATH = re.compile(r"/([1-9][0-9]{0,11})(?:/([0-9a-f]{6,20}))?/?")
VIMEO_PLAYER_PATH = re.compile(r"/video/([1-9][0-9]{0,11})/?")
VIMEO_HASH = re.compile(r"[0-9a-f]{6,20}")
START = re.compile(r"(?:([0-9]{1,2})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s?)?")
# urlsplit() would silently remove some of these; browsers treat a backslash as a slash.
NEVER_IN_AN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f\\]")


@dataclass(frozen=True)
class Player:
    """The player of a video at another host.

    Attributes:
        provider: the name that readers know, "YouTube" or "Vimeo".
        host: the host of the frame, for the page's Content-Security-Policy (`frame-src`).
        embed_url: the frame's address. It starts playing at once, because the reader has clicked to start it.
        watch_url: the video's own page, for a plain link.
    """

    provider: str
    host: str
    embed_url: str
    watch_url: str


def player_for(url):
    """Derive the player of a video from its address, without any request.

    Args:
        url: an address as an editor pastes it; any text is allowed.

    Returns:
        A Player, or None when the text is not the address of one video at YouTube or Vimeo.
    """
    try:
        if NEVER_IN_AN_ADDRESS.search(url):
            return None
        parts = urlsplit(url)
    except ValueError:
        return None  # For example an incomplete IPv6 address.
    if parts.scheme not in {"http", "https"}:
        return None
    query = parse_qs(parts.query)
    # The whole netloc is compared, so that no port, user name or similar host passes.
    host = parts.netloc.lower()
    if host in YOUTUBE_HOSTS or host in YOUTUBE_SHORT_HOSTS:
        video = _youtube_id(host, parts.path, query)
        return _youtube_player(video, _start(parts, query)) if video else None
    if host in VIMEO_HOSTS or host == VIMEO_PLAYER:
        pattern = VIMEO_PLAYER_PATH if host == VIMEO_PLAYER else VIMEO_PATH
        found = pattern.fullmatch(parts.path)
        if not found:
            return None
        unlisted = found[2] if pattern is VIMEO_PATH and found[2] else _only(query, "h")
        if unlisted and not VIMEO_HASH.fullmatch(unlisted):
            return None
        return _vimeo_player(found[1], unlisted, _start(parts, query))
    return None


def validate_player_url(url):
    """Accept only addresses that `player_for` understands.

    Args:
        url: the address that an editor typed.

    Raises:
        ValidationError: it is not the address of one video at YouTube or Vimeo; the message says which addresses work.
    """
    if player_for(url) is None:
        raise ValidationError(
            _(
                "This is not the address of a single video on YouTube or Vimeo. Open the video there and paste its address, such as https://www.youtube.com/watch?v=…, https://youtu.be/… or https://vimeo.com/123456789. Playlists and channels cannot be shown."
            ),
            code="player",
        )


def _youtube_id(host, path, query):
    """The video id in a YouTube address, or None."""
    if host in YOUTUBE_SHORT_HOSTS:
        video = path.removeprefix("/").removesuffix("/")
    elif path in {"/watch", "/watch/"}:
        video = _only(query, "v")
    else:
        found = YOUTUBE_PATH.fullmatch(path)
        video = found[1] if found else ""
    return video if YOUTUBE_ID.fullmatch(video) and video not in NOT_VIDEOS else None


def _youtube_player(video, start):
    options = {"rel": 0, "autoplay": 1, "playsinline": 1}
    page = {"v": video}
    if start:
        options["start"] = start
        page["t"] = f"{start}s"
    return Player(
        provider="YouTube",
        host=YOUTUBE_PLAYER,
        embed_url=f"https://{YOUTUBE_PLAYER}/embed/{video}?{urlencode(options)}",
        watch_url=f"https://www.youtube.com/watch?{urlencode(page)}",
    )


def _vimeo_player(video, unlisted, start):
    options = {"h": unlisted} if unlisted else {}
    options |= {"dnt": 1, "autoplay": 1, "playsinline": 1}
    moment = f"#t={start}s" if start else ""
    return Player(
        provider="Vimeo",
        host=VIMEO_PLAYER,
        embed_url=f"https://{VIMEO_PLAYER}/video/{video}?{urlencode(options)}{moment}",
        watch_url=f"https://vimeo.com/{video}{'/' + unlisted if unlisted else ''}{moment}",
    )


def _only(query, name):
    """The value of a parameter that occurs exactly once, else "": it would be unclear which video is meant."""
    values = query.get(name, [])
    return values[0] if len(values) == 1 else ""


def _start(parts, query):
    """The second at which to start: `t=90`, `t=1m30s`, `start=90` or `#t=90s`; 0 if the address states none or is unclear."""
    said = _only(query, "t") or _only(query, "start") or _only(parse_qs(parts.fragment), "t")
    found = START.fullmatch(said)
    if not found:
        return 0
    hours, minutes, seconds = (int(number or 0) for number in found.groups())
    return hours * 3600 + minutes * 60 + seconds
