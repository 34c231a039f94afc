"""Passages that moved within or between paragraphs, each tied to its other end.

A comparison's spans say that words moved away or arrived, not which belong
together. Equal words do, in reading order. An end whose other end was not
found is a plain deletion or insertion: Word rejects a move with one end.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from gazette.model.comparison import Op
from gazette.render.docx.flow import Flow, Paragraph, Piece, Table, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    _Passage = tuple[Piece, ...]

_HEAD = 8
"""Letters by which a passage is found in a longer one; a moved one has more."""
_FEW = 8
"""Passages that begin alike and are looked for; more are all the same to a reader."""
_PLAIN = {Op.MOVED_AWAY: Op.DELETE, Op.MOVED_HERE: Op.INSERT}


def name_moves(flow: Sequence[Flow]) -> tuple[Flow, ...]:
    """`flow` with a name on each moved passage that has both its ends."""
    paragraphs = [p for item in flow for p in paragraphs_of(item)]
    passages = [passage for p in paragraphs for passage in _passages(p) if _is_loose(passage)]
    if not passages:
        return tuple(flow)
    cut = [list(_parts(*both)) for both in zip(passages, _cuts(passages), strict=True)]
    names = iter(_names([part for parts in cut for part in parts]))
    parts = iter([[(part, next(names)) for part in parts] for parts in cut])
    return tuple(_each(item, lambda p: _named(p, parts)) for item in flow)


def _names(passages: Sequence[_Passage]) -> list[str]:
    """The name of each passage, "" for one without another end."""
    ends: dict[tuple[Op, str], list[int]] = defaultdict(list)
    for place, passage in enumerate(passages):
        ends[passage[0].op, _words(passage)].append(place)
    names = [""] * len(passages)
    for (op, words), places in ends.items():
        if op is Op.MOVED_AWAY and words:
            arrivals = ends.get((Op.MOVED_HERE, words), [])
            for away, here in zip(places, arrivals, strict=False):
                names[away] = names[here] = f"passage {away}"
    return names


def _cuts(passages: Sequence[_Passage]) -> list[set[int]]:
    """After how many letters each passage is to be cut, so that its parts have other ends.

    What left as one passage may have arrived as two, or the other way round.
    """
    words = [_words(passage) for passage in passages]
    cuts: list[set[int]] = [set() for _ in passages]
    for op in _PLAIN:
        shorter: dict[str, list[str]] = defaultdict(list)
        for passage, said in zip(passages, words, strict=True):
            few = shorter[said[:_HEAD]]
            if passage[0].op is not op and len(few) < _FEW and said not in few:
                few.append(said)
        for passage, said, found in zip(passages, words, cuts, strict=True):
            if passage[0].op is op and said not in shorter[said[:_HEAD]]:
                found.update(_borders(said, shorter))
    return cuts


def _borders(words: str, shorter: Mapping[str, Sequence[str]]) -> Iterator[int]:
    """Where in `words` one of `shorter`, which go by how they begin, begins or ends."""
    at = 0
    while at < len(words):
        heads = shorter.get(words[at : at + _HEAD], ())
        found = next((part for part in heads if words.startswith(part, at)), "")
        if found:
            yield from (at, at + len(found))
        at += max(len(found), 1)


def _parts(passage: _Passage, cuts: set[int]) -> Iterator[_Passage]:
    """`passage` in parts that end after so many letters."""
    part: list[Piece] = []
    done = 0
    for piece in passage:
        start = 0
        for at, letter in enumerate(piece.text if cuts else ""):
            done += not letter.isspace()
            if done in cuts and not letter.isspace() and at + 1 > start:
                part.append(replace(piece, text=piece.text[start : at + 1]))
                yield tuple(part)
                part, start = [], at + 1
        if start < len(piece.text) or not start:
            part.append(replace(piece, text=piece.text[start:]) if start else piece)
    if part:
        yield tuple(part)


def _words(passage: _Passage) -> str:
    return "".join("".join(piece.text for piece in passage).split())


def _named(paragraph: Paragraph, parts: Iterator[Sequence[tuple[_Passage, str]]]) -> Paragraph:
    """`paragraph` with its moved passages in the next `parts`, each with its name."""
    pieces: list[Piece] = []
    for passage in _passages(paragraph):
        if not _is_loose(passage):
            pieces.extend(passage)
            continue
        for part, name in next(parts):
            if name:
                pieces.extend(replace(piece, move=name) for piece in part)
            else:
                pieces.extend(replace(piece, op=_PLAIN[piece.op]) for piece in part)
    return replace(paragraph, pieces=tuple(pieces))


def _passages(paragraph: Paragraph) -> Iterator[_Passage]:
    """The runs of neighbouring pieces with one operation in one move."""
    for _, passage in groupby(paragraph.pieces, key=lambda piece: (piece.op, piece.move)):
        yield tuple(passage)


def _is_loose(passage: _Passage) -> bool:
    return passage[0].op in _PLAIN and not passage[0].move


def _each(item: Flow, change: Callable[[Paragraph], Paragraph]) -> Flow:
    """`item` with `change` made to each of its paragraphs, in reading order."""
    if isinstance(item, Paragraph):
        return change(item)
    rows = (
        replace(
            row,
            cells=tuple(
                replace(cell, paragraphs=tuple(map(change, cell.paragraphs))) for cell in row.cells
            ),
        )
        for row in item.rows
    )
    return Table(tuple(rows))
