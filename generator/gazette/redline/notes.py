"""What changed about a clause that its words do not show, said in words."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from gazette.model.document import Clause, ClauseKind
from gazette.redline.mark_notes import mark_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.model.document import Block, Mark

_LISTS = ("ol", "ul")
_SURROUNDINGS = {
    "ol": "numbered list",
    "ul": "bulleted list",
    "blockquote": "quotation",
    "table": "table",
    "dl": "definition list",
    "details": "folded section",
}


looks = attrgetter("text", "marks", "kind", "level", "path")
"""All of a clause that a comparison may say anything of. It takes no call in Python,
for it is asked of every clause."""


def formatting_notes(old: Clause, new: Clause) -> tuple[str, ...]:
    """How two corresponding clauses differ beyond their words.

    The lists and quotations around them are for `surroundings_note`.
    """
    return (*_kind_notes(old, new), *mark_notes(old, new))


def division_notes(olds: Sequence[Clause], news: Sequence[Clause]) -> tuple[str, ...]:
    """How clauses were divided, joined or divided elsewhere, and what else differs in them."""
    elsewhere = " divided elsewhere" if len(olds) > 1 and len(news) > 1 else ""
    note = f"{_counted(olds)} → {_counted(news)}{elsewhere}"
    return (note, *mark_notes(_joined(olds), _joined(news)))


def _counted(clauses: Sequence[Clause]) -> str:
    """How many clauses of which kind, such as “1 paragraph and 2 items”."""
    kinds = [(kind, len(list(run))) for kind, run in groupby(clause.kind for clause in clauses)]
    return " and ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in kinds)


def _joined(clauses: Sequence[Clause]) -> Clause:
    """The clauses as one, so that their marks can be compared as if none was divided."""
    marks: list[Mark] = []
    start = 0
    for clause in clauses:
        marks += [m._replace(start=m.start + start, end=m.end + start) for m in clause.marks]
        start += len(clause.text) + 1
    return replace(clauses[0], text=" ".join(c.text for c in clauses), marks=tuple(marks))


def surroundings_note(old: Clause, new: Clause) -> tuple[str, tuple[int, int]]:
    """How the lists, tables and quotations around two clauses differ, or "".

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
        return "", outermost
    if all(levels) and _are_lists(here) and _are_lists(there) and not (here and there):
        return f"list level {levels[0]} → {levels[1]}", outermost
    return f"{_inside_out(here)} → {_inside_out(there)}", outermost


def _list_level(clause: Clause) -> int:
    return sum(block.tag in _LISTS for block in clause.blocks)


def _are_lists(surroundings: list[tuple[str, int]]) -> bool:
    return all(name.endswith("list") for name, _ in surroundings)


def _surroundings(clause: Clause) -> list[tuple[str, int]]:
    """What a clause stands in, outermost first, with serials."""
    return [
        (_surrounding(block), block.serial) for block in clause.blocks if block.tag in _SURROUNDINGS
    ]


def _surrounding(block: Block) -> str:
    name = _SURROUNDINGS[block.tag]
    if block.tag != "ol" or not block.attributes:
        return name
    attributes = dict(block.attributes)
    style, start = attributes.get("type", "1"), attributes.get("start", "1")
    style = "" if style == "1" else f" with {style}"
    start = "" if start == "1" else f" from {start}"
    return f"{name}{style}{start}{' backwards' if 'reversed' in attributes else ''}"


def _inside_out(surroundings: list[tuple[str, int]]) -> str:
    return " in ".join(name for name, _ in reversed(surroundings)) or "plain text"


def wordless(clause: Clause) -> str:
    """What a clause without words is called."""
    picture = next((mark for mark in clause.marks if mark.tag == "img"), None)
    if picture:
        return f"image “{picture.title}”" if picture.title else "image"
    return "thematic break" if clause.kind is ClauseKind.RULE else f"empty {clause.kind}"


def _kind_notes(old: Clause, new: Clause) -> Iterator[str]:
    if old.kind is ClauseKind.HEADING and new.kind is ClauseKind.HEADING:
        if old.level != new.level:
            yield f"heading level {old.level} → {new.level}"
    elif old.kind is not new.kind:
        yield f"{old.kind} → {new.kind}"
    elif old.kind is ClauseKind.CELL and old.blocks and new.blocks:
        names = {"th": "header cell", "td": "cell"}
        here, there = names.get(old.blocks[-1].tag), names.get(new.blocks[-1].tag)
        if here != there and here and there:
            yield f"{here} → {there}"
    if ClauseKind.CODE in (old.kind, new.kind) and _differ_in_space(old, new):
        yield "white space in preformatted text"


def _differ_in_space(old: Clause, new: Clause) -> bool:
    return old.text != new.text and old.text.split() == new.text.split()
