"""Facts that only changed their place in a section that was written anew.

When a section is recast, as a list for a paragraph or as questions and
answers, its sentences find no partners: each fact seems to go in one place and
to come in another. A fact that goes and comes within one section, with the
same stance, is carried over: it was there before and is there now. The stance
is whether the sentence denies, and whether it gives data away, so that what was
never shared and now is has not been carried over. Nothing is cleared by that:
the sentence is new all the same, and where no other rule speaks a person reads it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from gazette.materiality.edits import Act, Edit
from gazette.materiality.facts import Fact, negations, read_facts
from gazette.materiality.governing import Governors, plain, retitled
from gazette.materiality.phrases import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.materiality.statements import Statement
    from gazette.model.comparison import Comparison

_SAME_SENTENCE = 0.6
_BOUND = frozenset(("act", "condition", "extent", "modality", "commitment"))
"""What makes a sentence: what it does, and on which terms; elsewhere it is another sentence."""
_GIVING = frozenset(("sharing", "sale", "transfer"))

_POINTS_BACK = re.compile(r"\W*(?:this|these|such|it|they)\b", re.IGNORECASE)

Stance = tuple[bool, bool]
_Side = tuple[str, bool]
"""A section by its name in the new version, and whether its old text is meant."""
_Said = dict[tuple[str, str], list["Statement"]]
"""The facts that a section's changed statements lost, or gained, each with those statements."""


class Rewriting:
    """What each section of a comparison lost and gained."""

    def __init__(self, edits: Iterable[Edit], comparison: Comparison) -> None:
        self._renamed = {old.section: new.section for old, new in retitled(comparison)}
        self._edits: dict[_Side, list[Edit]] = defaultdict(list)
        self._said: dict[_Side, _Said] = {}
        self._governors = Governors(comparison)
        for edit in edits:
            if edit.act is not Act.SAME:
                self._edits[self.section(edit.old, old=True), True].append(edit)
                self._edits[self.section(edit.new, old=False), False].append(edit)

    def without_carried(self, edit: Edit) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
        """What the edit lost and gained, but for the facts that its section kept."""
        if not is_rewritten(edit) or self._is_value(edit):
            return edit.lost, edit.gained
        return (
            tuple(f for f in edit.lost if not self._is_carried(f, edit.old, old=True)),
            tuple(f for f in edit.gained if not self._is_carried(f, edit.new, old=False)),
        )

    def _is_value(self, edit: Edit) -> bool:
        """Whether what is said of one and the same name, in one column, became something else.

        That another row says it too does not carry it over.
        """
        if edit.old is None or edit.new is None:
            return False
        labels = [side.text.partition(":") for side in edit.sides]
        if all(said for _, _, said in labels) and plain(labels[0][0]) == plain(labels[1][0]):
            return True
        return self._governors.tell_of_one(edit.old.clause, edit.new.clause)

    def _is_carried(self, fact: Fact, statement: Statement | None, *, old: bool) -> bool:
        if statement is None or fact.kind in _BOUND:
            return False
        said = self._said_in((self.section(statement, old=old), not old))
        return any(stance(other) == stance(statement) for other in said.get(fact.key, ()))

    def _said_in(self, side: _Side) -> _Said:
        """What a section lost, or gained: read where a fact of its other side is asked for."""
        if side not in self._said:
            self._said[side] = _read(self._edits.get(side, ()), old=side[1])
        return self._said[side]

    def section(self, statement: Statement | None, *, old: bool) -> str:
        """The section of a statement, by its name in the new version."""
        if statement is None:
            return ""
        section = statement.clause.section
        return self._renamed.get(section, section) if old else section


def is_rewritten(edit: Edit) -> bool:
    """Whether a sentence has no partner, or hardly: one edited in places keeps its own facts."""
    if edit.old is None or edit.new is None:
        return True
    if edit.old.clause.kind is not edit.new.clause.kind:
        return True  # a sentence became an entry of a list, or the reverse
    return likeness(edit.old.forms, edit.new.forms) < _SAME_SENTENCE


def _read(edits: Iterable[Edit], *, old: bool) -> _Said:
    said: _Said = defaultdict(list)
    for edit in edits:
        statement = edit.old if old else edit.new
        if statement is not None:
            for fact in edit.lost if old else edit.gained:
                said[fact.key].append(statement)
    return said


def stance(statement: Statement) -> Stance:
    """Whether a statement denies, and whether it gives data away.

    Its lead speaks for an entry, and for “this includes …” the whole paragraph.
    """
    back = points_back(statement.text)
    texts = (statement.clause.lead, statement.clause.text if back else statement.text)
    facts = [fact for text in texts for fact in read_facts(text)]
    gives = any(f.kind in _GIVING or (f.kind == "act" and f.value in _GIVING) for f in facts)
    return sum(map(negations, texts)) % 2 == 1, gives


def points_back(text: str) -> bool:
    """Whether a sentence goes on with what the one before it says: “This includes …”."""
    return bool(_POINTS_BACK.match(text))
