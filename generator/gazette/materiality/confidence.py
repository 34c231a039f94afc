"""How often a rule's finding was right, measured on labelled changes of real policies.

`confidence.toml` holds counts only, made by `benchmarks/confidence.py`: for
each rule the labelled hunks whose level it decided, and in how many of them
the readers agreed on the question that counts, whether people must be told.
A finding that asks for a review counts as right where they must. A rule that
was met seldom leans on its family, the rules of its level and kind of match,
and a family that was met seldom on all rules of the level.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from gazette.model.verdict import Band, Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazette.materiality.catalogue import Rule
    from gazette.model.verdict import Level

_LEAN = 5.0  # hunks that the family's share weighs as much as
_HIGH, _FAIR = 0.9, 0.7


class Count(NamedTuple):
    """Hunks in which a finding was right, of those whose level it decided."""

    right: int
    seen: int

    def __add__(self, other: object) -> Count:
        """Both together."""
        assert isinstance(other, Count)  # noqa: S101 - a tuple's own addition would append
        return Count(self.right + other.right, self.seen + other.seen)


NONE = Count(0, 0)


def family(rule: Rule) -> str:
    """The rules that a rule is likened to: those of its level and its kind of match."""
    return f"{rule.level} {rule.match['kind']}"


def estimate(own: Count, *wider: Count) -> Confidence:
    """A rule's share of right findings, drawn towards its kin's the less often it was met.

    `wider` are the counts of its family, of its level, and so on. Each share is
    the mean of a beta distribution whose prior is the next wider share, with the
    weight of five hunks; the widest begins at one half.
    """
    share = 0.5
    for count in reversed((own, *wider)):
        share = (count.right + _LEAN * share) / (count.seen + _LEAN)
    return Confidence(band(share), round(share, 2), own.seen)


def band(share: float) -> Band:
    """The coarse band of a share: what was measured bears no finer one."""
    if share >= _HIGH:
        return Band.HIGH
    return Band.FAIR if share >= _FAIR else Band.LOW


def confidence_of(rule: Rule) -> Confidence | None:
    """How far a finding of the rule may be trusted; None for the organisation's own rules.

    None too for a rule that it re-graded: nothing was measured of that level.
    """
    if rule.house or rule.regraded:
        return None
    rules, families = _measured()
    own = rules.get(rule.id, NONE)
    return estimate(own, families.get(family(rule), NONE), _of_level(rule.level))


def of_level(families: Mapping[str, Count], level: Level) -> Count:
    """All families of a level together."""
    alike = (count for name, count in families.items() if name.startswith(f"{level} "))
    return sum(alike, start=NONE)


@cache
def _of_level(level: Level) -> Count:
    return of_level(_measured()[1], level)


@cache
def _measured() -> tuple[Mapping[str, Count], Mapping[str, Count]]:
    content = (files(__package__) / "confidence.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(content)
    rules, families = (
        {name: Count(*counts) for name, counts in tables[key].items()}
        for key in ("rules", "families")
    )
    return rules, families
