"""The tables that `benchmarks/materiality.py` prints, each a pure function of judged pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Protocol, TypeVar

from materiality_hunks import Hunk

from gazette.model.verdict import Level, Verdict

CLEARED = (Level.EDITORIAL, Level.MINOR)


class Labelled(Protocol):
    """What two readers said, and what the product says: of a pair, or of one hunk."""

    @property
    def gold(self) -> Level:
        """The readers' level."""

    @property
    def level(self) -> Level:
        """The product's."""


Item = TypeVar("Item", bound=Labelled)


@dataclass(frozen=True, slots=True)
class JudgedHunk:
    """One hunk of a pair."""

    pair: str
    service: str
    hunk: Hunk
    level: Level

    @property
    def gold(self) -> Level:
        """The readers' level."""
        return self.hunk.level


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair: what two readers said of it, and what the product says."""

    id: str
    service: str
    source: str
    stratum: str
    gold: Level
    borderline: bool
    verdict: Verdict
    hunks: tuple[JudgedHunk, ...]
    spoken: tuple[tuple[str, Hunk], ...]
    """Which rule spoke in which hunk, each pair of them once."""
    others: dict[str, bool]
    """Whether each other judge calls the change material."""

    @property
    def level(self) -> Level:
        """The product's verdict."""
        return self.verdict.level


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927)."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    centre = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (centre - spread) / (1 + z * z / total), (centre + spread) / (1 + z * z / total)


def share(name: str, pairs: Iterable[Item], hit: Callable[[Item], bool]) -> str:
    """One line: how many of the pairs are hits, with the interval."""
    among = list(pairs)
    hits = sum(map(hit, among))
    low, high = wilson(hits, len(among))
    part = hits / len(among) if among else 0.0
    return f"  {name:<30}{hits:>4} of {len(among):>4}  {part:6.1%}  [{low:.1%}, {high:.1%}]"


def table(title: str, pairs: list[Item], what: str = "pairs") -> str:
    """The four figures of a set of pairs, or of hunks."""
    material = [p for p in pairs if p.gold is Level.MATERIAL]
    rest = [p for p in pairs if p.gold is not Level.MATERIAL]
    editorial = [p for p in pairs if p.gold is Level.EDITORIAL]
    return "\n".join(
        [
            f"{title} ({len(pairs)} {what})",
            share("misses", material, lambda p: p.level in CLEARED),
            share("false alarms", rest, lambda p: p.level is Level.MATERIAL),
            share("sent to review", pairs, lambda p: p.level is Level.REVIEW),
            share("editorial known", editorial, lambda p: p.level is Level.EDITORIAL),
        ]
    )


def beside(title: str, pairs: list[Judged]) -> str:
    """Misses and false alarms of every judge on a set of pairs."""
    material = [p for p in pairs if p.gold is Level.MATERIAL]
    rest = [p for p in pairs if p.gold is not Level.MATERIAL]
    lines = [
        title,
        share("misses: gazette", material, lambda p: p.level in CLEARED),
        share("false a.: gazette", rest, lambda p: p.level is Level.MATERIAL),
    ]
    for name in pairs[0].others if pairs else ():
        lines += [
            share(f"misses: {name}", material, lambda p, n=name: not p.others[n]),
            share(f"false a.: {name}", rest, lambda p, n=name: p.others[n]),
        ]
    return "\n".join(lines)


def by_company(pairs: list[Judged]) -> str:
    """The four figures with one vote a company, so that a large history does not outweigh many.

    The mean over the companies of each company's share; a company without a
    pair of the kind asked for has no vote.
    """
    companies: dict[str, list[Judged]] = defaultdict(list)
    for pair in pairs:
        companies[pair.service].append(pair)
    questions: tuple[tuple[str, Callable[[Judged], bool], Callable[[Judged], bool]], ...] = (
        ("misses", lambda p: p.gold is Level.MATERIAL, lambda p: p.level in CLEARED),
        (
            "false alarms",
            lambda p: p.gold is not Level.MATERIAL,
            lambda p: p.level is Level.MATERIAL,
        ),
        ("sent to review", lambda _: True, lambda p: p.level is Level.REVIEW),
        (
            "editorial known",
            lambda p: p.gold is Level.EDITORIAL,
            lambda p: p.level is Level.EDITORIAL,
        ),
    )
    lines = [f"One vote a company ({len(companies)} companies)"]
    for name, asked, hit in questions:
        votes = []
        for own in companies.values():
            among = [p for p in own if asked(p)]
            votes += [sum(map(hit, among)) / len(among)] if among else []
        mean = sum(votes) / len(votes) if votes else 0.0
        lines.append(f"  {name:<30}{mean:6.1%} over {len(votes)} companies")
    return "\n".join(lines)


def hunks_by_rule(pairs: list[Judged]) -> str:
    """For each rule, in how many hunks it spoke, by the gold level of the hunk."""
    counts = Counter((rule, hunk.level) for pair in pairs for rule, hunk in pair.spoken)
    return _crossed("Hunks in which a rule spoke", counts)


def by_rule(pairs: list[Judged]) -> str:
    """For each rule, how many verdicts it made, by the gold level of their pairs."""
    made = Counter(
        (rule, p.gold) for p in pairs for rule in {f.rule for f in p.verdict.at(p.level)}
    )
    return _crossed("Verdicts by rule", made)


def _crossed(title: str, counts: Counter[tuple[str, Level]]) -> str:
    levels = (Level.MATERIAL, Level.MINOR, Level.EDITORIAL)
    lines = [title.ljust(40) + "".join(f"{level!s:>11}" for level in levels)]
    lines += [
        f"  {rule:<38}" + "".join(f"{counts[rule, level]:>11}" for level in levels)
        for rule in sorted({rule for rule, _ in counts})
    ]
    return "\n".join(lines)


def details(pair: Judged) -> str:
    """One pair with the findings at the level of its verdict."""
    lines = [f"{pair.id} {pair.service}: {pair.gold} judged {pair.level}"]
    lines += [f"    {f.rule}: {f.message[:240]}" for f in pair.verdict.at(pair.level)[:6]]
    return "\n".join(lines)
