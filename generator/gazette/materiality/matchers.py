"""The closed set of matchers: what a rule's [match] table may ask of an edit.

Ten kinds. A rule chooses one and fills in its parameters; no rule brings
code. Each matcher answers with the words to show in the message, or None.

* transition        the edit was recognised as this transition
* quantity          a quantity grew, shrank or changed: `fact`, `change`
* modality          what may, will or must never be done shifted: `was`, `now`
* fact-added        the new words hold a fact that the old did not: `fact`
* fact-removed      the reverse
* fact-replaced     both: a fact of a kind took another's place
* statement-added   a whole statement on a topic came
* statement-removed a statement on a topic went
* statement-reworded a statement on a topic was reworded, and no fact of a kind differs
* unclaimed         no other rule spoke

All but `transition` and `unclaimed` take conditions on the context:

* `topics`   the edit speaks of one of them; `main = true`: of that most
* `setting`  the lead, headings and verbs around speak of one of these most
* `needs`    kinds of fact that the statement, its lead or its heading hold
* `acts`     only statements that were added, removed or reworded
* `clauses`  only clauses of these kinds; `led = true`: entries under a lead
* `deals`    only a sentence that tells how someone is dealt with, and stands alone
* `reversal` only an edit that turned its sentence into its reverse, and how

Facts may be narrowed to `values`, or to all `but` some. `anew = "always"` asks
that the other version nowhere has them; `anew = "reworded"` asks that only
where a statement was reworded: a sentence that names again what the text names
elsewhere is a clarification. `show = "statement"` puts the whole statement into
the message.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.materiality.edits import Act
from gazette.materiality.facts import MODAL, Fact, negations, read_facts
from gazette.materiality.hits import Hit, Table, holds_in_context, quote
from gazette.materiality.phrases import likeness
from gazette.materiality.standing import gives_anew

if TYPE_CHECKING:
    from gazette.materiality.edits import Edit
    from gazette.materiality.readings import Reading
    from gazette.materiality.statements import Statement

_SAME_SENTENCE = 0.6
_LIST = 3  # facts of a kind that make a sentence an enumeration


def _transition(table: Table, reading: Reading) -> Hit | None:
    edit = reading.edit
    return Hit(edit.removed_text, edit.added_text) if reading.transition == table["name"] else None


def _quantity(table: Table, reading: Reading) -> Hit | None:
    """The quantity that left against the one that came, on the axis of the fact."""
    if table["fact"] not in reading.kinds_gained or not holds_in_context(table, reading):
        return None
    old = _amounts(reading.lost, table["fact"])
    new = _amounts(reading.gained, table["fact"])
    if not old or not new:
        return None
    grew, shrank = new[0].amount > old[0].amount, new[0].amount < old[0].amount  # type: ignore[operator] # _amounts has only facts with one
    if {"increase": grew, "decrease": shrank, "change": True}[table["change"]]:
        return Hit(old[0].text, new[0].text)
    return None


def _amounts(facts: tuple[Fact, ...], kind: str) -> list[Fact]:
    return [fact for fact in facts if fact.kind == kind and fact.amount is not None]


def _modality(table: Table, reading: Reading) -> Hit | None:
    edit = reading.edit
    if not holds_in_context(table, reading) or edit.old is None or edit.new is None:
        return None
    if likeness(edit.old.forms, edit.new.forms) < _SAME_SENTENCE:
        return None  # in another sentence a verb of the same kind belongs to another thing
    old = {fact.value: fact.text for fact in _modals(reading, old=True)}
    new = {fact.value: fact.text for fact in _modals(reading, old=False)}
    if negations(edit.old.text) == negations(edit.new.text):
        old.pop("never", None)  # “not to do” and “will not do” deny the same
        new.pop("never", None)
    was = [value for value in table["was"] if value in old or (value == "none" and not old)]
    now = [value for value in table["now"] if value in new or (value == "none" and not new)]
    return Hit(old.get(was[0], ""), new.get(now[0], "")) if was and now else None


def _modals(reading: Reading, *, old: bool) -> list[Fact]:
    """The modal verbs among the words that changed, whether or not they stand elsewhere too."""
    edit = reading.edit
    side, span = (edit.old, edit.removed) if old else (edit.new, edit.added)
    if side is None:
        return []
    facts = [f for f in read_facts(side.text) if f.kind == MODAL]
    return [f for f in facts if f.first < span[1] and f.last >= span[0]]


def _fact_added(table: Table, reading: Reading) -> Hit | None:
    return _fact(table, reading, reading.gained, added=True)


def _fact_removed(table: Table, reading: Reading) -> Hit | None:
    return _fact(table, reading, reading.lost, added=False)


def _fact_replaced(table: Table, reading: Reading) -> Hit | None:
    """Both sides reworded: the old fact gone from its place, another of its kind there."""
    lost, gained = _fact_removed(table, reading), _fact_added(table, reading)
    return Hit(lost.old, gained.new) if lost and gained else None


def _fact(table: Table, reading: Reading, facts: tuple[Fact, ...], *, added: bool) -> Hit | None:
    kinds = reading.kinds_gained if added else reading.kinds_lost
    if kinds.isdisjoint(table["fact"]) or not holds_in_context(table, reading):
        return None
    facts = tuple(fact for fact in facts if fact.kind in table["fact"])
    values, but = table.get("values"), table.get("but", ())
    anew = table.get("anew", "")
    asked = anew == "always" or (anew == "reworded" and reading.edit.act is Act.REWORDED)
    known = reading.known[0 if added else 1] if asked and reading.known else ()
    found = [
        fact.text
        for fact in facts
        if fact.value not in but
        and (not values or fact.value in values)
        and (fact not in known or _enumerated(fact, reading.edit) or _given(fact, reading, added))
    ]
    if not found:
        return None
    text = ", ".join(dict.fromkeys(found))
    if table.get("show") == "statement":
        statement = reading.edit.new if added else reading.edit.old
        text = quote(statement) if statement else text
    return Hit(new=text) if added else Hit(old=text)


def _given(fact: Fact, reading: Reading, added: bool) -> bool:  # noqa: FBT001 - as its one caller has it
    """Whether a statement gives away what the other text names, and nowhere as given away."""
    statement = reading.edit.new if added else reading.edit.old
    if statement is None or reading.known is None or fact.kind not in ("data", "recipient"):
        return False
    return gives_anew(fact, statement, reading.known[0 if added else 1].stating(fact))


def _enumerated(fact: Fact, edit: Edit) -> bool:
    """Whether a fact is one more, or one fewer, of several that a sentence lists.

    What the text names elsewhere is known; that it also stands in this list is not.
    """
    if edit.old is None or edit.new is None:
        return False
    before, after = (
        {other.value for other in read_facts(side.text) if other.kind == fact.kind}
        for side in (edit.old, edit.new)
    )
    return len(before & after) >= _LIST and len(before ^ after) == 1


def _placed(table: Table, statement: Statement) -> bool:
    """Whether it stands where it is asked for; `led`: all of an entry that a lead introduces."""
    clause = statement.clause
    if table.get("led") and not (clause.lead and statement.text.strip() == clause.text.strip()):
        return False
    return clause.kind in table.get("clauses", (clause.kind,))


def _statement_added(table: Table, reading: Reading) -> Hit | None:
    new = reading.edit.new
    if reading.edit.act is not Act.ADDED or not holds_in_context(table, reading):
        return None
    if new is None or not _placed(table, new):
        return None
    return Hit(new=reading.edit.added_text)


def _statement_removed(table: Table, reading: Reading) -> Hit | None:
    old = reading.edit.old
    if reading.edit.act is not Act.REMOVED or not holds_in_context(table, reading):
        return None
    if old is None or not _placed(table, old):
        return None
    return Hit(old=reading.edit.removed_text)


def _statement_reworded(table: Table, reading: Reading) -> Hit | None:
    if reading.edit.act is not Act.REWORDED or not holds_in_context(table, reading):
        return None
    return Hit(reading.edit.removed_text, reading.edit.added_text)


def _unclaimed(_: Table, reading: Reading) -> Hit | None:
    edit = reading.edit
    if edit.act is Act.SAME and edit.old and edit.new:  # the same entry under another lead
        return Hit(edit.old.clause.lead, edit.new.clause.lead)
    return Hit(edit.removed_text, edit.added_text)


@dataclass(frozen=True, slots=True)
class Matcher:
    """A kind of match: its function, its parameters, and how specific it is (0 speaks first)."""

    match: Callable[[Table, Reading], Hit | None]
    needs: frozenset[str]
    allows: frozenset[str]
    rank: int


def _kind(
    match: Callable[[Table, Reading], Hit | None], rank: int, needs: str = "", allows: str = ""
) -> Matcher:
    return Matcher(match, frozenset(needs.split()), frozenset(allows.split()), rank)


_WHOLE = "topics main setting needs clauses led deals"
MATCHERS: dict[str, Matcher] = {
    "transition": _kind(_transition, 0, "name"),
    "quantity": _kind(_quantity, 1, "fact change", "topics main setting acts needs"),
    "modality": _kind(_modality, 2, "was now", "topics main setting acts needs"),
    "fact-replaced": _kind(_fact_replaced, 2, "fact", "topics main setting acts needs but"),
    "fact-added": _kind(
        _fact_added, 3, "fact", "topics main setting acts needs values but anew show"
    ),
    "fact-removed": _kind(
        _fact_removed, 3, "fact", "topics main setting acts needs values but anew show"
    ),
    "statement-added": _kind(_statement_added, 4, "", _WHOLE),
    "statement-removed": _kind(_statement_removed, 4, "", _WHOLE),
    "statement-reworded": _kind(_statement_reworded, 4, "", "topics main setting needs reversal"),
    "unclaimed": _kind(_unclaimed, 9),
}


def asked_kinds(table: Table) -> frozenset[str]:
    """The kinds of fact of which one must have come or gone; empty where none need have."""
    facts = table.get("fact", ())
    return frozenset((facts,) if isinstance(facts, str) else facts)


_QUANTITIES = frozenset({"duration", "age", "money", "percentage"})


def breadth(table: Table) -> int:
    """How broad a match is among those of its kind; what asks for less speaks later.

    -1 where it asks for a setting, or for a number; 1 where the verb alone tells
    what a statement is about.
    """
    facts = table.get("fact", ())
    numbers = bool(facts) and not isinstance(facts, str) and _QUANTITIES.issuperset(facts)
    if "setting" in table or numbers:
        return -1
    return 1 if facts == ["act"] else 0


def check_match(table: object) -> str:
    """What is wrong with a [match] table, or an empty string."""
    if not isinstance(table, dict) or table.get("kind") not in MATCHERS:
        return f"needs a kind among {', '.join(MATCHERS)}"
    matcher = MATCHERS[table["kind"]]
    given = table.keys() - {"kind"}
    if matcher.needs - given:
        return f"lacks {', '.join(sorted(matcher.needs - given))}"
    if given - matcher.needs - matcher.allows:
        return f"has unknown {', '.join(sorted(given - matcher.needs - matcher.allows))}"
    return ""
