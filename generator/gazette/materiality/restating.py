"""A whole statement that another version's sentence bears out word for word.

A summary that uses the text's own words, a promise said once more at another
place, one sentence cut in two: every word of weight stands in one sentence of
the other version, in the same order, and what that sentence says besides is
an entry of an enumeration, or the “information” for which the statement says
“it”. Who speaks, what may or must be, numbers, denials and conditions are
words of weight, so none is lost, none is brought in, and none changes hands.
Where the sentence stands under a condition, is excepted from, or holds for
some only, nothing is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gazette.materiality.facts import read_facts
from gazette.materiality.governing import scope
from gazette.materiality.statements import canonical_forms
from gazette.materiality.words import is_number, norms
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.materiality.readings import Known
    from gazette.materiality.statements import Statement, Token

_SHORTEST = 4  # words of weight; fewer say too little to be recognised
_SPOKEN = frozenset((ClauseKind.PARAGRAPH, ClauseKind.ITEM))
_ACTING = frozenset({"we", "us", "you"})
_THINGS = frozenset(
    form for word in ("information", "data", "personal data") for form in canonical_forms(word)
)
_POINTS = re.compile(r"\b(?:it|them|this|that|these|those|such|so|there|here)\b", re.IGNORECASE)
_WEIGHTY = frozenset(
    norms("not no never neither nor none nothing without only solely except unless if when where")
    + norms(
        "until before after since while may must will can should would could most mostly usually"
    )
    + norms("sometimes often than under over within least more less up consent agree permission")
    + norms("we us you they who whose right")
)
_BOUND = re.compile(
    r"\b(?:if|when|where|unless|until|except|only|provided|subject|consent|agree|permission)\b",
    re.IGNORECASE,
)
_EXCEPTED = re.compile(
    r"\b(?:exceptions?|except|however|but|unless|nevertheless|notwithstanding|apart from"
    r"|do(?:es)? not apply|the following|appl(?:y|ies) only|only appl(?:y|ies))\b",
    re.IGNORECASE,
)
_LISTED = frozenset(
    ("data", "recipient", "company", "organisation", "purpose", "right", "tracking")
)
"""Kinds of which a sentence may name several, each on its own."""


def is_said_again(statement: Statement, known: Known) -> bool:
    """Whether the version that `known` knows says all of a statement of the other version."""
    forms = statement.forms
    if statement.clause.kind not in _SPOKEN or len(forms) < _SHORTEST:
        return False
    if not _ACTING & set(forms) or statement.text.rstrip().endswith(("?", ":")):
        return False  # words without a sentence say nothing without their surroundings
    if statement.clause.lead and statement.clause.lead.rstrip().endswith(":"):
        return False
    return any(_says(other, statement) for other in known.saying(forms))


def _says(other: Statement, statement: Statement) -> bool:
    clause = other.clause
    if clause.kind not in _SPOKEN or other.text.rstrip().endswith("?"):
        return False
    if clause.lead and clause.kind is ClauseKind.ITEM:
        return False
    rest = clause.text.replace(other.text, " ")
    if _EXCEPTED.search(rest) or scope(other.clause) - scope(statement.clause):
        return False
    besides = _besides(other.tokens, statement.forms)
    if besides is None:
        return False
    replaced = bool(_POINTS.search(statement.text))
    bound = bool(_BOUND.search(other.text))
    return all(_adds_nothing(other, run, replaced=replaced, bound=bound) for run in besides)


def _besides(tokens: Iterable[Token], forms: tuple[str, ...]) -> list[list[Token]] | None:
    """The runs of tokens that stand between those of `forms`; None where these are not all there.

    Each form is taken at its first place after the one before, but what is left
    out at the end is taken from the last.
    """
    runs: list[list[Token]] = [[]]
    waiting: Iterator[str] = iter(forms)
    wanted = next(waiting, None)
    for token in tokens:
        if token.form == wanted:
            wanted = next(waiting, None)
            runs.append([])
        else:
            runs[-1].append(token)
    return None if wanted is not None else [run for run in runs if run]


def _adds_nothing(other: Statement, run: list[Token], *, replaced: bool, bound: bool) -> bool:
    """Whether words that only the longer sentence has may be left out of it."""
    forms = {token.form for token in run}
    if forms <= _THINGS:
        return replaced or not bound
    words = other.words[run[0].first : run[-1].last + 1]
    weighty = any(word.norm in _WEIGHTY or is_number(word.norm) for word in words)
    return not (weighty or bound or replaced) and _are_entries(other, run)


def _are_entries(other: Statement, run: list[Token]) -> bool:
    """Whether words are all of one kind of thing, of which the sentence names others too."""
    facts = [fact for fact in read_facts(other.text) if fact.kind in _LISTED]
    first, last = run[0].first, run[-1].last
    for kind in {fact.kind for fact in facts}:
        places = [range(f.first, f.last + 1) for f in facts if f.kind == kind]
        inside = {at for place in places for at in place}
        others = any(place.stop <= first or place.start > last for place in places)
        if others and all(token.first in inside for token in run):
            return True
    return False
