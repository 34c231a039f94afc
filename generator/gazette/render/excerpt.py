"""Cutting a redline down to what a reader needs, without hiding any change."""

from __future__ import annotations

import re

from gazette.model.comparison import Op, Redline, Span

GAP = "[…]"
"""Stands for unchanged words left out, as lawyers write it."""

# What takes no room or moves what does. The C0 and C1 controls but for the line
# feed; soft hyphen, joiners and other marks of no width; line and paragraph
# separators; the marks of direction, which can make a line read otherwise than
# it is stored; tags; halves of surrogate pairs. In a redline any would hide a change.
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINE_BREAKS = re.compile(r"\s*\n\s*")


def visible(text: str) -> str:
    """`text` with every character that shows nothing spelled out, such as `⟨U+001B⟩`.

    A policy is untrusted text: printed as it is, an escape sequence in it
    would command the reader's terminal.
    """
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text.replace("\t", " "))


def shorten(redline: Redline, *, context: int) -> Redline:
    """`redline` with long unchanged runs cut to about `context` characters a side.

    What is deleted, inserted or moved is kept whole; a cut shows as `[…]`.
    """
    last = len(redline) - 1
    return tuple(
        Span(span.op, _cut(span.text, context, first=at == 0, last=at == last))
        if span.op is Op.KEEP
        else span
        for at, span in enumerate(redline)
    )


def _cut(text: str, context: int, *, first: bool, last: bool) -> str:
    """An unchanged run: its start, which follows a change, and its end, which precedes one."""
    head = _start(text, context) if last or not first else ""
    tail = _end(text, context) if not last else ""
    cut = " ".join(part for part in (head, GAP, tail) if part)
    return cut if len(cut) < len(text) else text


def _start(text: str, length: int) -> str:
    """About `length` characters from the start of `text`, to the end of a word."""
    # A script without spaces has no word to end with, so it is cut anywhere.
    cut = text[:length]
    return cut[: cut.rfind(" ")] if " " in cut and len(text) > length else cut


def _end(text: str, length: int) -> str:
    """About `length` characters up to the end of `text`, from the start of a word."""
    cut = text[-length:]
    return cut[cut.find(" ") + 1 :] if " " in cut and len(text) > length else cut


def one_line(redline: Redline, *, context: int) -> Redline:
    """`redline` shortened, without line breaks."""
    return tuple(
        Span(span.op, _LINE_BREAKS.sub(" ", span.text))
        for span in shorten(redline, context=context)
    )
