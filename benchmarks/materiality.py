"""How right the judge of changes is, on folders of labelled pairs of real policies.

    python benchmarks/materiality.py DIR... [--aside leave|only|all] [--verbose] [--no-speed]
                                            [--peers ENV]

Each DIR holds one folder per pair: old.md, new.md, change.txt and label.json
with `level` (material, minor, editorial), `borderline`, `service`, `stratum`
and `hunks`. Printed with Wilson 95 % intervals, over all and per folder,
service and stratum:

* misses            gold material that the product clears as minor or editorial
* false alarms      gold not material that the product calls material
* sent to review    of all pairs
* editorial known   gold editorial that the product calls editorial

The same with one vote a company, and by hunk where both readers agree. Beside
them, over all and per stratum: the judges of `materiality_baselines.py`, and
those of the environment ENV, `build/judges` by default:

    python -m venv build/judges
    build/judges/bin/python -m pip install -r benchmarks/materiality_peers.txt

How much longer a redline takes with its judgement: each pair is timed as the
first that a process meets, against reading, comparing, proving and emitting
the HTML redline (`--no-speed` leaves that out).

Last, which rules made a verdict what it is, and in which hunks each rule
spoke, by the gold level; and every miss and every false alarm by id.

Borderline pairs are reported apart and count nowhere else. `--aside` leaves
out, or keeps only, the third of the services chosen by the SHA-256 of the
service's name, for whoever wants to tune on the others.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

from materiality_baselines import Peers, baselines
from materiality_hunks import judged, read_hunks, spoken
from materiality_speed import Timing, speed, time_pair
from materiality_tables import (
    CLEARED,
    Judged,
    JudgedHunk,
    beside,
    by_company,
    by_rule,
    details,
    hunks_by_rule,
    table,
)

from gazette.materiality import Catalogue, judge, load_catalogue
from gazette.model.verdict import Level
from gazette.redline import compare_documents
from gazette.source import read_markdown


def read_pair(folder: Path, catalogue: Catalogue, peers: Peers) -> Judged:
    """Judge one labelled pair, by the product and by the others."""
    label = json.loads((folder / "label.json").read_text(encoding="utf-8"))
    paths = (folder / "old.md", folder / "new.md")
    texts = [path.read_text(encoding="utf-8") for path in paths]
    old, new = (read_markdown(text) for text in texts)
    verdict = judge(compare_documents(old, new), catalogue, policy=label["id"])
    hunks = read_hunks(folder)
    return Judged(
        id=label["id"],
        service=label["service"],
        source=folder.parent.name,
        stratum=label["stratum"],
        gold=Level.parse(label["level"]),
        borderline=label["borderline"],
        verdict=verdict,
        hunks=tuple(
            JudgedHunk(label["id"], label["service"], hunk, level)
            for hunk, level in judged(verdict, hunks)
        ),
        spoken=spoken(verdict, hunks),
        others=baselines(*texts) | peers.judge(*paths),
    )


def time_folder(folder: Path, catalogue: Catalogue) -> Timing:
    """Time one labelled pair."""
    old, new = ((folder / name).read_text(encoding="utf-8") for name in ("old.md", "new.md"))
    return time_pair(old, new, catalogue)


def is_aside(service: str) -> bool:
    """Whether a service belongs to the third that nothing is tuned on."""
    return int(sha256(service.encode()).hexdigest(), 16) % 3 == 0


def report(pairs: list[Judged], *, verbose: bool) -> str:
    """The whole report."""
    clear = [p for p in pairs if not p.borderline]
    parts = [table("All", clear), by_company(clear)]
    for attribute in ("source", "service", "stratum"):
        groups = Counter(getattr(p, attribute) for p in clear)
        parts += [
            table(f"{attribute} {name}", [p for p in clear if getattr(p, attribute) == name])
            for name, count in sorted(groups.items())
            if count >= 10  # noqa: PLR2004 - fewer pairs tell nothing
        ]
    parts.append(table("Borderline, apart", [p for p in pairs if p.borderline]))
    parts.append(by_hunk(clear))
    parts.append(beside("Every judge, all", clear))
    for name in sorted({p.stratum for p in clear}):
        parts.append(beside(f"Every judge, {name}", [p for p in clear if p.stratum == name]))
    parts += [by_rule(clear), hunks_by_rule(clear)]
    misses = [p for p in clear if p.gold is Level.MATERIAL and p.level in CLEARED]
    alarms = [p for p in clear if p.gold is not Level.MATERIAL and p.level is Level.MATERIAL]
    parts += ["Misses", *map(details, misses), "False alarms", *map(details, alarms)]
    return "\n".join(parts + (at_length(clear) if verbose else []))


def by_hunk(pairs: list[Judged]) -> str:
    """The four figures over the hunks whose level both readers gave, and each missed hunk."""
    hunks = [h for p in pairs for h in p.hunks if h.hunk.agreed]
    missed = [h for h in hunks if h.gold is Level.MATERIAL and h.level in CLEARED]
    lines = [table("By hunk", hunks, "hunks")]
    lines += [f"  missed: {h.pair} H{h.hunk.n}, judged {h.level}" for h in missed]
    return "\n".join(lines)


def at_length(pairs: list[Judged]) -> list[str]:
    """What is worth reading when a rule is written: what went to review, and what was undersold."""
    unknown = [p for p in pairs if p.gold is Level.EDITORIAL and p.level is Level.MINOR]
    return [
        "Sent to review",
        *(details(p) for p in pairs if p.level is Level.REVIEW),
        "Editorial called minor",
        *map(details, unknown),
    ]


def main() -> None:
    """Read the arguments, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--aside", choices=("leave", "only", "all"), default="all")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
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
    if not options.no_speed:
        print(speed([time_folder(folder, catalogue) for folder in folders]))
    if not peers.python.exists():
        print(f"governdiff: not measured, no {peers.python}; this program's first lines say how")


if __name__ == "__main__":
    main()
