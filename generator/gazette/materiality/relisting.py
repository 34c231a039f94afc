"""Sentences that are a list in the other version, read as that list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from gazette.materiality.alike import alike
from gazette.materiality.governing import lead_of, unannounced
from gazette.materiality.series import Entries, parts_of
from gazette.materiality.statements import (
    Statement,
    canonical,
    canonical_forms,
    sentences,
)
from gazette.materiality.words import norms
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from gazette.materiality.sides import Layout, Sides
    from gazette.model.document import Clause

_PROSE = frozenset((ClauseKind.PARAGRAPH, ClauseKind.ITEM))
_ALIKE = 0.45  # as in the pairing of statements within one change


class _List(NamedTuple):
    """The changed entries below a lead."""

    lead: str
    clauses: list[Clause]
    entries: Entries


class _Series(NamedTuple):
    """A sentence as the lead and the entries of a list."""

    sentence: Statement
    listed: _List
    parts: list[Statement]
    """The sentence’s."""
    known: list[int | None]
    """For each part the number of its entry."""
    below: bool
    """Whether the sentence is an entry below the lead itself."""

    def left(self, *, said: bool) -> list[Statement]:
        """What of the sentence is no entry; with the lead if that is `said` anew there too."""
        parts = [part for part, entry in zip(self.parts, self.known, strict=True) if entry is None]
        if self.below or not said:
            return parts
        opening = sentences(self.listed.lead)[-1][0]
        lead = replace(self.sentence.clause, text=opening, marks=())
        return [Statement(lead, opening, 0), *parts]


def read_lists(layout: Layout, sides: Sides, section: str, here: int) -> None:
    """Read as lists the sentences of one side that are lists on the other."""
    lists = [
        _List(lead, clauses, Entries([clause.text for clause in clauses]))
        for lead, found in sides[1 - here].lists(section).items()
        if (clauses := [clause for clause in found if not layout.is_read(1 - here, clause)])
    ]
    leads = {clause.text for clause in sides[1 - here].clauses[section]}
    for clause in sides[here].clauses[section] if lists else ():
        if clause.kind not in _PROSE or layout.is_taken(here, clause):
            continue
        left: list[Statement] = []
        series: list[_Series] = []
        for statement in layout.of(here, clause):
            found = _series(statement, lists)
            series += [found] if found else []
            left += found.left(said=found.listed.lead in leads) if found else [statement]
        if series:
            layout.read(here, clause, left)
        for found in series:
            _pair_entries(layout, sides, found, here)


def _series(statement: Statement, lists: list[_List]) -> _Series | None:
    clause = statement.clause
    for listed in lists:
        start = _end_of_lead(statement, listed.lead)
        if start is None:
            continue
        rest = statement.text[start:]
        parts = (
            parts_of(rest, listed.entries, whole=bool(start))
            if start or listed.entries.may_say(rest)
            else ()
        )
        if parts:
            read = [_entry(clause, listed.lead, rest[part.start : part.end]) for part in parts]
            known = _with_alike([part.entry for part in parts], read, listed.entries)
            return _Series(statement, listed, read, known, start == 0)
    return None


def _with_alike(
    known: list[int | None], parts: list[Statement], entries: Entries
) -> list[int | None]:
    """For each part its entry, where none is the same the one most like it: an edited one."""
    rest = entries.left
    open_parts = [n for n, entry in enumerate(known) if entry is None]
    forms = (
        [canonical_forms(entries.texts[n]) for n in rest] if open_parts else [],
        [parts[n].forms for n in open_parts],
    )
    found = list(known)
    for _, i, j in sorted((-score, i, j) for score, i, j in alike(*forms, _ALIKE)):
        if found[open_parts[j]] is None and rest[i] not in found:
            found[open_parts[j]] = rest[i]
            entries.take(rest[i])
    return found


def _pair_entries(layout: Layout, sides: Sides, series: _Series, here: int) -> None:
    """Pair the parts of a sentence with their entries."""
    for part, place in zip(series.parts, series.known, strict=True):
        layout.entries[here].append(part.clause)
        if place is None:
            continue
        entry = series.listed.clauses[place]
        layout.read(1 - here, entry, ())
        same = _entry(entry, entry.lead, series.listed.entries.texts[place])
        old, new = (part, same) if here == 0 else (same, part)
        homes = (sides[0].changed[old.clause.id], sides[1].changed[new.clause.id])
        layout.pair(homes, (old, new))


def _end_of_lead(statement: Statement, lead: str) -> int | None:
    """Where in a sentence the words of a lead end; 0 for an entry below it, None for neither."""
    clause = statement.clause
    if clause.kind is ClauseKind.ITEM and lead_of(clause.lead) == lead_of(lead):
        return 0 if statement.text == clause.text else None
    opening = sentences(lead)[-1][0]
    for said in (opening, unannounced(opening)):
        forms = canonical_forms(said)
        if forms and statement.forms[: len(forms)] == forms and len(statement.forms) > len(forms):
            return _behind(statement, said, statement.tokens[len(forms) - 1].last)
    return None


def _behind(statement: Statement, lead: str, last: int) -> int:
    """Where the word `last` ends, or the words without weight behind it that the lead has too."""
    tokens = canonical(lead)
    for norm in norms(lead)[tokens[-1].last + 1 :]:
        if last + 1 < len(statement.words) and statement.words[last + 1].norm == norm:
            last += 1
    return statement.words[last].end


def _entry(clause: Clause, lead: str, text: str) -> Statement:
    entry = replace(clause, kind=ClauseKind.ITEM, lead=lead, text=text, marks=())
    return Statement(entry, text, 0)
