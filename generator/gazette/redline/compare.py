"""Two documents to their comparison: aligned, named, and checked."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from operator import eq
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
from gazette.model.note import Note
from gazette.redline.align import Link, align
from gazette.redline.cascades import name_causes
from gazette.redline.check import check
from gazette.redline.moved_words import mark_moved_words
from gazette.redline.notes import (
    division_notes,
    formatting_notes,
    looks,
    surroundings_note,
    wordless_note,
)
from gazette.redline.spans import join_spans, word_redline
from gazette.redline.tokens import Vocabulary
from gazette.redline.units import split_number
from gazette.redline.words import shared_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.document import Clause, Document
    from gazette.redline.tokens import Tokens

Clauses = tuple["Clause", ...]

_KEEP = Op.KEEP
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
    comparer = _Comparer(vocabulary or Vocabulary())
    comparer.walk(old, new)
    steps = comparer.steps
    # Most steps of most comparisons have no change: only the others are looked at again.
    changed = {at: step.change for at, step in enumerate(steps) if step.change}
    # A move is one change of two steps.
    found = tuple({change.id: change for change in changed.values()}.values())
    marked = name_causes(mark_moved_words(found, comparer.vocabulary))
    changes = {change.id: change for change in marked}
    for at, change in changed.items():
        changed[at] = changes[change.id]
        steps[at] = steps[at]._replace(change=changed[at])
    comparison = Comparison(
        old=old,
        new=new,
        changes=tuple(marked),
        pairs=tuple(steps),
        redline=join_spans(_spans(steps, changed)),
    )
    check(comparison)
    return comparison


def _spans(steps: list[Pair], changed: dict[int, Change]) -> Iterator[Span]:
    """The whole redline. Clauses end with a line break."""
    done = 0
    for at, change in changed.items():
        yield Span(_KEEP, _unchanged(steps[done:at]))
        done = at + 1
        if change.kind is not ChangeKind.MOVED:
            yield from _ended(change.redline)
            continue
        ops = _HERE if steps[at].new else _AWAY
        yield from _ended(tuple(Span(ops[s.op], s.text) for s in change.redline if s.op in ops))
    yield Span(_KEEP, _unchanged(steps[done:]))


def _unchanged(steps: list[Pair]) -> str:
    """The text of steps without a change, which have one clause on each side."""
    return "".join([f"{text}\n" for step in steps if (text := step.new[0].text)])


def _ended(redline: Redline) -> Iterator[Span]:
    """`redline` with the line break that ends its clause."""
    yield from redline
    if redline:
        both = any(s.op in OLD_OPS for s in redline) and any(s.op in NEW_OPS for s in redline)
        yield Span(_KEEP if both else redline[-1].op, "\n")


@dataclass(slots=True)
class _Comparer:
    """What one comparison remembers from step to step; `steps` is what it finds."""

    vocabulary: Vocabulary
    steps: list[Pair] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    noted: set[tuple[Note | None, tuple[int, int]]] = field(default_factory=set)

    def walk(self, old: Document, new: Document) -> None:
        """Take the steps of the alignment in reading order, what went before what came."""
        links = align(old.clauses, new.clauses, self.vocabulary)
        away = {link.old_at: link for link in links if link.moved}
        here = {link.new_at: link for link in links if link.moved}
        moves: dict[Link, Change] = {}
        end = Link(len(old.clauses), len(new.clauses), 0, 0)
        old_at = new_at = 0
        for link in [*(link for link in links if not link.moved), end]:
            while old_at < link.old_at:
                change = self._moved(away.get(old_at), moves, old, new)
                gone = (old.clauses[old_at],)
                self._step(gone, (), change or self._single(ChangeKind.REMOVED, gone, ()))
                old_at += 1
            while new_at < link.new_at:
                change = self._moved(here.get(new_at), moves, old, new)
                come = (new.clauses[new_at],)
                self._step((), come, change or self._single(ChangeKind.ADDED, (), come))
                new_at += 1
            olds = old.clauses[old_at : old_at + link.old_count]
            news = new.clauses[new_at : new_at + link.new_count]
            old_at, new_at = old_at + link.old_count, new_at + link.new_count
            if link.together:
                self._step(olds, news, self._divided(olds, news))
            else:
                self._one_by_one(olds, news)

    def _step(self, olds: Clauses, news: Clauses, change: Change | None) -> None:
        self.steps.append(Pair(olds, news, change))

    def _one_by_one(self, olds: Clauses, news: Clauses) -> None:
        same = map(eq, map(looks, olds), map(looks, news))
        self.steps += [
            Pair(here, there, None if alike else self._linked(here, there))
            for here, there, alike in zip(zip(olds), zip(news), same, strict=True)
        ]

    def _moved(
        self, link: Link | None, moves: dict[Link, Change], old: Document, new: Document
    ) -> Change | None:
        """The one change behind both steps of a move."""
        if link is None:
            return None
        if link not in moves:
            olds, news = (old.clauses[link.old_at],), (new.clauses[link.new_at],)
            notes = formatting_notes(olds[0], news[0])
            moves[link] = self._change(ChangeKind.MOVED, olds, news, notes)
        return moves[link]

    def _single(self, kind: ChangeKind, olds: Clauses, news: Clauses) -> Change:
        """The change of a clause that stands on one side only."""
        clause = (olds or news)[0]
        if clause.text:
            return self._change(kind, olds, news, ())
        # Without words there is nothing for a rule to judge.
        note = wordless_note(clause, kind)
        return self._change(ChangeKind.FORMATTING, olds, news, (note,))

    def _divided(self, olds: Clauses, news: Clauses) -> Change:
        kind = ChangeKind.SPLIT if len(news) >= len(olds) else ChangeKind.MERGED
        return self._change(kind, olds, news, division_notes(olds, news))

    def _linked(self, olds: Clauses, news: Clauses) -> Change | None:
        """How two clauses that correspond in place differ, None if no reader sees it."""
        old, new = olds[0], news[0]
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
            number = Note.of("number", old=old_number.strip(), new=new_number.strip())
            notes = (*notes, number)
            return self._change(ChangeKind.RENUMBERED, olds, news, notes)
        return self._change(ChangeKind.EDITED, olds, news, notes)

    def _change(
        self,
        kind: ChangeKind,
        olds: Clauses,
        news: Clauses,
        notes: tuple[Note, ...],
    ) -> Change:
        """A change with its redline, and an id that no other change has."""
        old_text, new_text = _text(olds), _text(news)
        content = "\x1f".join((kind, old_text, new_text, *map(str, notes)))
        count = self.seen[content]
        self.seen[content] = count + 1
        digest = hashlib.sha256(f"{content}\x1f{count or ''}".encode()).hexdigest()
        redline = self._redline(old_text, new_text)
        return Change(digest[:_DIGITS], kind, olds, news, redline, notes)

    def _redline(self, old: str, new: str) -> Redline:
        if not old or not new or old == new:
            op = Op.KEEP if old == new else Op.DELETE if old else Op.INSERT
            return join_spans([Span(op, old or new)])
        return self.vocabulary.once(old, new, _marked)


def _marked(old: Tokens, new: Tokens) -> Redline:
    """The redline of two texts that both have words, and differ."""
    return word_redline(old, new, shared_runs(old, new))


def _text(clauses: Clauses) -> str:
    return "\n".join([clause.text for clause in clauses])
