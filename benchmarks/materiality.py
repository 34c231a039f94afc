"""How right the judge of changes is, on folders of labelled pairs of real policies.

    python benchmarks/materiality.py DIR... [--aside leave|only|all] [--verbose] [--peers ENV]

Each DIR holds one folder per pair: old.md, new.md and label.json with `level`
(material, minor, editorial), `borderline`, `service` and `stratum`. Printed
with Wilson 95 % intervals, over all and per service and stratum:

* misses            gold material that the product clears as minor or editorial
* false alarms      gold not material that the product calls material
* sent to review    of all pairs
* editorial known   gold editorial that the product calls editorial

Beside them, over all and per stratum: the judges of `materiality_baselines.py`,
and those of the environment ENV, `build/judges` by default:

    python -m venv build/judges
    build/judges/bin/python -m pip install -r benchmarks/materiality_peers.txt

Last, which rules made a verdict what it is, by the gold level of the pairs.

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

from materiality_baselines import Peers, baselines

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
    others: dict[str, bool]
    """Whether each other judge calls the change material."""

    @property
    def level(self) -> Level:
        """The product's verdict."""
        return self.verdict.level


def read_pair(folder: Path, catalogue: Catalogue, peers: Peers) -> Judged:
    """Judge one labelled pair, by the product and by the others."""
    label = json.loads((folder / "label.json").read_text(encoding="utf-8"))
    paths = (folder / "old.md", folder / "new.md")
    texts = [path.read_text(encoding="utf-8") for path in paths]
    old, new = (read_markdown(text) for text in texts)
    return Judged(
        id=label["id"],
        service=label["service"],
        stratum=label["stratum"],
        gold=Level.parse(label["level"]),
        borderline=label["borderline"],
        verdict=judge(compare_documents(old, new), catalogue, policy=label["id"]),
        others=baselines(*texts) | peers.judge(*paths),
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
    return f"  {name:<30}{hits:>4} of {len(among):>4}  {part:6.1%}  [{low:.1%}, {high:.1%}]"


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


def by_rule(pairs: list[Judged]) -> str:
    """For each rule, how many verdicts it made, by the gold level of their pairs."""
    made = Counter(
        (rule, p.gold) for p in pairs for rule in {f.rule for f in p.verdict.at(p.level)}
    )
    levels = (Level.MATERIAL, Level.MINOR, Level.EDITORIAL)
    lines = ["Verdicts by rule".ljust(40) + "".join(f"{level!s:>11}" for level in levels)]
    lines += [
        f"  {rule:<38}" + "".join(f"{made[rule, level]:>11}" for level in levels)
        for rule in sorted({rule for rule, _ in made})
    ]
    return "\n".join(lines)


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
    parts.append(beside("Every judge, all", clear))
    for name in sorted({p.stratum for p in clear}):
        parts.append(beside(f"Every judge, {name}", [p for p in clear if p.stratum == name]))
    parts.append(by_rule(clear))
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
    parser.add_argument("--peers", type=Path, default=Path("build/judges"), metavar="ENV")
    options = parser.parse_args()
    catalogue = load_catalogue()
    folders = [path.parent for f in options.folders for path in sorted(f.glob("*/label.json"))]
    if not folders:
        sys.exit("no labelled pairs there: each needs old.md, new.md and label.json")
    wanted = {"leave": (False,), "only": (True,), "all": (False, True)}[options.aside]
    with Peers(options.peers) as peers:
        pairs = [
            read_pair(folder, catalogue, peers)
            for folder in folders
            if is_aside(json.loads((folder / "label.json").read_text("utf-8"))["service"]) in wanted
        ]
    print(report(pairs, verbose=options.verbose))
    if not peers.python.exists():
        print(f"governdiff: not measured, no {peers.python}; this program's first lines say how")


if __name__ == "__main__":
    main()
