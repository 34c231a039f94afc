"""The runs of one step: its words, and what became of each."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from gazette.model.comparison import NEW_OPS, OLD_OPS, ChangeKind, Op, Span
from gazette.render.docx.atoms import Atom, Sort, atoms_of, cut, over
from gazette.render.docx.flow import Piece
from gazette.render.docx.steps import table_of
from gazette.render.docx.stretches import Stretch, replaced, stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.render.docx.steps import Step


def one_sided_op(side: int, *, moved: bool) -> Op:
    """What happens to a clause that stands on one `side` only (0 old, 1 new)."""
    if moved:
        return Op.MOVED_HERE if side else Op.MOVED_AWAY
    return Op.INSERT if side else Op.DELETE


def one_sided(step: Step, side: int) -> Iterator[tuple[Piece, ...]]:
    """The pieces of each clause of a step that stands on one side only.

    What was edited while it moved is deleted where it left and inserted where
    it arrived; the rest moves.
    """
    clauses = step.new if side else step.old
    atoms = atoms_of(clauses)
    length = sum(len(clause.text) + 1 for clause in clauses) - 1
    text = "\n".join(clause.text for clause in clauses)
    tail = (one_sided_op(side, moved=step.moved), (length, length))
    name = step.change.id if step.moved and step.change else ""
    pieces: list[Piece] = []
    for op, (start, end) in (*_ranges(step, side, length), tail):
        for atom in cut(atoms, start, end):
            if atom.sort is Sort.END:
                yield tuple(pieces)
                pieces = []
            else:
                pieces.append(_piece(op, atom, text[start:end], name))
    yield tuple(pieces)


def shared(step: Step) -> Iterator[Piece]:
    """The pieces of a step that stands on both sides.

    A piece of sort END stands between each two of its clauses.
    """
    if step.change is None and _same(step):
        text = step.new[0].text
        yield from (_piece(Op.KEEP, atom, text) for atom in atoms_of(step.new))
        return
    for replaces, found in groupby(_in_order(step), key=_replaces):
        pieces = list(found)
        if replaces:
            # What goes stands before what comes, however many looks and links either has.
            pieces.sort(key=lambda piece: piece.op is Op.INSERT)
        yield from pieces


def _replaces(piece: Piece) -> bool:
    return piece.op in (Op.DELETE, Op.INSERT) and piece.sort is not Sort.END


def _in_order(step: Step) -> Iterator[Piece]:
    """The pieces of a step that stands on both sides, in the order of its stretches."""
    old, new = ("\n".join(c.text for c in side) for side in (step.old, step.new))
    atoms = atoms_of(step.old), atoms_of(step.new)
    tail = Stretch(Op.KEEP, (len(old), len(old)), (len(new), len(new)))
    for stretch in (*_laid(step, old, new), tail):
        here, there = cut(atoms[0], *stretch.old), cut(atoms[1], *stretch.new)
        if stretch.op is Op.KEEP:
            yield from _kept(here, there, new[slice(*stretch.new)])
        elif stretch.op in OLD_OPS:
            yield from (_piece(stretch.op, atom, old[slice(*stretch.old)]) for atom in here)
        else:
            yield from (_piece(stretch.op, atom, new[slice(*stretch.new)]) for atom in there)


def _same(step: Step) -> bool:
    """Whether `step` is one clause that reads and looks the same in both versions."""
    if len(step.old) != 1 or len(step.new) != 1:
        return False
    here, there = step.old[0], step.new[0]
    return (here.text, here.marks, here.kind) == (there.text, there.marks, there.kind)


def _ranges(step: Step, side: int, length: int) -> Iterator[tuple[Op, tuple[int, int]]]:
    """What happens to which part of one side's text."""
    whole = one_sided_op(side, moved=step.moved)
    if not step.change or not (step.moved or _sends_words(step)):
        if length:
            yield whole, (0, length)
        return
    for laid in stretches(step.change.redline, step.change.old_text, step.change.new_text):
        if laid.op in (NEW_OPS if side else OLD_OPS):
            yield (whole if laid.op is Op.KEEP else laid.op), (laid.new if side else laid.old)


def _sends_words(step: Step) -> bool:
    """Whether words of a clause that came or went are from elsewhere, or went there.

    Within a table they are not moved: a row goes as a whole.
    """
    if not step.change or step.change.kind not in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return False
    return table_of((step.old or step.new)[0]) is None


def _laid(step: Step, old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches of a shared step."""
    if step.change:
        return stretches(step.change.redline, old, new)
    if old == new or old.split() == new.split():
        return stretches((Span(Op.KEEP, new),), old, new)
    return replaced(old, new)


def _kept(old: Sequence[Atom], new: Sequence[Atom], text: str) -> Iterator[Piece]:
    """The pieces of words that stay, over which mark-up may differ.

    Formatting changes as such. A link, a break or a picture cannot: what has
    another one is deleted and inserted again.
    """
    gone: list[Piece] = []
    come: list[Piece] = []
    for here, there in _side_by_side(old, new):
        if here and there and _alike(here, there):
            yield from (*gone, *come)
            gone, come = [], []
            was = here.look if here.look.tags != there.look.tags else None
            yield replace(_piece(Op.KEEP, there, text), was=was)
            continue
        gone.extend([_piece(Op.DELETE, here, text)] if here else [])
        come.extend([_piece(Op.INSERT, there, text)] if there else [])
    yield from (*gone, *come)


def _side_by_side(
    old: Sequence[Atom], new: Sequence[Atom]
) -> Iterator[tuple[Atom | None, Atom | None]]:
    """The atoms over one text, cut at each other's ends.

    One of no length stands beside its like, or beside None.
    """
    i = j = at = 0
    while i < len(old) or j < len(new):
        here, there = (old[i] if i < len(old) else None), (new[j] if j < len(new) else None)
        points = bool(here and not here.extent), bool(there and not there.extent)
        if any(points):
            both = here and there and all(points) and _alike(here, there)
            yield (here if points[0] else None), (there if both or not points[0] else None)
            i += points[0]
            j += 1 if both or not points[0] else 0
            continue
        if not (here and there):
            return
        end = min(here.end, there.end)
        yield over(here, at, end), over(there, at, end)
        i += here.end == end
        j += there.end == end
        at = end


def _alike(here: Atom, there: Atom) -> bool:
    """Whether two atoms differ by formatting at most."""
    return (here.sort, here.label, here.target, here.look.link, here.look.hints) == (
        there.sort, there.label, there.target, there.look.link, there.look.hints,
    )  # fmt: skip


def _piece(op: Op, atom: Atom, text: str, move: str = "") -> Piece:
    """The run of `atom`, whose places count within `text`."""
    shown = atom.label if atom.sort is Sort.PICTURE else text[atom.start : atom.end]
    moves = op in (Op.MOVED_AWAY, Op.MOVED_HERE)
    return Piece(op, atom.sort, shown, atom.look, target=atom.target, move=move if moves else "")
