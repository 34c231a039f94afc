"""Makes the table of confidence from labelled pairs, and tells how well it predicts.

    python benchmarks/confidence.py DIR... [--write]

Each DIR is laid out as `benchmarks/materiality.py` says. Counts, for each rule,
the hunks on which both readers agree and whose level the rule decided, and in
how many of them it was right on whether people must be told. Prints, for each
band, how often findings of other companies were right than those that the
table was made from (cross-validation by company), and with `--write` puts the
counts of all into the package. It writes numbers and rule ids, no text.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from materiality_hunks import place, read_hunks
from materiality_tables import wilson

from gazette.materiality import Catalogue, judge, load_catalogue
from gazette.materiality.confidence import NONE, Count, estimate, family, of_level
from gazette.model.verdict import Band, Level
from gazette.redline import compare_documents
from gazette.source import read_markdown

TABLE = Path(__file__).parents[1] / "generator/gazette/materiality/confidence.toml"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule that decided one hunk's level, and whether it was right."""

    company: str
    rule: str
    right: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of some outcomes, by rule and by family."""

    rules: dict[str, Count]
    families: dict[str, Count]


def read_outcomes(folder: Path, catalogue: Catalogue) -> list[Outcome]:
    """The rules that decided each hunk of a pair: those of its gravest findings."""
    label = json.loads((folder / "label.json").read_text(encoding="utf-8"))
    old, new = (
        read_markdown((folder / name).read_text(encoding="utf-8")) for name in ("old.md", "new.md")
    )
    verdict = judge(compare_documents(old, new), catalogue)
    hunks = tuple(hunk for hunk in read_hunks(folder) if hunk.agreed)
    placed = place(verdict.comparison.changes, hunks)
    found: dict[str, set[tuple[Level, str]]] = defaultdict(set)
    for finding in verdict.findings:
        if finding.change.id in placed:
            found[placed[finding.change.id].n].add((finding.level, finding.rule))
    told = {hunk.n: hunk.level is Level.MATERIAL for hunk in hunks}
    return [
        Outcome(label["service"], rule, (level >= Level.REVIEW) == told[n])
        for n, findings in found.items()
        for level, rule in findings
        if level is max(findings)[0]
    ]


def count(outcomes: Iterable[Outcome], catalogue: Catalogue) -> Counts:
    """The outcomes by rule, and by the family of the rule."""
    rules: dict[str, Count] = defaultdict(lambda: Count(0, 0))
    families: dict[str, Count] = defaultdict(lambda: Count(0, 0))
    for outcome in outcomes:
        one = Count(int(outcome.right), 1)
        rules[outcome.rule] += one
        families[family(catalogue.rule(outcome.rule))] += one
    return Counts(dict(rules), dict(families))


def validate(outcomes: list[Outcome], catalogue: Catalogue) -> str:
    """Findings of each company against the bands that all other companies give their rules."""
    met: dict[Band, Count] = defaultdict(lambda: Count(0, 0))
    for company in sorted({outcome.company for outcome in outcomes}):
        counts = count((o for o in outcomes if o.company != company), catalogue)
        for outcome in outcomes:
            if outcome.company == company:
                rule = catalogue.rule(outcome.rule)
                kin = counts.families.get(family(rule), NONE)
                level = of_level(counts.families, rule.level)
                told = estimate(counts.rules.get(rule.id, NONE), kin, level)
                met[told.band] += Count(int(outcome.right), 1)
    lines = ["band, from other companies   right"]
    for band in Band:
        right, seen = met[band]
        low, high = wilson(right, seen)
        share = right / seen if seen else 0.0
        lines.append(f"  {band:<20}{right:>6} of {seen:>4}  {share:6.1%}  [{low:.1%}, {high:.1%}]")
    return "\n".join(lines)


def written(counts: Counts, outcomes: list[Outcome], pairs: int) -> str:
    """The table as the package holds it."""
    companies = len({outcome.company for outcome in outcomes})
    lines = [
        "# How often a rule's finding was right: [right, of as many hunks it decided].",
        f"# From {pairs} pairs of {companies} companies, by benchmarks/confidence.py --write.",
    ]
    for name, table in (("families", counts.families), ("rules", counts.rules)):
        lines += ["", f"[{name}]"]
        lines += [f'"{key}" = [{right}, {seen}]' for key, (right, seen) in sorted(table.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the arguments, judge, print, and write when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    catalogue = load_catalogue()
    pairs = [path.parent for f in options.folders for path in sorted(f.glob("*/label.json"))]
    outcomes = [outcome for pair in pairs for outcome in read_outcomes(pair, catalogue)]
    print(validate(outcomes, catalogue))
    if options.write:
        table = written(count(outcomes, catalogue), outcomes, len(pairs))
        TABLE.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
