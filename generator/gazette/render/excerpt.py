"""Cutting a redline down to what a reader needs, without hiding any change."""

from __future__ import annotations

import re
import unicodedata

from gazette.model.comparison import Op, Redline, Span

GAP = "[…]"
"""Stands for unchanged words left out, as lawyers write it."""

# Embedding, override and isolate marks can make a line read otherwise than it
# is stored; in a redline that would hide a change.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_BREAKS = re.compile(r"\s*\n\s*")


def visible(text: str) -> str:
    """`text` with every control character spelled out, such as `⟨U+001B⟩`.

    A policy is untrusted text: printed as it is, an escape sequence in it
    would command the reader's terminal.
    """
    return "".join(
        f"⟨U+{ord(sign):04X}⟩" if _is_control(sign) else sign for sign in text.replace("\t", " ")
    )


def _is_control(sign: str) -> bool:
    return (unicodedata.category(sign) == "Cc" and sign != "\n") or bool(_BIDI.match(sign))


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
