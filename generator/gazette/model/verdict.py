"""What a comparison was judged to be, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property

from gazette.errors import Location
from gazette.model.comparison import Change, Comparison


class Level(IntEnum):
    """How much a change matters; ordered, so `max` is the verdict."""

    EDITORIAL = 0
    """Shown to say the same."""
    MINOR = 1
    """The substance is touched, but nobody would decide differently."""
    REVIEW = 2
    """The text alone cannot decide; a person must."""
    MATERIAL = 3
    """Whoever relied on the old text must be told."""

    def __str__(self) -> str:
        return self.name.lower()

    @classmethod
    def parse(cls, word: str) -> Level:
        """The level called `word`; ValueError for any other word."""
        try:
            return cls[word.upper()]
        except KeyError:
            raise ValueError(word) from None


class Direction(StrEnum):
    """Whom a change favours."""

    ADVERSE = "adverse"
    """The organisation may do more, or the reader gets less."""
    FAVOURABLE = "favourable"
    """The reverse."""
    UNCLEAR = "unclear"
    """Either, or both."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source of law or guidance that a rule rests on."""

    cite: str
    url: str


class Band(StrEnum):
    """How far a finding may be trusted, as coarsely as it was measured."""

    HIGH = "high"
    """Right at least nine times in ten."""
    FAIR = "fair"
    """Right at least seven times in ten."""
    LOW = "low"
    """Right less often."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """How often findings of a rule were right on labelled changes of real policies.

    Right means: on whether people must be told. `share` is the estimate, from 0
    to 1, and `seen` the changes it rests on; with few of them the estimate leans
    on rules of the same kind.
    """

    band: Band
    share: float
    seen: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that a finding rests on, verbatim, with their place."""

    quote: str
    where: Location


@dataclass(frozen=True, slots=True)
class Decision:
    """A named person regrades one finding, with a reason.

    Bound to the finding's fingerprint, so it lapses when the text changes.
    """

    fingerprint: str
    rule: str
    level: Level
    reason: str
    decided_by: str
    decided_on: date
    approved_by: str = ""


INNER = str.maketrans("“”", "‘’")
"""Quotation marks as they are within a quotation."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule firing on one change.

    `level` is what the rule says; `decided` what a person made of it.
    `question` is what a reader would answer differently before and after.
    `fingerprint` covers the rule, the policy, the clause and what changed in
    it, not the wording of the message. `segments` are the ids of the parts of
    the users that the clause speaks to; empty means everyone. `confidence` is
    measured on other policies than this one; None for a rule of the
    organisation's own, of which nothing is known.
    """

    rule: str
    title: str
    level: Level
    direction: Direction
    topic: str
    message: str
    question: str
    rationale: str
    fingerprint: str
    change: Change
    references: tuple[Reference, ...]
    old: Evidence | None = None
    new: Evidence | None = None
    segments: tuple[str, ...] = ()
    decision: Decision | None = None
    confidence: Confidence | None = None

    @property
    def decided(self) -> Level:
        """The level after a decision, if there was one."""
        return self.decision.level if self.decision else self.level

    @property
    def words(self) -> str:
        """The message below its own heading: without what it begins with, where that stands."""
        clause = self.change.clause
        words = self.message.removeprefix(f"{clause.heading or clause.id}: ")
        return words[:1].upper() + words[1:]

    def concerns(self, segments: Collection[str]) -> bool:
        """Whether it speaks to a user who is in `segments`."""
        return not self.segments or any(each in segments for each in self.segments)


def gathered(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The words of findings, those that say the same of several things as one."""
    messages: dict[str, list[str]] = {}
    for message in dict.fromkeys(finding.words for finding in findings):
        messages.setdefault(message.partition(": ")[0], []).append(message)
    return tuple(
        same[0] if len(same) == 1 else f"{says}: {'; '.join(_things(same, says))}."
        for says, same in messages.items()
    )


def _things(messages: list[str], says: str) -> Iterator[str]:
    """What each message says its beginning of."""
    return (each.removeprefix(f"{says}: ").removesuffix(".") for each in messages)


@dataclass(frozen=True)
class Verdict:
    """A comparison with what the rules found; every change has a finding."""

    comparison: Comparison
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        """The highest level after decisions; editorial where nothing changed."""
        return highest(self.findings)

    def of(self, change: Change) -> tuple[Finding, ...]:
        """The findings on `change`, the gravest first."""
        return self._by_change.get(change.id, ())

    @cached_property
    def _by_change(self) -> dict[str, tuple[Finding, ...]]:
        """The findings on each change, by its id: a reader asks for them change by change."""
        ordered = sorted(self.findings, key=lambda f: (-f.decided, f.rule))
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in ordered:
            found[finding.change.id].append(finding)
        return {change: tuple(findings) for change, findings in found.items()}

    def at(self, level: Level) -> tuple[Finding, ...]:
        """The findings at exactly `level`, in reading order."""
        return tuple(f for f in self.findings if f.decided is level)


def highest(findings: Iterable[Finding]) -> Level:
    """The highest level among `findings`, `editorial` for none."""
    return max((f.decided for f in findings), default=Level.EDITORIAL)
