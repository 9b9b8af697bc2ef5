"""Validates captions, which are WebVTT files (W3C, "WebVTT: The Web Video Text Tracks Format"), before they are stored.

Browsers silently ignore captions that they cannot parse, so a deaf reader would miss them and nobody would notice.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Captioning guides advise at most 42 characters a line. Twice as many would wrap at every size of the player.
LONGEST_LINE = 84
SHOWN_PROBLEMS = 10

ARROW = "-->"
TIME = re.compile(r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})")
TIME_WITH_COMMA = re.compile(r"(?:[0-9]{2,}:)?[0-9]{2}:[0-9]{2},[0-9]{3}")
LOOKS_LIKE_TIMES = re.compile(r"[ \t]*[0-9][0-9:.,]*[ \t]*-->")
# An arrow that was changed by a word processor or mistyped.
BROKEN_ARROW = re.compile(r"[ \t]*[0-9]+:[0-9:.,]+[ \t]*(?:->|→|[–—]+>?|-+>|--|==>|=>)[ \t]*[0-9]+:[0-9:.,]+")
HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
# Lines such as "Kind: captions", which YouTube writes below the header. Players ignore them.
HEADER_REMARK = re.compile(r"(?!.*-->)[A-Za-z][A-Za-z-]*[:=].*")
SETTINGS = {
    "vertical": re.compile(r"rl|lr"),
    "line": re.compile(r"(?:-?[0-9]+(?:\.[0-9]+)?%?|auto)(?:,(?:start|center|end))?"),
    "position": re.compile(r"(?:[0-9]+(?:\.[0-9]+)?%|auto)(?:,(?:line-left|center|line-right))?"),
    "size": re.compile(r"[0-9]+(?:\.[0-9]+)?%"),
    "align": re.compile(r"start|center|end|left|right"),
    "region": re.compile(r"\S+"),
}
TAG = re.compile(
    r"</?(?:c|i|b|u|ruby|rt|v|lang)(?:\.[^\s<>&.]+)*(?:[ \t][^<>]*)?>|<(?:[0-9]{2,}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}>"
)
ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm);")


@dataclass(frozen=True)
class CaptionProblem:
    """A mistake in a WebVTT file: the line, counted from 1, and a sentence that says how to correct it."""

    line: int
    message: str


def validate_webvtt(text):
    """Find all mistakes in a WebVTT file.

    Captions may overlap, as the standard allows: two people can speak at once.

    Args:
        text: the whole file; any text is allowed, with line ends of any system and with or without a byte order mark.

    Returns:
        A list of CaptionProblems in the current language, in the order of their lines; empty if the file is valid.
    """
    return _Reader(text).read()


def validate_captions(text):
    """Accept only a valid WebVTT file (a Django validator).

    Args:
        text: the whole file.

    Raises:
        ValidationError: with a message for each of the first problems, each with its line number.
    """
    problems = validate_webvtt(text)
    if not problems:
        return
    messages = [
        _("Line %(line)s: %(message)s") % {"line": problem.line, "message": problem.message}
        for problem in problems[:SHOWN_PROBLEMS]
    ]
    rest = len(problems) - SHOWN_PROBLEMS
    if rest > 0:
        messages.append(
            ngettext("There is %(count)s more problem.", "There are %(count)s more problems.", rest)
            % {"count": rest}
        )
    raise ValidationError(messages, code="captions")


class _Reader:
    """Parses a file from top to bottom and collects its mistakes."""

    def __init__(self, text):
        self.lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
        self.problems = []
        self.cues = 0
        self.last_start = 0

    def read(self):
        for index, line in enumerate(self.lines):
            if "\0" in line:
                self._say(
                    index,
                    _("This line contains an invisible null character. Delete the line and type it again."),
                )
        index = self._read_header()
        while index < len(self.lines):
            if self.lines[index]:
                index = self._read_block(index)
            else:
                index += 1
        if not self.cues and not self.problems:
            self._say(
                0,
                _(
                    "There are no captions in this file. Add at least one: a line with two times, and its text below."
                ),
            )
        return sorted(self.problems, key=lambda problem: problem.line)

    def _say(self, index, message):
        self.problems.append(CaptionProblem(index + 1, message))

    def _read_header(self):
        """Check the first lines; return the index of the first line after them."""
        if not HEADER.fullmatch(self.lines[0]):
            self._say(
                0,
                _("The first line must be the word WEBVTT in capital letters, with an empty line below it."),
            )
        elif ARROW in self.lines[0]:
            self._say(0, _("Only a remark can follow WEBVTT. Put the times on a separate line further down."))
            return 1
        first = next((index for index, line in enumerate(self.lines) if line.strip()), None)
        if first is None:
            return len(self.lines)
        if not self.lines[first].strip().upper().startswith("WEBVTT"):
            # Other formats begin with their first caption or with a heading of their own.
            has_times = any(ARROW in line for line in self.lines[first : first + 2])
            return first if has_times else first + 1
        index = first + 1
        while index < len(self.lines) and HEADER_REMARK.fullmatch(self.lines[index]):
            index += 1
        if index < len(self.lines) and self.lines[index]:
            self._say(index, _("Put an empty line between the heading of the file and this line."))
        return index

    def _read_block(self, first):
        """Check the block of lines that begins at an index; return the index after it."""
        end = first
        while end < len(self.lines) and self.lines[end]:
            end += 1
        word = self.lines[first].rstrip(" \t")
        if word == "NOTE" or self.lines[first].startswith(("NOTE ", "NOTE\t")):
            return self._read_remark(first, end)
        if word in {"STYLE", "REGION"}:
            if self.cues:
                self._say(
                    first,
                    _("Move this %(word)s block above the first caption: players ignore it here.")
                    % {"word": word},
                )
            return self._read_remark(first, end)
        if ARROW in self.lines[first]:
            return self._read_cue(first, end)
        if first + 1 < end and ARROW in self.lines[first + 1]:
            return self._read_cue(first + 1, end)  # its first line is the name of the caption
        self._say_no_times(first, end)
        return end

    def _say_no_times(self, first, end):
        """Report why a block is not a caption: its arrow is malformed, or it has no times."""
        for index in range(first, min(first + 2, end)):
            if BROKEN_ARROW.match(self.lines[index]):
                self.cues += 1
                self._say(
                    index,
                    _("Write the arrow between the two times as two hyphens and a greater-than sign: -->"),
                )
                return
        self._say(
            first,
            _(
                "This text has no times, so no player shows it. Put a line such as 00:00:05.000 --> 00:00:08.000 "
                "right above it, or, if it belongs to the caption above, remove the empty line."
            ),
        )

    def _read_remark(self, first, end):
        """Check a NOTE, STYLE or REGION block: "-->" within it would end it."""
        for index in range(first, end):
            if ARROW in self.lines[index]:
                if LOOKS_LIKE_TIMES.match(self.lines[index]) and index > first:
                    self._say(index, _("Put an empty line above this caption."))
                    return index
                self._say(
                    index,
                    _(
                        "Write this remark without the characters -->, which can only be used between two times."
                    ),
                )
        return end

    def _read_cue(self, times, end):
        """Check the caption whose times are at an index; return the index after it."""
        self.cues += 1
        self._check_times(times)
        has_text = False
        for index in range(times + 1, end):
            line = self.lines[index]
            if LOOKS_LIKE_TIMES.match(line):
                # The line above is usually the identifier of this caption, not text of the previous one.
                is_numbered = index - 1 > times and self.lines[index - 1].strip().isdigit()
                self._say(index - is_numbered, _("Put an empty line between the caption above and this one."))
                if not has_text:
                    self._say_no_text(times)
                return index
            if ARROW in line:
                self._say(
                    index, _("A caption's text must not contain the characters -->. Write “to” or → instead.")
                )
            has_text = self._check_text(index, line) or has_text
        if not has_text:
            self._say_no_text(times)
        return end

    def _say_no_text(self, times):
        self._say(
            times,
            _("This caption has no text. Write it on the line right below the times, or delete the caption."),
        )

    def _check_text(self, index, line):
        """Check a line of a caption; return whether it shows any text."""
        plain = TAG.sub("", line)
        if "<" in plain:
            self._say(
                index,
                _("Players hide what follows the sign <. Write &lt; for the sign itself, or fix the tag."),
            )
        seen = ENTITY.sub(" ", plain)
        if len(seen) > LONGEST_LINE:
            self._say(
                index,
                _("This line has %(count)s characters. Break it so that no line has more than %(most)s.")
                % {"count": len(seen), "most": LONGEST_LINE},
            )
        return bool(plain.replace("&nbsp;", "").strip())

    def _check_times(self, index):
        line = self.lines[index]
        before, _arrow, after = line.partition(ARROW)
        words = after.split()
        start = self._time(index, before.strip(" \t"))
        if start is None:
            return  # The second time usually has the same mistake: report it once.
        end = self._time(index, words[0] if words else "")
        if end is None:
            return
        if not before.endswith((" ", "\t")) or not after.startswith((" ", "\t")):
            self._say(index, _("Put a space before and after the arrow -->."))
        if end <= start:
            self._say(
                index, _("This caption ends before it begins. Make the second time later than the first.")
            )
        if start < self.last_start:
            self._say(
                index,
                _(
                    "This caption begins earlier than the one above it. Put the captions in the order of their times."
                ),
            )
        self.last_start = max(start, self.last_start)
        self._check_settings(index, words[1:])

    def _check_settings(self, index, settings):
        for setting in settings:
            name, colon, value = setting.partition(":")
            if not colon or name not in SETTINGS or not SETTINGS[name].fullmatch(value):
                self._say(
                    index,
                    _(
                        "Players do not know “%(setting)s” after the times. Remove it, or put the text on the "
                        "next line."
                    )
                    % {"setting": setting[:40]},
                )

    def _time(self, index, written):
        """The milliseconds of a time, or None after its mistake was reported."""
        found = TIME.fullmatch(written)
        if found:
            hours, minutes, seconds, thousandths = (
                int(number[:9] or 0) for number in found.groups(default="0")
            )
            return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
        if not written:
            message = _("A time is missing. Write both, such as 00:00:05.000 --> 00:00:08.000.")
        elif TIME_WITH_COMMA.fullmatch(written):
            message = _("Write a period, not a comma, before the thousandths of a second: %(time)s.") % {
                "time": written.replace(",", ".")
            }
        else:
            message = _(
                "“%(time)s” is not a time. Write hours, minutes and seconds with two digits each and three "
                "digits after a period, such as 00:01:05.500; minutes and seconds go up to 59."
            ) % {"time": written[:40]}
        self._say(index, message)
        return None
