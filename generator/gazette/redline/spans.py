"""Shared runs of tokens to the spans of a redline, white space included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.model.comparison import Op, Redline, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazette.redline.tokens import Tokens
    from gazette.redline.words import Run

# To look one up in its class takes a call (before Python 3.12), and spans are many.
_KEEP, _DELETE, _INSERT = Op.KEEP, Op.DELETE, Op.INSERT


def join_spans(spans: Iterable[Span]) -> Redline:
    """`spans` with empty ones left out and neighbours of one operation joined."""
    joined: list[Span] = []
    pieces: list[str] = []
    for span in spans:
        if not span.text:
            continue
        if pieces and joined[-1].op is span.op:
            pieces.append(span.text)
            continue
        if len(pieces) > 1:
            joined[-1] = Span(joined[-1].op, "".join(pieces))
        joined.append(span)
        pieces = [span.text]
    if len(pieces) > 1:
        joined[-1] = Span(joined[-1].op, "".join(pieces))
    return tuple(joined)


def word_redline(old: Tokens, new: Tokens, runs: Iterable[Run]) -> Redline:
    """The redline that keeps `runs` of two texts.

    Deletions come before the insertions that replace them. White space belongs
    to the token after it; where only one of two shared tokens has some before
    it, that alone is marked, so that both texts come back word for word.
    """
    return join_spans(_spans(old, new, runs))


def _spans(old: Tokens, new: Tokens, runs: Iterable[Run]) -> Iterator[Span]:
    old_at = new_at = 0
    for run in runs:
        gone, come = old.between(old_at, run.old_at), new.between(new_at, run.new_at)
        before_old, before_new = old.parts[2 * run.old_at], new.parts[2 * run.new_at]
        # White space that came or went right behind a change is part of that change.
        joined = bool(gone or come) and bool(before_old) != bool(before_new)
        yield from _replaced(gone + before_old * joined, come + before_new * joined)
        yield from _kept(old, new, run, bare=joined)
        old_at, new_at = run.old_at + run.length, run.new_at + run.length
    yield from _replaced(old.between(old_at, len(old)), new.between(new_at, len(new)))


def _replaced(gone: str, come: str) -> Iterator[Span]:
    """The text `gone` of the old text, then the text `come` of the new."""
    if gone[:1].isspace() and come[:1].isspace():
        space = _leading_space(come)
        yield Span(_KEEP, space)
        gone, come = gone[len(_leading_space(gone)) :], come[len(space) :]
    yield Span(_DELETE, gone)
    yield Span(_INSERT, come)


def _kept(old: Tokens, new: Tokens, run: Run, *, bare: bool) -> Iterator[Span]:
    """The tokens of `run` as the new text spaces them; `bare` is without what is before them."""
    whole = new.between(run.new_at, run.new_at + run.length)
    if not bare and old.between(run.old_at, run.old_at + run.length) == whole:
        yield Span(_KEEP, whole)
        return
    start = 0
    for at in range(run.length):
        before_old = old.parts[2 * (run.old_at + at)]
        before_new = new.parts[2 * (run.new_at + at)]
        if bool(before_old) == bool(before_new):
            continue
        yield Span(_KEEP, new.between(run.new_at + start, run.new_at + at))
        if at or not bare:
            yield Span(_DELETE, before_old)
            yield Span(_INSERT, before_new)
        yield Span(_KEEP, new.words[run.new_at + at])
        start = at + 1
    yield Span(_KEEP, new.between(run.new_at + start, run.new_at + run.length))


def _leading_space(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]
