"""From a comparison to a verdict: transitions first, then the rules, then decisions."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from gazette.errors import Location
from gazette.materiality.bearing import Bearings
from gazette.materiality.confidence import confidence_of
from gazette.materiality.context import Context
from gazette.materiality.dealings import Dealings
from gazette.materiality.decisions import apply_decisions
from gazette.materiality.edits import Act, Edit, read_edits
from gazette.materiality.hits import Hit
from gazette.materiality.matchers import MATCHERS, asked_kinds, breadth
from gazette.materiality.outline import Outline
from gazette.materiality.readings import Known, Reading, read_edit
from gazette.materiality.regrouping import Regrouped
from gazette.materiality.renames import find_renames
from gazette.materiality.rewriting import Rewriting
from gazette.materiality.search import Search
from gazette.materiality.transitions import transition_of
from gazette.model.verdict import INNER, Evidence, Finding, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gazette.materiality.catalogue import Catalogue, Rule
    from gazette.materiality.statements import Statement
    from gazette.model.comparison import Change, Comparison
    from gazette.model.policy import Segment
    from gazette.model.verdict import Decision

_FINGERPRINT = 16  # hexadecimal digits: 64 bits, enough for the findings of a policy's life


@dataclass(frozen=True, slots=True)
class _Claim:
    """A rule that spoke on an edit."""

    rule: Rule
    hit: Hit
    edit: Edit


def judge(  # noqa: PLR0913 - one comparison, and all that its policy says about judging it
    comparison: Comparison,
    catalogue: Catalogue,
    *,
    policy: str = "",
    segments: tuple[Segment, ...] = (),
    decisions: tuple[Decision, ...] = (),
    old_path: str = "",
    new_path: str = "",
) -> Verdict:
    """Judge every change; each gets at least one finding.

    Pure and deterministic: the same comparison, catalogue and decisions give
    the same verdict on any day and any machine. `policy` is the policy's id and
    part of each fingerprint; the paths are where the evidence is said to stand.
    DecisionError for a decision that matches no finding, or that lowers a
    material one without a second person.
    """
    claims = _claims(comparison, catalogue)
    findings: list[Finding] = []
    for change in comparison.changes:
        spoken = segments_of(change, segments)
        paths = (old_path, new_path)
        findings += [_finding(group, policy, spoken, paths) for group in claims[change.id]]
    return Verdict(comparison, apply_decisions(tuple(findings), decisions))


def _claims(comparison: Comparison, catalogue: Catalogue) -> dict[str, list[list[_Claim]]]:
    """For each change, the claims of each rule; editorial ones only where nothing else spoke."""
    searches = (Search(comparison.old), Search(comparison.new))
    edits = read_edits(comparison, searches)
    known = (Known(searches[0]), Known(searches[1]))
    regrouped = Regrouped(edits, searches)
    rewriting = Rewriting(edits, comparison)
    bearings = Bearings(comparison, known, rewriting)
    dealings = Dealings(edits, comparison, rewriting)
    renames = find_renames(edits, searches[1])
    context = Context(renames, known, regrouped, Outline(comparison))
    claims: dict[str, dict[str, list[_Claim]]] = defaultdict(lambda: defaultdict(list))
    judges = _Judges(catalogue)
    for edit in edits:
        transition = transition_of(edit, context)
        if transition:
            reading = Reading(edit, transition=transition)
        else:
            reading = read_edit(edit, known, bearings, deals=dealings.tells(edit))
        claim = judges.claim(reading)
        claims[edit.change.id][claim.rule.id].append(claim)
    for change in comparison.changes:
        if change.id not in claims:  # a change without words, such as a thematic break
            claim = judges.claim(Reading(Edit(change, Act.SAME), transition="formatting"))
            claims[change.id][claim.rule.id].append(claim)
    return {change_id: _gravest(groups) for change_id, groups in claims.items()}


def _gravest(groups: dict[str, list[_Claim]]) -> list[list[_Claim]]:
    """The rules' claims on one change, the gravest first; sameness is worth saying only alone."""
    ordered = sorted(groups.values(), key=lambda g: (-g[0].rule.level, g[0].rule.id))
    speaking = [group for group in ordered if group[0].rule.level > 0]
    return speaking or ordered[:1]


class _Judges:
    """The rules of a catalogue by what must have happened for them to speak."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._claiming: dict[str, tuple[Rule, ...]] = {}
        self._places: dict[tuple[str, str], set[int]] = defaultdict(set)
        for place, rule in enumerate(catalogue):
            for moment in _moments(rule.match):
                self._places[moment].add(place)

    def claim(self, reading: Reading) -> _Claim:
        """The one rule that claims an edit: the most specific, then the one on its topic."""
        spoken = []
        # A transition is claimed by its own rule; without one, as any other edit is.
        for rule in self._own(reading.transition) or self._concerned_with(reading):
            hit = MATCHERS[rule.match["kind"]].match(rule.match, reading)
            if hit:
                spoken.append((_order(rule, reading), rule, hit))
        _, rule, hit = min(spoken, key=lambda entry: entry[0])
        return _Claim(rule, hit, reading.edit)

    def _own(self, transition: str) -> tuple[Rule, ...]:
        if transition not in self._claiming:
            self._claiming[transition] = self._catalogue.claiming(transition)
        return self._claiming[transition]

    def _concerned_with(self, reading: Reading) -> list[Rule]:
        """The rules that can speak where facts came or went, or did not, as in this edit."""
        met: list[tuple[str, str]] = [("act", reading.edit.act)]
        met += [("lost", kind) for kind in reading.kinds_lost]
        met += [("gained", kind) for kind in reading.kinds_gained]
        places = set().union(*(self._places.get(moment, ()) for moment in met))
        return [self._catalogue.rules[place] for place in sorted(places)]


_ONE_ACT = {
    "statement-added": Act.ADDED,
    "statement-removed": Act.REMOVED,
    "statement-reworded": Act.REWORDED,
}


def _moments(table: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """When a rule can speak: at an (“act”, …), at a kind of fact (“lost”, …) or (“gained”, …)."""
    kinds = asked_kinds(table)
    if kinds:
        side = "lost" if table["kind"] == "fact-removed" else "gained"
        return tuple((side, kind) for kind in sorted(kinds))
    only = _ONE_ACT.get(table["kind"])
    return tuple(("act", act) for act in Act if only in (None, act))


def _order(rule: Rule, reading: Reading) -> tuple[int, bool, int, int, str]:
    topics = reading.topics
    place = topics.index(rule.axes.topic) if rule.axes.topic in topics else len(topics)
    rank = MATCHERS[rule.match["kind"]].rank * 2 + breadth(rule.match)
    # By the level its file states: a re-graded rule still claims what it claimed before.
    return (rank, not rule.house, -rule.stated, place, rule.id)


def _finding(
    claims: list[_Claim], policy: str, segments: tuple[str, ...], paths: tuple[str, str]
) -> Finding:
    """One finding for all claims of a rule on a change; its evidence is the first claim's."""
    first = claims[0]
    rule, change = first.rule, first.edit.change
    return Finding(
        rule=rule.id,
        title=rule.title,
        level=rule.level,
        direction=rule.axes.direction,
        topic=rule.axes.topic,
        message=_message(claims),
        question=rule.question,
        rationale=rule.rationale,
        fingerprint=fingerprint(rule.id, policy, change),
        change=change,
        references=rule.references,
        old=_evidence(first.edit.old, paths[0]),
        new=_evidence(first.edit.new, paths[1]),
        segments=segments,
        confidence=confidence_of(rule),
    )


def _message(claims: list[_Claim]) -> str:
    rule, clause = claims[0].rule, claims[0].edit.change.clause
    old = _several(claim.hit.old for claim in claims)
    new = _several(claim.hit.new for claim in claims)
    place = clause.heading or clause.id
    return rule.message.format(clause=place, old=old, new=new, change=_in_words(old, new))


def _in_words(old: str, new: str) -> str:
    if old and old == new:
        return f"“{old}” stands where it says something else"
    if old and new:
        return f"“{old}” became “{new}”"
    if new:
        return f"“{new}” was added"
    return f"“{old}” was removed" if old else "the words are the same"


def _several(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(_quotable(text) for text in texts if text))


def _quotable(text: str) -> str:
    """Words of a policy as they stand within quotation marks: “‘Guest’ means whom you bring”."""
    opened, closed = text.count("“"), text.count("”")
    whole = "“" * (closed > opened) + text + "”" * (opened > closed)
    return whole.translate(INNER)


def _evidence(statement: Statement | None, path: str) -> Evidence | None:
    if statement is None:
        return None
    return Evidence(statement.text, Location(path or "<text>", statement.clause.line))


def fingerprint(rule: str, policy: str, change: Change) -> str:
    """What a decision is bound to: the rule, the policy, the clause, and both its texts."""
    parts = (rule, policy, change.clause.id, change.old_text, change.new_text)
    return sha256("\x1f".join(parts).encode()).hexdigest()[:_FINGERPRINT]


def segments_of(change: Change, segments: tuple[Segment, ...]) -> tuple[str, ...]:
    """The segment that a change speaks to alone, as a tuple; empty for everyone.

    A clause that names two segments, or none, speaks to everyone.
    """
    named = named_in(change, segments)
    return named if len(named) == 1 else ()


def named_in(change: Change, segments: tuple[Segment, ...]) -> tuple[str, ...]:
    """The ids of all segments that the clauses of `change`, or what stands above them, name."""
    return tuple(segment.id for segment in segments if _names(change, segment))


def _names(change: Change, segment: Segment) -> bool:
    texts = [
        text
        for clause in change.old + change.new
        for text in (clause.text, clause.lead, *clause.headings)
    ]
    return any(
        re.search(rf"(?<!\w){re.escape(mention)}(?!\w)", text, re.IGNORECASE)
        for mention in segment.mentions
        for text in texts
    )
