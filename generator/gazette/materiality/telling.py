"""Sentences that lead a reader through the text, or say how it was written.

“We explain below how cookies work” has the form of a dealing (we do something
that is of you), and all that is done is telling. Such a sentence has a verb of
telling, writing or reading; what is told or read is the text, or stands in it;
nothing of yours is its object, and no second verb says that anything else is
done. What else it speaks of must be known from the other version: “we explain
below how we sell your data” is news where no sale was spoken of.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gazette.materiality.clarifying import describes_itself, weighed
from gazette.materiality.data import load_data
from gazette.materiality.edits import Act
from gazette.materiality.facts import MODAL, read_facts
from gazette.materiality.speech import does, speaks_of_text
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from gazette.materiality.edits import Edit
    from gazette.materiality.readings import Known
    from gazette.materiality.statements import Statement

_LONGEST = 30  # words
_HERE = frozenset({"below", "above"})
_POINTS = frozenset(norms("this these our each following next last first whole other the"))
_SUBORDINATE = re.compile(
    r"\b(?:so\s+that|how|what|why|which|whether|who|whom|where|when|that)\b.*", re.DOTALL
)
"""What is told or asked, after the verb that tells or asks it."""
_SECOND = re.compile(r"\b(?:and|but|or|then|while|so|after|before|unless|to)\b|[;:]", re.IGNORECASE)
"""The beginning of a second thing that may be done, or of somebody to whom something is shown."""
_YOURS = re.compile(
    r"\b(?:your|his|her|their)\b(?!\s+(?:\w+\s+)?(?:rights|options|choices|questions)\b)"
    r"|\b(?:our|the)\s+(?:partners?|police|staff|authorit\w+|public)\b",
    re.IGNORECASE,
)


_OTHER = {Act.ADDED: 0, Act.REMOVED: 1}
"""The version that does not have a statement, by what happened to it."""
_PREVAILS = re.compile(r"\b(?:prevails?|binding|governs?|controls?|precedence)\b", re.IGNORECASE)
_BARGAIN = frozenset(
    (
        "duration", "age", "money", "percentage", "price", "liability", "dispute", "sale",
        "automation",
    )
)  # fmt: skip


def is_about_text(edit: Edit, known: tuple[Known, Known]) -> bool:
    """A sentence on the document itself; but which of its languages binds is no mere remark."""
    binding = edit.act is Act.REWORDED and all(_PREVAILS.search(s.text) for s in edit.sides)
    if binding and any(fact.kind == "country" for fact in edit.lost + edit.gained):
        return False
    if edit.act in _OTHER and guides(edit.sides[0], known[_OTHER[edit.act]]):
        return True
    return all(describes_itself(s.text) for s in edit.sides) or all(
        speaks_of_text(s.text) and not {f.kind for f in read_facts(s.text)} & _BARGAIN
        for s in edit.sides
    )


def guides(statement: Statement, other: Known) -> bool:
    """Whether a sentence leads through the text, and all else in it stands in the `other` text."""
    return _guides(statement.text) and all(
        fact.key == (MODAL, "may") or fact in other for fact in weighed(statement.text)
    )


@lru_cache(maxsize=4096)
def _guides(text: str) -> bool:
    """The same by the sentence's form alone."""
    words = norms(_WHENEVER.sub("", text))
    if len(words) > _LONGEST or not _speaks_of_text(words):
        return False
    at = _verb(words)
    if at is None or (words[at + 1 : at + 2] == ("you",) and words[at] not in _TO_YOU):
        return False
    main = _SUBORDINATE.sub("", text, count=1)
    rest = _SECOND.split(" ".join(norms(main)[at + 1 :]))
    return len(rest) == 1 and not _YOURS.search(text) and not does(main)


_WHENEVER = re.compile(
    r"^\W*if\s+you\s+(?:are|want|like|prefer|need|have)\s[^,]*,\s*", re.IGNORECASE
)
"""To whom it is said that they may read."""


def _speaks_of_text(words: tuple[str, ...]) -> bool:
    """Whether a part of the text is named, or a place in it."""
    return not _HERE.isdisjoint(words) or any(
        word in _list("parts") and not _POINTS.isdisjoint(words[max(0, at - 3) : at])
        for at, word in enumerate(words)
    )


def _verb(words: tuple[str, ...]) -> int | None:
    """Where the verb stands that tells, writes or reads; None where the first verb is another."""
    for opening in (_spoken, _written, _asked):
        at, verbs = opening(words)
        while at < len(words) and words[at] in _list("before"):
            at += 1
        if at < len(words) and words[at] in verbs:
            return at
    return None


def _spoken(words: tuple[str, ...]) -> tuple[int, frozenset[str]]:
    """“We explain”, “we have written”; “we encourage you to read”."""
    at = words.index("we") + 1 if "we" in words else len(words)
    if words[at : at + 1] and words[at] in _list("urge"):
        you = words.index("you", at) + 1 if "you" in words[at:] else len(words)
        return you, _list("read")
    return at, _list("tell") | _list("write")


def _written(words: tuple[str, ...]) -> tuple[int, frozenset[str]]:
    """“The next section explains”."""
    parts = (at for at, word in enumerate(words[:_DEEP]) if word in _list("parts"))
    at = next(parts, len(words))
    leading = set(words[:at]) <= _POINTS | {"of", "in"}
    at += 2 if words[at + 1 : at + 2] and words[at + 1] in _HERE else 1
    return (at if leading else len(words)), _list("tell")


_DEEP = 6  # words
_TO_YOU = frozenset(norms("tell show give"))


def _asked(words: tuple[str, ...]) -> tuple[int, frozenset[str]]:
    """“Please read”, “you may wonder”."""
    return (1 if words[0] == "you" else 0), _list("read")


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(norms(" ".join(load_data("telling").list(name))))
