"""What changed about a clause that its words do not show, said in words."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from gazette.model.document import Clause, ClauseKind
from gazette.model.note import Note
from gazette.redline.mark_notes import mark_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.model.document import Block, Mark

_LISTS = ("ol", "ul")
_SURROUNDINGS = frozenset((*_LISTS, "blockquote", "table", "dl", "details"))


looks = attrgetter("text", "marks", "kind", "level", "path")
"""All of a clause that a comparison may say anything of. It takes no call in Python,
for it is asked of every clause."""


def formatting_notes(old: Clause, new: Clause) -> tuple[Note, ...]:
    """How two corresponding clauses differ beyond their words.

    The lists and quotations around them are for `surroundings_note`.
    """
    return (*_kind_notes(old, new), *mark_notes(old, new))


def division_notes(olds: Sequence[Clause], news: Sequence[Clause]) -> tuple[Note, ...]:
    """How clauses were divided, joined or divided elsewhere, and what else differs in them."""
    note = Note.of("became", old=_counted(olds), new=_counted(news))
    if len(olds) > 1 and len(news) > 1:
        note = Note.of("elsewhere", note=note)
    return (note, *mark_notes(_joined(olds), _joined(news)))


def _counted(clauses: Sequence[Clause]) -> Note:
    """How many clauses of which kind, such as “1 paragraph and 2 items”."""
    runs = groupby(clause.kind for clause in clauses)
    kinds = [Note(kind, count=len(list(run))) for kind, run in runs]
    return reduce(lambda one, other: Note.of("and", one=one, other=other), kinds)


def _joined(clauses: Sequence[Clause]) -> Clause:
    """The clauses as one, so that their marks can be compared as if none was divided."""
    marks: list[Mark] = []
    start = 0
    for clause in clauses:
        marks += [m._replace(start=m.start + start, end=m.end + start) for m in clause.marks]
        start += len(clause.text) + 1
    return replace(clauses[0], text=" ".join(c.text for c in clauses), marks=tuple(marks))


def surroundings_note(old: Clause, new: Clause) -> tuple[Note | None, tuple[int, int]]:
    """How the lists, tables and quotations around two clauses differ, or None.

    With it come the serials of the outermost elements that differ: clauses
    with the same ones have the same difference, and one note says it.
    """
    here, there = _surroundings(old), _surroundings(new)
    while here and there and here[0][0] == there[0][0]:
        here, there = here[1:], there[1:]
    outermost = (here[0][1] if here else -1, there[0][1] if there else -1)
    levels = [_list_level(clause) for clause in (old, new)]
    while here and there and here[-1][0] == there[-1][0]:
        here, there = here[:-1], there[:-1]
    if not here and not there:
        return None, outermost
    if all(levels) and _are_lists(here) and _are_lists(there) and not (here and there):
        old_level, new_level = map(str, levels)
        return Note.of("list_level", old=old_level, new=new_level), outermost
    return Note.of("became", old=_inside_out(here), new=_inside_out(there)), outermost


def _list_level(clause: Clause) -> int:
    return sum(block.tag in _LISTS for block in clause.blocks)


def _are_lists(surroundings: list[tuple[Note, int]]) -> bool:
    return all(note.key in _LISTS or "list" in dict(note.values) for note, _ in surroundings)


def _surroundings(clause: Clause) -> list[tuple[Note, int]]:
    """What a clause stands in, outermost first, with serials."""
    return [
        (_surrounding(block), block.serial) for block in clause.blocks if block.tag in _SURROUNDINGS
    ]


def _surrounding(block: Block) -> Note:
    note = Note(block.tag)
    if block.tag != "ol" or not block.attributes:
        return note
    attributes = dict(block.attributes)
    style, start = attributes.get("type", "1"), attributes.get("start", "1")
    if style != "1":
        note = Note.of("list_with", list=note, style=style)
    if start != "1":
        note = Note.of("list_from", list=note, start=start)
    return Note.of("list_backwards", list=note) if "reversed" in attributes else note


def _inside_out(surroundings: list[tuple[Note, int]]) -> Note:
    if not surroundings:
        return Note("plain_text")
    inwards = (note for note, _ in surroundings)
    return reduce(lambda outer, inner: Note.of("within", inner=inner, outer=outer), inwards)


def wordless_note(clause: Clause, verb: str) -> Note:
    """That a clause without words was "added", or "removed"."""
    return Note.of(verb, what=_wordless(clause))


def _wordless(clause: Clause) -> Note:
    picture = next((mark for mark in clause.marks if mark.tag == "img"), None)
    if picture:
        return Note.of("image_called", title=picture.title) if picture.title else Note("image")
    if clause.kind is ClauseKind.RULE:
        return Note("thematic_break")
    return Note.of("empty", kind=Note(clause.kind))


def _kind_notes(old: Clause, new: Clause) -> Iterator[Note]:
    if old.kind is ClauseKind.HEADING and new.kind is ClauseKind.HEADING:
        if old.level != new.level:
            yield Note.of("heading_level", old=str(old.level), new=str(new.level))
    elif old.kind is not new.kind:
        yield Note.of("became", old=Note(old.kind), new=Note(new.kind))
    elif old.kind is ClauseKind.CELL and old.blocks and new.blocks:
        names = {"th": "header_cell", "td": "cell"}
        here, there = names.get(old.blocks[-1].tag), names.get(new.blocks[-1].tag)
        if here != there and here and there:
            yield Note.of("became", old=Note(here), new=Note(there))
    if ClauseKind.CODE in (old.kind, new.kind) and _differ_in_space(old, new):
        yield Note("white_space")


def _differ_in_space(old: Clause, new: Clause) -> bool:
    return old.text != new.text and old.text.split() == new.text.split()
