"""Names and defined terms that were exchanged throughout the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from gazette.materiality.edits import Act, Edit
from gazette.materiality.facts import read_facts
from gazette.materiality.names import is_distinctive
from gazette.materiality.readings import read_setting
from gazette.materiality.slips import is_english
from gazette.materiality.statements import canonical_forms, is_weightless
from gazette.materiality.words import norms
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.materiality.readings import Known
    from gazette.materiality.search import Search
    from gazette.materiality.statements import Statement
    from gazette.materiality.words import Word

Exchange = tuple[tuple[str, ...], tuple[str, ...]]
_TWICE = 2
_LONGEST_ENTRY = 12  # words of an entry in a list of recipients
_LISTS = (ClauseKind.ITEM, ClauseKind.CELL)
_RECIPIENTS = frozenset({"sharing", "sale", "transfer"})
_LONGEST = 6  # tokens of a name
_NEVER = frozenset(
    (
        "age", "children", "commitment", "company", "condition", "count", "country", "date",
        "duration", "institution", "legal_basis", "modality", "money", "organisation",
        "percentage", "right", "sale", "transfer",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Renames:
    """Exchanges of one name for another that hold throughout the document."""

    exchanges: frozenset[Exchange]

    def explains(self, edit: Edit) -> bool:
        """Whether the edit is such an exchange and nothing else.

        Never in a list of who receives data: there another name is another
        recipient.
        """
        if edit.act is not Act.REWORDED or _exchange(edit) not in self.exchanges:
            return False
        listed = edit.new is not None and edit.new.clause.kind in _LISTS
        short = edit.new is not None and len(edit.new.words) <= _LONGEST_ENTRY
        return not (listed and short and read_setting(edit) in _RECIPIENTS)


def is_misnamed(edit: Edit, known: Iterable[Known]) -> bool:
    """Whether a name was only mistyped: a letter away from one that both versions use elsewhere."""
    words = (edit.removed_text, edit.added_text)
    if edit.act is not Act.REWORDED or not all(map(_written_once, words)):
        return False
    old, new = (word.casefold() for word in words)
    if min(len(old), len(new)) < _NAMELIKE or OSA.distance(old, new) != 1:
        return False
    used = [all(side.uses(norms(word)[0]) for side in known) for word in words]
    return any(used) and not all(used)


def names_itself(edit: Edit) -> bool:
    """Whether a text that called itself another kind of document now says its own title."""
    if edit.act is not Act.REWORDED or edit.new is None:
        return False
    called = [
        _SELF.search(side.text[: side.words[end - 1].end])
        for side, end in ((edit.old, edit.removed[1]), (edit.new, edit.added[1]))
        if side and end
    ]
    named = [norms(found[1]) for found in called if found]
    return len(named) == len(edit.sides) and named[-1] in map(norms, edit.new.clause.headings[:1])


_SELF = re.compile(
    r"\b[Tt]h(?:is|ese)\s+((?:(?:Privacy|Cookies?|Policy|Notice|Statement|Terms|Conditions|Agreement"
    r"|Service|Use|of|and)\s*)+)$"
)
"""A text's name for itself, at the end."""


def _written_once(word: str) -> bool:
    """One word with a capital, and no word of the language."""
    return word[:1].isupper() and len(norms(word)) == 1 and not is_english(word.casefold())


_NAMELIKE = 5  # letters: shorter names are too near to one another


def find_renames(edits: Iterable[Edit], now: Search) -> Renames:
    """Exchanges where the old name is gone from the text `now`, or that occur time and again.

    A name, or a capitalised or defined term, must be on either side. Names that
    have nothing in common may be two companies: they are a rename only where the
    exchange was made more than once, and mostly not where data are given away.
    """
    nameable = [(_exchange(e), e) for e in edits if e.act is Act.REWORDED and _nameable(e)]
    times = Counter(_without_host(exchange) for exchange, _ in nameable)
    served = Counter(_without_host(exchange) for exchange, edit in nameable if _serves(edit))
    written = Counter(exchange for exchange, _ in nameable)
    held = [
        exchange
        for exchange, alike in written.items()
        if _is_rename(exchange, times[_without_host(exchange)], served[_without_host(exchange)])
        and (alike >= _TWICE or (exchange[0] and not _occurs(exchange[0], now)))
    ]
    return Renames(frozenset(held))


def _is_rename(exchange: Exchange, times: int, served: int) -> bool:
    """Whether names exchanged so often, `served` times where data are given, are one thing's."""
    if _akin(exchange) or (_is_term(exchange) and not served):
        return True
    return times >= _TWICE if not served else times > _TWICE and served * 2 <= times


def _is_term(exchange: Exchange) -> bool:
    """Whether a side is words of the language: a defined term or a team, not somebody's name."""
    return any(all(is_english(word) for word in side) for side in exchange)


def _akin(exchange: Exchange) -> bool:
    """Whether the names have a word, or its beginning, in common: “Acme Notes”, “AcmePages”."""
    old, new = ("".join(side) for side in exchange)
    shared = set(exchange[0]).intersection(exchange[1])
    alike = OSA.normalized_similarity(old, new) >= _KIN
    return bool(shared) or old[:_NAMELIKE] == new[:_NAMELIKE] or alike


def _without_host(exchange: Exchange) -> Exchange:
    """The names of pages' addresses alone: “acme.com” is Acme's."""
    old, new = (tuple(word.split(".")[0] for word in side) for side in exchange)
    return old, new


def _serves(edit: Edit) -> bool:
    """Whether the name stands where data are given away: another name may be another recipient."""
    # “With Acme you write” tells what it is for, “we work with Acme” who it is.
    before = edit.old.words[1 : edit.removed[0]][-1:] if edit.old else ()
    if any(word.norm in _TOWARDS for word in before):
        return True
    return read_setting(edit) in _RECIPIENTS or any(
        fact.kind in _RECEIVING or fact.key == ("act", "sharing")
        for side in edit.sides
        for fact in read_facts(side.text)
    )


_KIN = 0.7
_TOWARDS = frozenset(norms("to with by from via through on use using"))
_RECEIVING = frozenset(("recipient", "transfer", "sale"))


def _exchange(edit: Edit) -> Exchange:
    """The old name and the new one, each whole: “Acme Notes” to “Acme Pages”."""
    if edit.old is None or edit.new is None:
        return (), ()
    old, new = _names(edit.old, edit.new, edit)
    return canonical_forms(old), canonical_forms(new)


def _names(old: Statement, new: Statement, edit: Edit) -> tuple[str, str]:
    """The words that changed with the capitalised words that stand right beside them on both sides.

    What stands beside on one side alone is another name: “Acme, Bolt and Cask” without Bolt.
    """
    spans = (_whole(old, edit.removed), _whole(new, edit.added))
    before, after = (min(span[n] for span in spans) for n in (0, 1))
    sides = ((old, edit.removed), (new, edit.added))
    return tuple(  # type: ignore[return-value] # one for each of two sides
        side.text[side.words[first - before].start : side.words[end + after - 1].end]
        if first - before < end + after
        else ""
        for side, (first, end) in sides
    )


def _whole(statement: Statement, span: tuple[int, int]) -> tuple[int, int]:
    """How many capitalised words stand right before and right after a span."""
    words, text = statement.words, statement.text
    first, end = span
    if first == 0:  # the capital of a sentence's first word tells nothing
        return 0, 0
    while first > 0 and _named(words, first - 1) and _beside(text, words, first):
        first -= 1
    while end < len(words) and words[end].text[0].isupper() and _beside(text, words, end):
        end += 1
    return span[0] - first, end - span[1]


def _named(words: tuple[Word, ...], at: int) -> bool:
    return words[at].text[0].isupper() and (at > 0 or is_distinctive(words[at].norm))


def _beside(text: str, words: tuple[Word, ...], at: int) -> bool:
    """Whether only a space parts a word from the one before it."""
    return 0 < at < len(words) and text[words[at - 1].end : words[at].start].isspace()


def _nameable(edit: Edit) -> bool:
    """Both sides are short and written as names."""
    gone, come = _exchange(edit)
    if not gone or not come or max(len(gone), len(come)) > _LONGEST:
        return False
    if any(fact.kind == "organisation" for fact in edit.lost + edit.gained):
        return False  # a company's registered name: perhaps another company
    assert edit.old is not None  # noqa: S101 - _exchange found names on both sides
    assert edit.new is not None  # noqa: S101 - likewise
    names = _names(edit.old, edit.new, edit)
    if not (edit.removed_text and edit.added_text) and not all(map(_capitals, names)):
        return False  # part of a name came or went: nothing else may stand beside it
    if not all(map(_named_words, (edit.removed_text, edit.added_text))):
        return False  # beside a name, another verb or noun is another statement
    firsts = (edit.removed[0] == 0, edit.added[0] == 0)
    return all(map(_written_as_name, names, firsts))


def _named_words(text: str) -> bool:
    """Whether the words are written as names, but for those that weigh nothing; no pronouns."""
    words = [word.strip(".,;:()“”\"'’") for word in text.split()]
    return all(
        is_weightless(norms(word))
        or ((not word.islower() or "." in word) and word.casefold() not in _PRONOUNS)
        for word in words
    )


_PRONOUNS = frozenset({"we", "us", "you", "they", "them", "he", "she", "i", "me"})


def _capitals(text: str) -> bool:
    letters = [word for word in text.split() if word[:1].isalpha()]
    return bool(letters) and all(word[:1].isupper() for word in letters)


def _written_as_name(text: str, first: bool) -> bool:  # noqa: FBT001 - mapped over both sides
    """Capitalised throughout, and no term that rules know: no number, country, company or right.

    The capital of a statement's first word tells nothing.
    """
    if text.islower() and "." not in text:
        return False
    kinds = {fact.kind for fact in read_facts(f"called {text}")}
    if kinds & _NEVER:
        return False
    alone = first and len(text.split()) == 1
    return "name" in kinds or (_capitals(text) and not alone)


def _occurs(phrase: tuple[str, ...], search: Search) -> bool:
    """Whether a sentence has the phrase."""
    length = len(phrase)
    return any(
        forms[i : i + length] == phrase
        for forms in (statement.forms for statement in search.saying(phrase))
        if phrase[0] in forms
        for i in range(len(forms) - length + 1)
    )
