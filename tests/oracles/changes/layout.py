"""The same content laid out anew: lists as sentences, tables as lists; and with a change inside.

`LAYOUT` lays a list or a table out anew and leaves what it says alone. `RELAID`
does so too, and drops, adds or moves an entry, or exchanges two cells, on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import TypeVar

from oracles.changes.meaning import DATA, LISTS_PRACTICES
from oracles.changes.places import Change, paragraphs

T = TypeVar("T")
_LONGEST_ENTRY = 12  # words


@dataclass(frozen=True, slots=True)
class Listed:
    """A lead and the entries below it."""

    lead: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The heads of columns, and rows of as many cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Lists = dict[str, Callable[[Listed], str]]
Tables = dict[str, Callable[[Table], str]]


def bullets(listed: Listed) -> str:
    """The list as it was."""
    return f"{listed.lead}:\n\n" + "\n".join(f"- {entry}" for entry in listed.entries)


def _numbered(listed: Listed) -> str:
    lines = [f"{n}. {entry};" for n, entry in enumerate(listed.entries, 1)]
    return f"{listed.lead}:\n\n" + "\n".join(lines)


def _sentence(listed: Listed) -> str:
    *first, last = listed.entries
    return f"{listed.lead} {', '.join(first)} and {last}." if first else f"{listed.lead} {last}."


def _semicolons(listed: Listed) -> str:
    return f"{listed.lead}: {'; '.join(listed.entries)}."


def _lettered(listed: Listed) -> str:
    entries = [
        f"({letter}) {entry}" for letter, entry in zip("abcdefgh", listed.entries, strict=False)
    ]
    return f"{listed.lead}: {'; '.join(entries)}."


def _joined(listed: Listed) -> str:
    first, *rest = listed.entries
    merged = (f"{first}, {rest[0]}", *rest[1:]) if rest else (first,)
    return bullets(replace(listed, entries=merged))


def _announced(listed: Listed) -> str:
    return bullets(replace(listed, lead=f"{listed.lead} the following"))


def sentence_each(listed: Listed) -> str:
    """The lead anew before each entry; only a list tells that it says the same."""
    return " ".join(f"{listed.lead} {entry}." for entry in listed.entries)


LISTS: Lists = {
    "numbered": _numbered,
    "sentence": _sentence,
    "semicolons": _semicolons,
    "letters": _lettered,
    "entries joined": _joined,
    "announced": _announced,
}


def grid(table: Table) -> str:
    """The table as it was."""
    lines = [table.heads, tuple("---" for _ in table.heads), *table.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _labelled(table: Table, cells: tuple[str, ...]) -> str:
    if len(cells) == 2:
        return cells[1]
    return "; ".join(f"{h}: {c}" for h, c in zip(table.heads[1:], cells[1:], strict=True))


def _as_items(table: Table) -> str:
    return "\n".join(f"- {row[0]}: {_labelled(table, row)}" for row in table.rows)


def _as_definitions(table: Table) -> str:
    return "\n\n".join(f"{row[0]}\n:   {_labelled(table, row)}" for row in table.rows)


def _as_paragraphs(table: Table) -> str:
    return "\n\n".join(f"**{row[0]}:** {_labelled(table, row)}" for row in table.rows)


def _rows_turned(table: Table) -> str:
    return grid(replace(table, rows=table.rows[::-1]))


def _columns_turned(table: Table) -> str:
    def turned(cells: tuple[str, ...]) -> tuple[str, ...]:
        return cells[0], *cells[:0:-1]

    return grid(Table(turned(table.heads), tuple(map(turned, table.rows))))


TABLES: Tables = {
    "items": _as_items,
    "definitions": _as_definitions,
    "paragraphs": _as_paragraphs,
    "rows turned": _rows_turned,
    "columns turned": _columns_turned,
}


def dropped(listed: Listed, chance: Random) -> Listed:
    """Without one of its entries."""
    at = chance.randrange(len(listed.entries))
    return replace(listed, entries=listed.entries[:at] + listed.entries[at + 1 :])


def added(listed: Listed, chance: Random) -> Listed:
    """With one entry more."""
    at = chance.randrange(len(listed.entries) + 1)
    entries = (*listed.entries[:at], f"your {chance.choice(DATA)}", *listed.entries[at:])
    return replace(listed, entries=entries)


def swapped(table: Table, chance: Random) -> Table:
    """With two different cells of one column exchanged."""
    column = chance.randrange(1, len(table.heads))
    rows = [list(row) for row in table.rows]
    one, other = chance.sample(range(len(rows)), 2)
    rows[one][column], rows[other][column] = rows[other][column], rows[one][column]
    return replace(table, rows=tuple(map(tuple, rows)))


def row_dropped(table: Table, chance: Random) -> Table:
    """Without one of its rows."""
    at = chance.randrange(len(table.rows))
    return replace(table, rows=table.rows[:at] + table.rows[at + 1 :])


def lists_in(text: str) -> Iterator[tuple[str, Listed]]:
    """The plain lists of a text whose lead ends with a colon, each as it stands there."""
    blocks = paragraphs(text)
    for lead, block in pairwise(blocks):
        lines = block.split("\n")
        entries = tuple(re.sub(r"[;,.]?\s*(?:and|or)?\s*$", "", line[2:].strip()) for line in lines)
        plain = all(re.match(r"[-*+] \S", line) for line in lines) and all(
            len(e.split()) <= _LONGEST_ENTRY and not re.search(r"[.;:|()\[]", e) for e in entries
        )
        if plain and len(set(entries)) == len(entries) > 2 and re.search(r"[a-z]:\s*$", lead):
            said = tuple(e[:1].lower() + e[1:] if e[1:2].islower() else e for e in entries)
            if not re.search(r"\n|[.!?] ", lead) and len(entries) <= 8:
                yield f"{lead}\n\n{block}", Listed(lead.rstrip().removesuffix(":").rstrip(), said)


def tables_in(text: str) -> Iterator[tuple[str, Table]]:
    """The tables of a text in which each row has a name of its own."""
    for block in paragraphs(text):
        lines = block.strip("\n").split("\n")
        if len(lines) < 4 or not all(line.startswith("|") for line in lines):
            continue
        cells = [tuple(c.strip() for c in re.split(r"(?<!\\)\|", x.strip())[1:-1]) for x in lines]
        heads, rows = cells[0], tuple(cells[2:])
        names = {row[0] for row in rows}
        whole = len(heads) > 1 and all(len(row) == len(heads) and all(row) for row in rows)
        if whole and all(heads) and len(names) == len(rows) and not any("<" in x for x in lines):
            yield block, Table(heads, rows)


def _relaid(
    find: Callable[[str], Iterator[tuple[str, T]]],
    lay_out: Callable[[T], str],
    change: Callable[[T, Random], T] | None,
    only: Callable[[T], bool] = lambda _: True,
) -> Change:
    def changed(text: str, chance: Random) -> str | None:
        found = [(block, content) for block, content in find(text) if only(content)]
        if not found:
            return None
        block, content = chance.choice(found)
        new = change(content, chance) if change else content
        if change and new == content:
            return None
        return text.replace(block, lay_out(new), 1)

    return changed


def _on_practice(listed: Listed) -> bool:
    return bool(LISTS_PRACTICES.search(f"{listed.lead}:"))


def _other_lead(lay_out: Callable[[Listed], str]) -> Change:
    """The last entry of one list at the end of another, both laid out anew."""

    def changed(text: str, chance: Random) -> str | None:
        found = [each for each in lists_in(text) if _on_practice(each[1])]
        if len({listed.lead for _, listed in found}) < 2:
            return None
        (here, one), (there, other) = chance.sample(found, 2)
        if one.lead == other.lead or one.entries[-1] in other.entries:
            return None
        given = replace(other, entries=(*other.entries, one.entries[-1]))
        kept = replace(one, entries=one.entries[:-1])
        return text.replace(here, lay_out(kept), 1).replace(there, lay_out(given), 1)

    return changed


LAYOUT: dict[str, Change] = {
    f"list: {name}": _relaid(lists_in, lay_out, None)
    for name, lay_out in (LISTS | {"a sentence each": sentence_each}).items()
} | {f"table: {name}": _relaid(tables_in, lay_out, None) for name, lay_out in TABLES.items()}

RELAID: dict[str, Change] = (
    {
        f"entry {change.__name__}, {name}": _relaid(lists_in, lay_out, change, _on_practice)
        for change in (dropped, added)
        for name, lay_out in LISTS.items()
    }
    | {f"entry under another lead, {name}": _other_lead(lay_out) for name, lay_out in LISTS.items()}
    | {
        f"{change.__name__.replace('_', ' ')}, {name}": _relaid(tables_in, lay_out, change)
        for change in (swapped, row_dropped)
        for name, lay_out in TABLES.items()
    }
)
