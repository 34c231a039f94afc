"""Shared runs of tokens to the spans of a redline, white space included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.model.comparison import Op, Redline, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazette.redline.tokens import Tokens
    from gazette.redline.words import Run


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
        yield from _replaced(old, new, (old_at, run.old_at), (new_at, run.new_at))
        yield from _kept(old, new, run)
        old_at, new_at = run.old_at + run.length, run.new_at + run.length
    yield from _replaced(old, new, (old_at, len(old)), (new_at, len(new)))


def _replaced(
    old: Tokens, new: Tokens, gone: tuple[int, int], come: tuple[int, int]
) -> Iterator[Span]:
    """The tokens `gone` of the old text, then the tokens `come` of the new."""
    deleted, inserted = old.between(*gone), new.between(*come)
    if deleted[:1].isspace() and inserted[:1].isspace():
        space = _leading_space(inserted)
        yield Span(Op.KEEP, space)
        deleted, inserted = deleted[len(_leading_space(deleted)) :], inserted[len(space) :]
    yield Span(Op.DELETE, deleted)
    yield Span(Op.INSERT, inserted)


def _kept(old: Tokens, new: Tokens, run: Run) -> Iterator[Span]:
    """The tokens of `run`, as the new text spaces them."""
    whole = new.between(run.new_at, run.new_at + run.length)
    if old.between(run.old_at, run.old_at + run.length) == whole:
        yield Span(Op.KEEP, whole)
        return
    start = 0
    for at in range(run.length):
        before_old = old.parts[2 * (run.old_at + at)]
        before_new = new.parts[2 * (run.new_at + at)]
        if bool(before_old) == bool(before_new):
            continue
        yield Span(Op.KEEP, new.between(run.new_at + start, run.new_at + at))
        yield Span(Op.DELETE, before_old)
        yield Span(Op.INSERT, before_new)
        yield Span(Op.KEEP, new.words[run.new_at + at])
        start = at + 1
    yield Span(Op.KEEP, new.between(run.new_at + start, run.new_at + run.length))


def _leading_space(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]
