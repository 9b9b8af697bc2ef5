"""A player is derived from the address alone; whatever is not one video at YouTube or Vimeo has none."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from media.videos.players import player_for, validate_player_url

pytestmark = pytest.mark.one_database

VIDEO = "dQw4w9-_gXc"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={VIDEO}",
        f"http://youtube.com/watch?v={VIDEO}&list=PL123&index=2",
        f"https://m.youtube.com/watch?feature=share&v={VIDEO}",
        f"https://WWW.YouTube.com/watch?v={VIDEO}#comments",
        f"https://youtu.be/{VIDEO}?si=abc",
        f"https://www.youtube.com/shorts/{VIDEO}",
        f"https://www.youtube.com/live/{VIDEO}/",
        f"https://www.youtube.com/embed/{VIDEO}?autoplay=0",
        f"https://www.youtube-nocookie.com/embed/{VIDEO}",
    ],
)
def test_youtube_addresses_get_the_player_without_cookies(url):
    player = player_for(url)
    assert (player.provider, player.host) == ("YouTube", "www.youtube-nocookie.com")
    assert (
        player.embed_url == f"https://www.youtube-nocookie.com/embed/{VIDEO}?rel=0&autoplay=1&playsinline=1"
    )
    assert player.watch_url == f"https://www.youtube.com/watch?v={VIDEO}"
    validate_player_url(url)


@pytest.mark.parametrize(
    ("url", "embed", "watch"),
    [
        ("https://vimeo.com/123456789", "123456789?dnt=1&autoplay=1&playsinline=1", "123456789"),
        (
            "https://www.vimeo.com/123456789/?share=copy",
            "123456789?dnt=1&autoplay=1&playsinline=1",
            "123456789",
        ),
        (
            "https://vimeo.com/123456789/0a1b2c3d4e?share=copy",
            "123456789?h=0a1b2c3d4e&dnt=1&autoplay=1&playsinline=1",
            "123456789/0a1b2c3d4e",
        ),
        (
            "https://player.vimeo.com/video/123456789?h=0a1b2c3d4e&badge=0",
            "123456789?h=0a1b2c3d4e&dnt=1&autoplay=1&playsinline=1",
            "123456789/0a1b2c3d4e",
        ),
        ("https://vimeo.com/42#t=1m5s", "42?dnt=1&autoplay=1&playsinline=1#t=65s", "42#t=65s"),
    ],
)
def test_vimeo_addresses_get_the_player_that_does_not_track(url, embed, watch):
    player = player_for(url)
    assert (player.provider, player.host) == ("Vimeo", "player.vimeo.com")
    assert player.embed_url == f"https://player.vimeo.com/video/{embed}"
    assert player.watch_url == f"https://vimeo.com/{watch}"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("t=90", 90),
        ("t=90s", 90),
        ("t=1m30s", 90),
        ("t=1h2m3s", 3723),
        ("start=7", 7),
        ("#t=90s", 90),
        ("t=2m", 120),
    ],
)
def test_the_moment_at_which_it_begins_is_kept(said, seconds):
    player = player_for(f"https://youtu.be/{VIDEO}{'' if said.startswith('#') else '?'}{said}")
    assert f"&start={seconds}" in player.embed_url
    assert player.watch_url.endswith(f"&t={seconds}s")


@pytest.mark.parametrize("said", ["t=soon", "t=", "t=-5", "t=0", "t=1&t=2", "t=٩٠", "t=99999999999999999999"])
def test_an_unclear_moment_means_the_beginning(said):
    assert "start" not in player_for(f"https://youtu.be/{VIDEO}?{said}").embed_url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "YouTube",
        f"youtube.com/watch?v={VIDEO}",
        f"//youtube.com/watch?v={VIDEO}",
        f"ftp://youtube.com/watch?v={VIDEO}",
        f"javascript://youtube.com/watch?v={VIDEO}",
        f"https://youtube.com.example.org/watch?v={VIDEO}",
        f"https://notyoutube.com/watch?v={VIDEO}",
        f"https://example.org/https://youtu.be/{VIDEO}",
        f"https://youtu.be@example.org/{VIDEO}",
        f"https://user@youtu.be/{VIDEO}",
        f"https://youtu.be:8443/{VIDEO}",
        f"https://youtu.be\\@example.org/{VIDEO}",
        f"https://youtu.be./{VIDEO}",
        f"https://music.youtube.com/watch?v={VIDEO}",
        f"https://you\ntu.be/{VIDEO}",
        f" https://youtu.be/{VIDEO}",
        f"https://youtu.be/{VIDEO}x",
        f"https://youtu.be/{VIDEO}/more",
        f"https://youtu.be/{VIDEO[:-1]}é",
        f"https://youtu.be/{VIDEO[:-3]}%22",
        "https://www.youtube.com/watch",
        f"https://www.youtube.com/watch?v={VIDEO}&v=aaaaaaaaaaa",
        f'https://www.youtube.com/watch?v={VIDEO}"><script>',
        "https://www.youtube.com/playlist?list=PL123",
        "https://www.youtube.com/@channel",
        "https://www.youtube.com/embed/videoseries?list=PL123",
        "https://www.youtube.com/embed/live_stream?channel=UC123",
        "https://vimeo.com/",
        "https://vimeo.com/channels/staffpicks",
        "https://vimeo.com/0123",
        "https://vimeo.com/123456789/settings",
        "https://vimeo.com/123456789?h=%22onload",
        "https://player.vimeo.com/123456789",
        "https://player.vimeo.com/video/١٢٣",
        "http://[::1",
        "https://[youtu.be]/x",
    ],
)
def test_everything_else_has_no_player_and_says_what_works(url):
    assert player_for(url) is None
    with pytest.raises(ValidationError, match=r"https://youtu\.be/… or https://vimeo\.com/"):
        validate_player_url(url)


PIECES = st.sampled_from(
    [
        "https:",
        "http:",
        "//",
        "/",
        "youtu.be",
        "www.youtube.com",
        "vimeo.com",
        "player.vimeo.com",
        "/watch",
        "?v=",
        "?",
        "&",
    ]
    + [
        VIDEO,
        "/embed/",
        "/video/",
        "123456789",
        "0a1b2c3d4e",
        "h=",
        "t=",
        "1m",
        "30s",
        "#",
        "%00",
        "[",
        "]",
        "@",
        ":",
        '"',
        "<",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text_has_no_player_or_one_at_the_two_hosts(url):
    player = player_for(url)
    if player:
        embed = urlsplit(player.embed_url)
        assert embed.scheme == "https"
        assert embed.netloc == player.host
        assert player.host in {"www.youtube-nocookie.com", "player.vimeo.com"}
        assert parse_qs(embed.query)["autoplay"] == ["1"]
        assert not set("\"'<> \\") & set(player.embed_url + player.watch_url)


@given(st.text("abcXYZ019-_", min_size=11, max_size=11), st.integers(1, 99_999))
def test_the_page_of_a_player_leads_to_the_same_player(video, start):
    player = player_for(f"https://youtu.be/{video}?t={start}")
    assert player_for(player.watch_url) == player
