"""How right the judge of changes is, on folders of labelled pairs of real policies.

    python benchmarks/materiality.py DIR... [--aside leave|only|all] [--verbose]

Each DIR holds one folder per pair: old.md, new.md and label.json with `level`
(material, minor, editorial), `borderline`, `service` and `stratum`. Printed
with Wilson 95 % intervals, over all and per service and stratum:

* misses            gold material that the product clears as minor or editorial
* false alarms      gold not material that the product calls material
* sent to review    of all pairs
* editorial known   gold editorial that the product calls editorial

Borderline pairs are reported apart and count nowhere else. `--aside` leaves
out, or keeps only, the third of the services that no rule was tuned on, chosen
by the SHA-256 of the service's name.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from math import sqrt
from pathlib import Path

from gazette.materiality import Catalogue, judge, load_catalogue
from gazette.model.verdict import Level, Verdict
from gazette.redline import compare_documents
from gazette.source import read_markdown

CLEARED = (Level.EDITORIAL, Level.MINOR)


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair: what two readers said of it, and what the product says."""

    id: str
    service: str
    stratum: str
    gold: Level
    borderline: bool
    verdict: Verdict

    @property
    def level(self) -> Level:
        """The product's verdict."""
        return self.verdict.level


def read_pair(folder: Path, catalogue: Catalogue) -> Judged:
    """Judge one labelled pair."""
    label = json.loads((folder / "label.json").read_text(encoding="utf-8"))
    old, new = (
        read_markdown((folder / name).read_text(encoding="utf-8"), path=name)
        for name in ("old.md", "new.md")
    )
    verdict = judge(compare_documents(old, new), catalogue, policy=label["id"])
    gold = Level.parse(label["level"])
    return Judged(
        label["id"], label["service"], label["stratum"], gold, label["borderline"], verdict
    )


def is_aside(service: str) -> bool:
    """Whether a service belongs to the third that nothing is tuned on."""
    return int(sha256(service.encode()).hexdigest(), 16) % 3 == 0


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927)."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    centre = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (centre - spread) / (1 + z * z / total), (centre + spread) / (1 + z * z / total)


def share(name: str, pairs: Iterable[Judged], hit: Callable[[Judged], bool]) -> str:
    """One line: how many of the pairs are hits, with the interval."""
    among = list(pairs)
    hits = sum(map(hit, among))
    low, high = wilson(hits, len(among))
    part = hits / len(among) if among else 0.0
    return f"  {name:<18}{hits:>4} of {len(among):>4}  {part:6.1%}  [{low:.1%}, {high:.1%}]"


def table(title: str, pairs: list[Judged]) -> str:
    """The four figures of a set of pairs."""
    material = [p for p in pairs if p.gold is Level.MATERIAL]
    rest = [p for p in pairs if p.gold is not Level.MATERIAL]
    editorial = [p for p in pairs if p.gold is Level.EDITORIAL]
    return "\n".join(
        [
            f"{title} ({len(pairs)} pairs)",
            share("misses", material, lambda p: p.level in CLEARED),
            share("false alarms", rest, lambda p: p.level is Level.MATERIAL),
            share("sent to review", pairs, lambda p: p.level is Level.REVIEW),
            share("editorial known", editorial, lambda p: p.level is Level.EDITORIAL),
        ]
    )


def details(pair: Judged) -> str:
    """One pair with the findings at the level of its verdict."""
    lines = [f"{pair.id} {pair.service}: {pair.gold} judged {pair.level}"]
    lines += [f"    {f.rule}: {f.message[:240]}" for f in pair.verdict.at(pair.level)[:6]]
    return "\n".join(lines)


def report(pairs: list[Judged], *, verbose: bool) -> str:
    """The whole report."""
    clear = [p for p in pairs if not p.borderline]
    parts = [table("All", clear)]
    for attribute in ("service", "stratum"):
        groups = Counter(getattr(p, attribute) for p in clear)
        parts += [
            table(f"{attribute} {name}", [p for p in clear if getattr(p, attribute) == name])
            for name, count in sorted(groups.items())
            if count >= 10  # noqa: PLR2004 - fewer pairs tell nothing
        ]
    parts.append(table("Borderline, apart", [p for p in pairs if p.borderline]))
    misses = [p for p in clear if p.gold is Level.MATERIAL and p.level in CLEARED]
    alarms = [p for p in clear if p.gold is not Level.MATERIAL and p.level is Level.MATERIAL]
    parts += ["Misses", *map(details, misses), "False alarms", *map(details, alarms)]
    if verbose:
        parts += ["Sent to review", *(details(p) for p in clear if p.level is Level.REVIEW)]
        unknown = [p for p in clear if p.gold is Level.EDITORIAL and p.level is Level.MINOR]
        parts += ["Editorial called minor", *map(details, unknown)]
        firing = Counter((f.rule, str(p.gold)) for p in clear for f in p.verdict.findings)
        parts += ["Findings by rule and gold level of the pair"]
        parts += [f"  {n:>5} {rule} ({gold})" for (rule, gold), n in sorted(firing.items())]
    return "\n".join(parts)


def main() -> None:
    """Read the arguments, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--aside", choices=("leave", "only", "all"), default="all")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    catalogue = load_catalogue()
    folders = [path.parent for f in options.folders for path in sorted(f.glob("*/label.json"))]
    if not folders:
        sys.exit("no labelled pairs there: each needs old.md, new.md and label.json")
    wanted = {"leave": (False,), "only": (True,), "all": (False, True)}[options.aside]
    pairs = [
        read_pair(folder, catalogue)
        for folder in folders
        if is_aside(json.loads((folder / "label.json").read_text("utf-8"))["service"]) in wanted
    ]
    print(report(pairs, verbose=options.verbose))


if __name__ == "__main__":
    main()
