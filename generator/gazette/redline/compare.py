"""Two documents to their comparison: aligned, named, and checked."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gazette.model.comparison import (
    NEW_OPS,
    OLD_OPS,
    Change,
    ChangeKind,
    Comparison,
    Op,
    Pair,
    Redline,
    Span,
)
from gazette.redline.align import Link, align
from gazette.redline.cascades import name_causes
from gazette.redline.check import check
from gazette.redline.moved_words import mark_moved_words
from gazette.redline.notes import (
    division_notes,
    formatting_notes,
    same_in_every_way,
    surroundings_note,
    wordless,
)
from gazette.redline.spans import join_spans, word_redline
from gazette.redline.tokens import Vocabulary
from gazette.redline.units import split_number
from gazette.redline.words import shared_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.document import Clause, Document
    from gazette.redline.tokens import Tokens

_DIGITS = 12
"""Hexadecimal digits of a change's id."""
_AWAY = {Op.KEEP: Op.MOVED_AWAY, Op.DELETE: Op.DELETE}
_HERE = {Op.KEEP: Op.MOVED_HERE, Op.INSERT: Op.INSERT}


def compare_documents(
    old: Document, new: Document, *, vocabulary: Vocabulary | None = None
) -> Comparison:
    """Compare two documents clause by clause, then word by word.

    The same documents give the same comparison, whatever the process. A
    `vocabulary` shared by several comparisons changes none of them: it spares
    them the texts that another has cut or marked before. An id of
    a change covers what changed and not where, so it survives edits around it.
    Raises RedlineError rather than return a redline that does not give back
    both texts.
    """
    vocabulary = vocabulary or Vocabulary()
    pairs = tuple(_Comparer(vocabulary).pairs(old, new))
    marked = name_causes(mark_moved_words(_changes(pairs), vocabulary))
    changes = {change.id: change for change in marked}
    pairs = tuple(
        Pair(pair.old, pair.new, changes[pair.change.id]) if pair.change else pair for pair in pairs
    )
    comparison = Comparison(
        old=old,
        new=new,
        changes=tuple(changes.values()),
        pairs=pairs,
        redline=join_spans(_spans(pairs)),
    )
    check(comparison)
    return comparison


def _changes(pairs: tuple[Pair, ...]) -> tuple[Change, ...]:
    """Every change once, in reading order."""
    return tuple({pair.change.id: pair.change for pair in pairs if pair.change}.values())


def _spans(pairs: tuple[Pair, ...]) -> Iterator[Span]:
    """The whole redline. Clauses end with a line break."""
    kept: list[str] = []
    for pair in pairs:
        change = pair.change
        if change is None:
            kept += [f"{clause.text}\n" for clause in pair.new if clause.text]
            continue
        yield Span(Op.KEEP, "".join(kept))
        kept.clear()
        if change.kind is not ChangeKind.MOVED:
            yield from _ended(change.redline)
            continue
        ops = _HERE if pair.new else _AWAY
        yield from _ended(tuple(Span(ops[s.op], s.text) for s in change.redline if s.op in ops))
    yield Span(Op.KEEP, "".join(kept))


def _ended(redline: Redline) -> Iterator[Span]:
    """`redline` with the line break that ends its clause."""
    yield from redline
    if redline:
        both = any(s.op in OLD_OPS for s in redline) and any(s.op in NEW_OPS for s in redline)
        yield Span(Op.KEEP if both else redline[-1].op, "\n")


@dataclass(slots=True)
class _Comparer:
    """What one comparison remembers from step to step."""

    vocabulary: Vocabulary
    seen: Counter[str] = field(default_factory=Counter)
    noted: set[tuple[str, tuple[int, int]]] = field(default_factory=set)

    def pairs(self, old: Document, new: Document) -> Iterator[Pair]:
        """The steps of the alignment in reading order, what went before what came."""
        links = align(old.clauses, new.clauses, self.vocabulary)
        away = {link.old[0]: link for link in links if link.moved}
        here = {link.new[0]: link for link in links if link.moved}
        moves: dict[Link, Change] = {}
        end = Link((len(old.clauses),), (len(new.clauses),))
        old_at = new_at = 0
        for link in [*(link for link in links if not link.moved), end]:
            while old_at < link.old[0]:
                change = self._moved(away.get(old_at), moves, old, new)
                gone = (old.clauses[old_at],)
                yield Pair(gone, (), change or self._single(ChangeKind.REMOVED, gone, ()))
                old_at += 1
            while new_at < link.new[0]:
                change = self._moved(here.get(new_at), moves, old, new)
                come = (new.clauses[new_at],)
                yield Pair((), come, change or self._single(ChangeKind.ADDED, (), come))
                new_at += 1
            if link is not end:
                olds, news = (
                    old.clauses[old_at : link.old[-1] + 1],
                    new.clauses[new_at : link.new[-1] + 1],
                )
                yield Pair(olds, news, self._linked(olds, news))
                old_at, new_at = link.old[-1] + 1, link.new[-1] + 1

    def _moved(
        self, link: Link | None, moves: dict[Link, Change], old: Document, new: Document
    ) -> Change | None:
        """The one change behind both steps of a move."""
        if link is None:
            return None
        if link not in moves:
            olds, news = (old.clauses[link.old[0]],), (new.clauses[link.new[0]],)
            notes = formatting_notes(olds[0], news[0])
            moves[link] = self._change(ChangeKind.MOVED, olds, news, notes)
        return moves[link]

    def _single(
        self, kind: ChangeKind, olds: tuple[Clause, ...], news: tuple[Clause, ...]
    ) -> Change:
        """The change of a clause that stands on one side only."""
        clause = (olds or news)[0]
        if clause.text:
            return self._change(kind, olds, news, ())
        # Without words there is nothing for a rule to judge.
        note = f"{wordless(clause)} {kind}"
        return self._change(ChangeKind.FORMATTING, olds, news, (note,))

    def _linked(self, olds: tuple[Clause, ...], news: tuple[Clause, ...]) -> Change | None:
        """How clauses that correspond in place differ, None if they do not."""
        if len(olds) > 1 or len(news) > 1:
            kind = ChangeKind.SPLIT if len(news) >= len(olds) else ChangeKind.MERGED
            return self._change(kind, olds, news, division_notes(olds, news))
        old, new = olds[0], news[0]
        if same_in_every_way(old, new):
            return None
        notes = formatting_notes(old, new)
        around = surroundings_note(old, new)
        if around[0] and around not in self.noted:
            self.noted.add(around)
            notes = (*notes, around[0])
        if old.text == new.text or old.text.split() == new.text.split():
            return self._change(ChangeKind.FORMATTING, olds, news, notes) if notes else None
        old_number, old_rest = split_number(old)
        new_number, new_rest = split_number(new)
        if old_rest == new_rest:
            notes = (*notes, f"number {old_number.strip()} → {new_number.strip()}")
            return self._change(ChangeKind.RENUMBERED, olds, news, notes)
        return self._change(ChangeKind.EDITED, olds, news, notes)

    def _change(
        self,
        kind: ChangeKind,
        olds: tuple[Clause, ...],
        news: tuple[Clause, ...],
        notes: tuple[str, ...],
    ) -> Change:
        """A change with its redline, and an id that no other change has."""
        redline = self._redline(_text(olds), _text(news))
        change = Change("", kind, olds, news, redline, notes)
        content = "\x1f".join((kind, change.old_text, change.new_text, *notes))
        count = self.seen[content]
        self.seen[content] += 1
        digest = hashlib.sha256(f"{content}\x1f{count or ''}".encode()).hexdigest()
        return replace(change, id=digest[:_DIGITS])

    def _redline(self, old: str, new: str) -> Redline:
        if not old or not new or old == new:
            op = Op.KEEP if old == new else Op.DELETE if old else Op.INSERT
            return join_spans([Span(op, old or new)])
        return self.vocabulary.once(old, new, _marked)


def _marked(old: Tokens, new: Tokens) -> Redline:
    """The redline of two texts that both have words, and differ."""
    return word_redline(old, new, shared_runs(old, new))


def _text(clauses: tuple[Clause, ...]) -> str:
    return "\n".join(clause.text for clause in clauses)
