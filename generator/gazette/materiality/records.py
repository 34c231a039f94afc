"""Rows of a table, defined terms and labelled entries: one thing, and what is said of it.

“Logs | 90 days” in a table is “Logs: 90 days” in a list. What belongs to a
row is content, so a row is compared as a whole with what bears its name in the
other version, never cell by cell.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import islice, repeat
from typing import TYPE_CHECKING

from gazette.materiality.facts import read_facts
from gazette.materiality.governing import plain, row_of
from gazette.materiality.statements import Statement, canonical_forms
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazette.materiality.sides import Layout, Side, Sides
    from gazette.model.document import Clause

_Forms = tuple[str, ...]
_RECORDED = frozenset((ClauseKind.CELL, ClauseKind.TERM, ClauseKind.DEFINITION))
_PLAIN = frozenset((ClauseKind.ITEM, ClauseKind.PARAGRAPH))
_NAMED = re.compile(r"[”\"’')\]]*\s*(?:[:–—.(]|\s-\s|\b(?:means|refers to)\b)")
"""What parts a name from what is said of it."""
_BINDING = frozenset(("sale", "transfer", "commitment", "modality", "condition"))
_DONE = frozenset((("act", "sharing"), ("act", "collection"), ("act", "sale"), ("act", "transfer")))
_MEANS = re.compile(r"\W*(?:means|refers to)\s+")
_LABEL = re.compile(r"[^:.;,!?]{2,60}(?=:\s\S)")
_FEW = 6  # places at which a name may end, the brackets in it included


@dataclass(frozen=True, slots=True)
class Record:
    """A named thing: its clauses, the name's first; for each other its column's head, if any."""

    clauses: tuple[Clause, ...]
    heads: tuple[str, ...]
    label: str = ""
    """What it is called where its first clause says more than that."""

    @property
    def name(self) -> str:
        """What it is called, in plain letters."""
        return plain(self.label or self.clauses[0].text)

    @property
    def kind(self) -> ClauseKind:
        """Whether it is a row of cells, a defined term, or a labelled entry or paragraph."""
        return self.clauses[0].kind

    @property
    def cells(self) -> frozenset[tuple[str, str]]:
        """What it says in which column, or after its name."""
        return frozenset(zip(("", *self.heads), (c.text for c in self.clauses), strict=False))

    def without_lead(self) -> Record:
        """The same, as if nothing introduced it."""
        return replace(self, clauses=(replace(self.clauses[0], lead=""), *self.clauses[1:]))

    @property
    def governs(self) -> frozenset[tuple[str, str]]:
        """What it says with its heads and its lead that is done, promised or denied."""
        first = self.clauses[0]
        texts = (first.lead, first.heading, *self.heads, *(clause.text for clause in self.clauses))
        facts = (fact for text in texts for fact in read_facts(text))
        return frozenset(fact.key for fact in facts if fact.kind in _BINDING or fact.key in _DONE)

    @property
    def _with_heads(self) -> list[str]:
        pairs = zip(self.heads, (clause.text for clause in self.clauses[1:]), strict=False)
        return [f"{head[:1].lower()}{head[1:]} {value}".strip() for head, value in pairs]

    def told_whole(self) -> Statement:
        """The whole of it as one statement, with its columns' heads and what introduces it."""
        first = self.clauses[0]
        whole = " ".join(filter(None, (first.lead, first.text, "; ".join(self._with_heads))))
        return Statement(replace(first, kind=ClauseKind.ITEM, text=whole, marks=()), whole, 0)

    def told_as(self, text: str) -> Statement:
        """The whole of it as one statement, in the order in which `text` tells it.

        Its values may change places only where each of them is told with its column's head.
        """
        first = self.clauses[0]
        if len(self.clauses) == 1:
            return Statement(replace(first, kind=ClauseKind.ITEM), first.text, 0)
        said = canonical_forms(text)
        plainly = [clause.text for clause in self.clauses[1:]]
        values = list(map(_headed, plainly, self.heads, repeat(said)))
        ordered = sorted(values, key=lambda value: _place(canonical_forms(value), said))
        if ordered != values and any(map(str.__eq__, values, plainly)):
            ordered = self._with_heads
        means = _MEANS.match(text[len(first.text) :]) if plain(text).startswith(self.name) else None
        whole = f"{first.text}{means[0] if means else ': '}{'; '.join(ordered)}"
        return Statement(replace(first, kind=ClauseKind.ITEM, text=whole, marks=()), whole, 0)


def _headed(value: str, head: str, said: _Forms) -> str:
    """A cell with its column's head where the other version says it so."""
    forms = canonical_forms(head)
    together = forms + canonical_forms(value)
    return f"{head} {value}" if forms and _place(together, said) < len(said) else value


def _place(forms: _Forms, said: _Forms) -> int:
    """Where forms stand one after the other; behind all where they do not."""
    ends = range(len(said) - len(forms) + 1)
    return next((at for at in ends if said[at : at + len(forms)] == forms), len(said))


def rows(clauses: Iterable[Clause], intros: dict[str, str]) -> Iterator[Record]:
    """The rows of tables, but for those of heads; `intros`: what introduces a table's cells."""
    found: dict[int, list[Clause]] = defaultdict(list)
    for clause in clauses:
        if clause.kind is ClauseKind.CELL:
            found[row_of(clause)].append(clause)
    for cells in found.values():
        told = tuple(cell for cell in cells if cell.text)
        if len(told) > 1 and told[0] is cells[0] and not _is_heads(cells):
            named = replace(told[0], lead=intros.get(told[0].id, ""))
            yield Record((named, *told[1:]), tuple(cell.lead for cell in told[1:]))


def _is_heads(cells: list[Clause]) -> bool:
    return all(cell.blocks[-1].tag == "th" for cell in cells if cell.blocks)


def terms(clauses: Iterable[Clause], intros: dict[str, str]) -> Iterator[Record]:
    """The defined terms, each with all its definitions."""
    open_term: list[Clause] = []
    for clause in clauses:
        if clause.kind is ClauseKind.DEFINITION and open_term:
            open_term.append(clause)
            continue
        if len(open_term) > 1:
            yield Record(tuple(open_term), ("",) * (len(open_term) - 1))
        named = replace(clause, lead=intros.get(clause.id, ""))
        open_term = [named] if clause.kind is ClauseKind.TERM else []
    if len(open_term) > 1:
        yield Record(tuple(open_term), ("",) * (len(open_term) - 1))


def labelled(clauses: Iterable[Clause], names: Iterable[str]) -> Iterator[Record]:
    """The entries and paragraphs that begin with one of the names, or with a label of their own."""
    names = frozenset(names)
    for clause in clauses:
        if clause.kind in _PLAIN:
            labels = [
                clause.text[: end.start()] for end in islice(_NAMED.finditer(clause.text), _FEW)
            ]
            said = [label for label in labels if plain(label) in names]
            own = _LABEL.match(clause.text)
            if own and not said:
                said = [own[0]]
            if said:
                yield Record((clause,), (), said[-1])


def alone(records: Iterable[Record]) -> dict[str, Record]:
    """The records by their names, but for those whose name another has too."""
    records = tuple(records)
    times = Counter(record.name for record in records)
    return {record.name: record for record in records if record.name and times[record.name] == 1}


def match_records(layout: Layout, sides: Sides, section: str) -> None:
    """Pair rows and defined terms with what bears their names on the other side."""
    records = [_records(side, section) for side in sides]
    named = [alone(found) for found in records]
    others = [
        alone(labelled(side.clauses[section], against)) | own
        for side, against, own in zip(sides, reversed(named), named, strict=True)
    ]
    for name in [n for n in others[0] if n in others[1]]:
        old, new = others[0][name], others[1][name]
        touched = [_changed(side, record) for side, record in zip(sides, (old, new), strict=True)]
        if old.cells == new.cells:
            _set_aside(layout, sides, touched)
        elif old.kind is not new.kind and all(touched):
            _set_aside(layout, sides, [touched[0][1:], touched[1][1:]])
            _pair_records(layout, sides, (old, new), (touched[0][0], touched[1][0]))


def _set_aside(layout: Layout, sides: Sides, touched: Iterable[Iterable[Clause]]) -> None:
    """Say of clauses that what they say stands in the other version."""
    for side, clauses in enumerate(touched):
        for clause in clauses:
            whole = Statement(clause, clause.text, 0)
            layout.read(side, clause, ())
            told = (whole, None) if side == 0 else (None, whole)
            layout.pairs.append((sides[side].changed[clause.id], *told, True))


def _pair_records(
    layout: Layout,
    sides: Sides,
    records: tuple[Record, Record],
    homes: tuple[Clause, Clause],
) -> None:
    """Pair two records as one statement each, which stand where their `homes` do."""
    old, new = records
    alike = old.governs == new.governs
    if ClauseKind.PARAGRAPH in (old.kind, new.kind):  # what introduces it is an edit of its own
        old, new = old.without_lead(), new.without_lead()
    told = (old.told_as(new.told_as("").text), new.told_as(old.told_as("").text))
    if not alike:  # “sold to” became “we share”
        told = (records[0].told_whole(), records[1].told_whole())
    for side, home in enumerate(homes):
        layout.read(side, home, ())
    changes = [side.changed[home.id] for side, home in zip(sides, homes, strict=True)]
    layout.pair((changes[0], changes[1]), told)


def _records(side: Side, section: str) -> list[Record]:
    """The rows and the defined terms of a section of which something changed."""
    clauses = side.clauses.get(section, ())
    touched = {row_of(clause) for clause in clauses if clause.kind is ClauseKind.CELL}
    cells = side.document.clauses if touched else ()
    whole = [c for c in cells if c.kind is ClauseKind.CELL and row_of(c) in touched]
    intros = _intros(side)
    return [*rows(whole, intros), *terms(clauses, intros)]


def _changed(side: Side, record: Record) -> list[Clause]:
    return [clause for clause in record.clauses if clause.id in side.changed]


def _intros(side: Side) -> dict[str, str]:
    """What introduces a table or defined terms, as it would a list: the paragraph before them."""
    intros: dict[str, str] = {}
    last = ""
    for clause in side.document.clauses:
        if clause.kind in _RECORDED:
            intros[clause.id] = last
        else:
            last = clause.text if clause.kind is ClauseKind.PARAGRAPH else ""
    return intros
