"""From verdicts to a small table: one row per accepted version and membership.

The table is complete: every user falls on exactly one row, so joining it can
neither lose nor double anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING

from gazette.audience.reasons import LeftOut, Reason
from gazette.model.verdict import Level, highest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from gazette.model.policy import Policy, Segment, Version
    from gazette.model.verdict import Finding, Verdict

MISSING = ""
"""Stands for an accepted version that is missing."""
UNKNOWN = "?"
"""Stands for an accepted version that the policy never had; no label can be this."""


class Action(StrEnum):
    """What is done for a user."""

    NONE = "none"
    NOTIFY = "notify"
    CONSENT = "consent"
    """Told as well, and asked to agree: what the policy names in `consent` has changed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What happens to the users of one accepted version and one membership.

    `version` is a label, `MISSING` or `UNKNOWN`. `members` has bit i set for
    the i-th segment of the policy. `reason` is a `Reason` where somebody is
    told, otherwise a `LeftOut`. Among accounts that share an address the
    greatest `strength` gets the notice. `rules` are the ids of the rules
    behind the reason, sorted.
    """

    version: str
    members: int
    segments: tuple[str, ...]
    level: Level
    action: Action
    reason: Reason | LeftOut
    strength: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AudienceRules:
    """All that the expression needs to know about one release.

    `labels` are the versions a user can have accepted. `undecided` counts,
    per accepted label, the findings that still wait for a person. Accounts
    cancelled before the instant `cancelled_before` are gone by the policy's
    own promise; None where the policy makes none that is known.
    """

    policy: str
    release: str
    labels: tuple[str, ...]
    segments: tuple[Segment, ...]
    cells: tuple[Cell, ...]
    undecided: tuple[tuple[str, int], ...] = ()
    cancelled_before: datetime | None = None


def rules_for(
    policy: Policy,
    release: Version,
    verdicts: Mapping[str, Verdict],
    *,
    cancelled_before: datetime | None = None,
) -> AudienceRules:
    """The table for announcing `release` to the readers of each earlier version.

    `verdicts` maps the label of every version before `release` to the verdict
    of that version against it; KeyError where one is missing.
    """
    labels = tuple(version.label for version in policy.versions)
    earlier = labels[: labels.index(release.label)] if release.label in labels else labels
    findings = {label: verdicts[label].findings for label in earlier}
    everything = tuple(finding for label in earlier for finding in findings[label])
    # A poor record's notice compares with the version before, so that decides what it asks.
    newest = findings[earlier[-1]] if earlier else ()
    cells = [
        cell
        for members, ids in _memberships(policy.segments)
        for cell in (
            _asking(policy, _poor_record(MISSING, members, ids, everything), newest),
            _asking(policy, _poor_record(UNKNOWN, members, ids, everything), newest),
            *(
                _asking(policy, _judged(label, members, ids, findings[label]), findings[label])
                for label in earlier
            ),
            *(_accepted(label, members, ids) for label in labels[len(earlier) :]),
        )
    ]
    waiting = ((label, len(verdicts[label].at(Level.REVIEW))) for label in earlier)
    return AudienceRules(
        policy=policy.id,
        release=release.label,
        labels=labels,
        segments=policy.segments,
        cells=tuple(sorted(cells, key=lambda cell: (cell.version, cell.members))),
        undecided=tuple((label, count) for label, count in waiting if count),
        cancelled_before=cancelled_before,
    )


def _memberships(segments: tuple[Segment, ...]) -> list[tuple[int, tuple[str, ...]]]:
    """Every set of segments that one user can be in, as (bits, ids).

    Only sets that can occur: of one column, a user holds one listed value (the
    segments that list it), another value (none), or no value (all, to be safe).
    """
    columns: dict[str, list[tuple[int, Segment]]] = {}
    for place, segment in enumerate(segments):
        columns.setdefault(segment.column, []).append((1 << place, segment))
    choices = [_choices(listed) for listed in columns.values()]
    return [
        (bits, tuple(s.id for place, s in enumerate(segments) if bits >> place & 1))
        for bits in sorted({sum(chosen) for chosen in product(*choices)})
    ]


def _choices(listed: list[tuple[int, Segment]]) -> set[int]:
    values = {fold(value) for _, segment in listed for value in segment.values}
    per_value = {
        sum(bit for bit, segment in listed if value in map(fold, segment.values))
        for value in values
    }
    return {0, sum(bit for bit, _ in listed)} | per_value


def fold(value: str) -> str:
    """A segment's value as it is compared: without outer spaces, in lower case.

    What is not printable ASCII is compared as it is written: beyond it, lower
    case and white space are not the same on every engine.
    """
    return value.strip(" ").lower() if value.isascii() and value.isprintable() else value


def _judged(version: str, members: int, ids: tuple[str, ...], found: Sequence[Finding]) -> Cell:
    mine = [finding for finding in found if finding.concerns(ids)]
    level = highest(mine)
    if level < Level.REVIEW:
        reason = LeftOut.NOT_CONCERNED if highest(found) >= Level.REVIEW else LeftOut.NOT_MATERIAL
        return Cell(version, members, ids, level, Action.NONE, reason, 0, ())
    told = Reason.MATERIAL if level is Level.MATERIAL else Reason.REVIEW
    rules = _rules(mine, least=level)
    return Cell(version, members, ids, level, Action.NOTIFY, told, int(level), rules)


def _asking(policy: Policy, cell: Cell, found: Iterable[Finding]) -> Cell:
    """`cell`, made to ask for consent where a finding that concerns it needs that.

    Among accounts of one address it is stronger than any notice that only tells.
    """
    if cell.action is Action.NONE:
        return cell
    if not any(policy.asks(each) and each.concerns(cell.segments) for each in found):
        return cell
    return replace(cell, action=Action.CONSENT, strength=cell.strength + len(Level))


def _poor_record(
    version: str, members: int, ids: tuple[str, ...], found: Iterable[Finding]
) -> Cell:
    # Told whatever changed: without a record nobody can show that they know
    # the text in force. The rules named are those of every earlier version.
    reason = Reason.MISSING_VERSION if version == MISSING else Reason.UNKNOWN_VERSION
    level = Level.MATERIAL
    rules = _rules((finding for finding in found if finding.concerns(ids)), least=Level.REVIEW)
    return Cell(version, members, ids, level, Action.NOTIFY, reason, int(level), rules)


def _accepted(version: str, members: int, ids: tuple[str, ...]) -> Cell:
    return Cell(version, members, ids, Level.EDITORIAL, Action.NONE, LeftOut.ACCEPTED, 0, ())


def _rules(findings: Iterable[Finding], *, least: Level) -> tuple[str, ...]:
    return tuple(sorted({finding.rule for finding in findings if finding.decided >= least}))
