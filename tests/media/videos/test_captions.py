"""Captions are checked before they are stored, and every problem says where it is and how to mend it."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from media.videos.captions import LONGEST_LINE, SHOWN_PROBLEMS, validate_captions, validate_webvtt

pytestmark = pytest.mark.one_database

SOUND = """WEBVTT - made by hand
Kind: captions

NOTE The speaker stands
in front of a window.

STYLE
::cue(b) { color: yellow }

REGION
id:left

1
00:00.500 --> 00:00:02.000 align:start position:10%,line-left line:-1 size:80%
<v Ann>Good <i>morning</i> &amp; welcome.</v>
2 < is never written so; this is: 2 &lt; 3

opening
00:01.000 --> 01:00:02.000
Two people may speak at once.

NOTE the end
"""


def problems(text):
    return [(problem.line, problem.message) for problem in validate_webvtt(text)]


def cue(times="00:01.000 --> 00:02.000", text="Hello"):
    return f"WEBVTT\n\n{times}\n{text}\n"


def test_sound_files_pass_with_any_line_ends_and_byte_order_mark():
    sound = SOUND.replace("2 < is never written so; this is: ", "")
    assert problems(sound) == []
    assert problems("\ufeff" + sound.replace("\n", "\r\n")) == []
    assert problems(sound.replace("\n", "\r")) == []
    validate_captions(sound)


def test_a_bare_less_than_sign_is_found_in_its_line():
    assert [(line, "&lt;" in message) for line, message in problems(SOUND)] == [(16, True)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "WEBVTT"),
        ("  \n", 1, "WEBVTT"),
        ("webvtt\n\n00:01.000 --> 00:02.000\nHello", 1, "capital letters"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nHello", 1, "WEBVTT"),
        ("\nWEBVTT\n\n00:01.000 --> 00:02.000\nHello", 1, "first line"),
        ("00:01.000 --> 00:02.000\nHello", 1, "first line"),
        ("WEBVTT\n00:01.000 --> 00:02.000\nHello", 2, "empty line"),
        ("WEBVTT\n\nNOTE nothing else", 1, "no captions"),
        (cue("00:01,000 --> 00:02.000"), 3, "00:01.000"),
        (cue("00:01.000 --> 00:02"), 3, "“00:02” is not a time"),
        (cue("0:00:01.000 --> 0:00:02.000"), 3, "two digits"),
        (cue("00:60.000 --> 00:61.000"), 3, "up to 59"),
        (cue("00:01.00 --> 00:02.00"), 3, "three digits"),
        (cue("٠٠:٠١.٠٠٠ --> 00:02.000"), 3, "is not a time"),
        (cue("00:01.000 -->"), 3, "time is missing"),
        (cue("00:01.000-->00:02.000"), 3, "Put a space"),
        (cue("00:01.000 –> 00:02.000"), 3, "two hyphens"),
        (cue("00:01.000 -> 00:02.000"), 3, "two hyphens"),
        (cue("00:02.000 --> 00:02.000"), 3, "ends before"),
        (cue("00:02.000 --> 00:01.000"), 3, "ends before"),
        (cue("00:01.000 --> 00:02.000 align:middle"), 3, "align:middle"),
        (cue("00:01.000 --> 00:02.000 Hello"), 3, "Hello"),
        (cue() + "\n00:00.500 --> 00:02.000\nEarlier", 6, "order"),
        (cue(text=""), 3, "no text"),
        (cue(text="<i> </i>&nbsp;"), 3, "no text"),
        (cue(text="from A --> B"), 4, "-->"),
        (cue(text="a\n00:03.000 --> 00:04.000\nb"), 5, "empty line"),
        (cue(text="a\n2\n00:03.000 --> 00:04.000\nb"), 5, "empty line"),
        (cue(text="a\n\nlost"), 6, "no times"),
        (cue(text="x" * (LONGEST_LINE + 1)), 4, str(LONGEST_LINE + 1)),
        (cue(text="a\0b"), 4, "null character"),
        (cue() + "\nSTYLE\n::cue { color: red }", 6, "STYLE"),
        ("WEBVTT\n\nNOTE a --> b\n\n00:01.000 --> 00:02.000\nHello", 3, "remark"),
    ],
)
def test_each_problem_is_told_once_with_its_line(text, line, words):
    (found,) = problems(text)
    assert found[0] == line
    assert words in found[1]


def test_an_srt_file_is_explained():
    found = problems("1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nBye\n")
    assert [line for line, _message in found] == [1, 2, 6]
    assert "comma" in found[1][1]


def test_long_tags_do_not_count_as_text():
    assert problems(cue(text=f"<v {'A very long name ' * 9}>Hello</v>")) == []


def test_the_editor_sees_lines_and_how_many_more():
    with pytest.raises(ValidationError) as caught:
        validate_captions("WEBVTT\n\n" + "lost\n\n" * (SHOWN_PROBLEMS + 2))
    messages = caught.value.messages
    assert len(messages) == SHOWN_PROBLEMS + 1
    assert messages[1].startswith("Line 5: This text has no times")
    assert messages[-1] == "There are 2 more problems."


PIECES = st.sampled_from(
    [
        "WEBVTT",
        "\n",
        "\n\n",
        "\r",
        "00:01.000",
        " --> ",
        "-->",
        "00:02.000",
        "NOTE",
        "STYLE",
        "REGION",
        "1",
        "<i>",
        "<",
    ]
    + [
        "&",
        "text",
        ",",
        " ",
        "\t",
        "\0",
        "\ufeff",
        "align:",
        "99999999999:00:00.000",
        "\x85",
        "\u2028",
        "Kind:",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_is_answered_with_lines_that_exist(text):
    count = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for problem in validate_webvtt(text):
        assert 1 <= problem.line <= count
        assert problem.message


TIMES = st.integers(0, 5_999_000)


@given(st.lists(st.tuples(TIMES, st.integers(1, 9000)), min_size=1, max_size=20).map(sorted), st.booleans())
def test_any_ordered_captions_pass(cues, hours):
    def written(time):
        minutes, rest = divmod(time, 60_000)
        hour, minute = divmod(minutes, 60)
        lead = f"{hour:02}:" if hours or hour else ""
        return f"{lead}{minute:02}:{rest // 1000:02}.{rest % 1000:03}"

    blocks = [f"{written(start)} --> {written(start + length)}\nText" for start, length in cues]
    assert problems("\n\n".join(["WEBVTT", *blocks])) == []
