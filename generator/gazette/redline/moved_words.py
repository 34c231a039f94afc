"""Sentences that left one clause for another, or went elsewhere in their own.

Whole clauses are aligned before; this looks for what was deleted in one place
and inserted word for word in another, so that it is not read as taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from gazette.model.comparison import Change, ChangeKind, Op, Span
from gazette.model.note import Note
from gazette.redline.spans import join_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazette.redline.tokens import Tokens, Vocabulary

FEWEST = 10
"""Tokens in a row that are taken for moved; shorter phrases recur by chance."""
_MOVED = {Op.DELETE: Op.MOVED_AWAY, Op.INSERT: Op.MOVED_HERE}


class _Place(NamedTuple):
    """The span `span` of the change `change`, both by their place in order."""

    change: int
    span: int


@dataclass(slots=True)
class _Marked:
    """A deleted or inserted text, and which ranges of its tokens were moved.

    `taken` has a 1 for each token that is part of a move.
    """

    tokens: Tokens
    taken: bytearray
    moved: list[tuple[int, int]] = field(default_factory=list)

    def take(self, start: int, end: int) -> None:
        """Note that `tokens[start:end]` were moved."""
        self.moved.append((start, end))
        self.taken[start:end] = b"\1" * (end - start)


def mark_moved_words(changes: Sequence[Change], vocabulary: Vocabulary) -> list[Change]:
    """`changes` with the words moved among them marked as such, and noted.

    A text is moved if it has at least `FEWEST` tokens and was deleted once.
    """
    long = _long(changes)
    if not all(long.values()):
        return list(changes)
    gone, come = (_marked(texts, vocabulary) for texts in long.values())
    moves = list(_moves(gone, come))
    if not moves:
        return list(changes)
    result = list(changes)
    for (from_change, _), (to_change, _) in dict.fromkeys(moves):
        if from_change != to_change:
            source = changes[from_change].clause.heading
            target = changes[to_change].clause.heading
            _note(result, from_change, _told("to", target, same=source == target))
            _note(result, to_change, _told("from", source, same=source == target))
    for at in {place.change for move in moves for place in move}:
        result[at] = replace(result[at], redline=join_spans(_spans(at, changes[at], gone, come)))
    return result


def _told(way: str, heading: str, *, same: bool) -> Note:
    """Where words were moved "to" or "from", by the heading above, which may be the same."""
    if same:
        key = f"words_{way}_another"
        return Note.of(f"{key}_of", heading=heading) if heading else Note(key)
    return Note.of(f"words_{way}", heading=heading) if heading else Note(f"words_{way}_start")


def _note(changes: list[Change], at: int, note: Note) -> None:
    if note not in changes[at].notes:
        changes[at] = replace(changes[at], notes=(*changes[at].notes, note))


def _long(changes: Sequence[Change]) -> dict[Op, dict[_Place, str]]:
    """The deleted and the inserted texts that may be long enough to have been moved."""
    found: dict[Op, dict[_Place, str]] = {Op.DELETE: {}, Op.INSERT: {}}
    for at, change in enumerate(changes):
        if change.kind in (ChangeKind.MOVED, ChangeKind.FORMATTING):
            continue
        for number, span in enumerate(change.redline):
            # A token has at least one character.
            if len(span.text) >= FEWEST and span.op in found:
                found[span.op][_Place(at, number)] = span.text
    return found


def _marked(texts: dict[_Place, str], vocabulary: Vocabulary) -> dict[_Place, _Marked]:
    """Those of `texts` that have enough tokens."""
    cut = ((place, vocabulary.tokens(text)) for place, text in texts.items())
    return {
        place: _Marked(tokens, bytearray(len(tokens)))
        for place, tokens in cut
        if len(tokens) >= FEWEST
    }


def _moves(
    gone: dict[_Place, _Marked], come: dict[_Place, _Marked]
) -> Iterator[tuple[_Place, _Place]]:
    """Where each moved text was and is; its range is noted on both sides."""
    grams = _singles(gone)
    for place, marked in come.items():
        code = marked.tokens.code
        at = 0
        while at <= len(code) - FEWEST:
            source = grams.get(code[at : at + FEWEST])
            length = _length(gone[source[0]], source[1], code, at) if source else 0
            if not source or length < FEWEST:
                at += 1
                continue
            gone[source[0]].take(source[1], source[1] + length)
            marked.take(at, at + length)
            yield source[0], place
            at += length


def _singles(gone: dict[_Place, _Marked]) -> dict[str, tuple[_Place, int] | None]:
    """Where each sequence of tokens was deleted, None if more than once."""
    grams: dict[str, tuple[_Place, int] | None] = {}
    for place, marked in gone.items():
        code = marked.tokens.code
        for at in range(len(code) - FEWEST + 1):
            gram = code[at : at + FEWEST]
            grams[gram] = None if gram in grams else (place, at)
    return grams


def _length(marked: _Marked, start: int, code: str, at: int) -> int:
    """How many tokens agree from there on and are not yet part of a move."""
    there = marked.tokens.code
    length = 0
    while (
        at + length < len(code)
        and start + length < len(there)
        and there[start + length] == code[at + length]
        and not marked.taken[start + length]
    ):
        length += 1
    return length


def _spans(
    at: int, change: Change, gone: dict[_Place, _Marked], come: dict[_Place, _Marked]
) -> Iterator[Span]:
    """The spans of a change, cut where a move begins or ends."""
    for number, span in enumerate(change.redline):
        place = _Place(at, number)
        marked = gone.get(place) or come.get(place)
        yield from _cut(span, marked) if marked else (span,)


def _cut(span: Span, marked: _Marked) -> Iterable[Span]:
    parts = marked.tokens.parts
    done = 0
    for start, end in sorted(marked.moved):
        left = 2 * start + 1 if start else 0
        right = 2 * end + 1 if end < len(marked.tokens) else len(parts)
        yield Span(span.op, "".join(parts[done:left]))
        yield Span(_MOVED[span.op], "".join(parts[left:right]))
        done = right
    yield Span(span.op, "".join(parts[done:]))
