"""What the judge says of small mechanical changes of real policies.

    python benchmarks/mechanical.py DIR... [--each 20] [--seed 1] [--only WORD] [--show WORD]

Each DIR holds Markdown files at any depth, such as the corpora's old.md and
new.md. Each change of `tests/oracles/changes` is made to `--each` texts taken by
chance, one place a text, and the pair is judged. Printed for each change: how
many verdicts of each level, and how many are wrong. Wrong is

* a changed meaning, laid out anew or not, that is cleared, as minor or editorial: a miss
* a changed dress, or a new layout, that is not editorial
* a changed detail that is material

`--only` keeps the changes whose name or group holds the word; `--show` prints
each wrong verdict of them, with the words around the change. The same seed
and texts give the same changes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from gazette.materiality import judge, load_catalogue
from gazette.model.document import Document
from gazette.model.verdict import Level, Verdict
from gazette.redline import compare_documents
from gazette.source import read_markdown
from oracles.changes import DETAIL, DRESS, LAYOUT, MEANING, RELAID

GROUPS = {
    "meaning": MEANING,
    "relaid": RELAID,
    "dress": DRESS,
    "layout": LAYOUT,
    "detail": DETAIL,
}
WRONG = {
    "meaning": frozenset((Level.EDITORIAL, Level.MINOR)),
    "dress": frozenset((Level.MINOR, Level.REVIEW, Level.MATERIAL)),
    "detail": frozenset((Level.MATERIAL,)),
}
WRONG |= {"relaid": WRONG["meaning"], "layout": WRONG["dress"]}
CATALOGUE = load_catalogue()
LEVELS = (Level.EDITORIAL, Level.MINOR, Level.REVIEW, Level.MATERIAL)
_AROUND = 60  # characters shown beside a change


@dataclass(frozen=True, slots=True)
class Trial:
    """One change of one text, and what was said of it."""

    group: str
    name: str
    path: Path
    verdict: Verdict

    @property
    def wrong(self) -> bool:
        """Whether the verdict is wrong for a change of its group."""
        return self.verdict.level in WRONG[self.group]


class Texts:
    """The texts of some folders, each read once."""

    def __init__(self, folders: list[Path]) -> None:
        self.paths = sorted(path for folder in folders for path in folder.rglob("*.md"))
        self._read: dict[Path, tuple[str, Document]] = {}

    def of(self, path: Path) -> tuple[str, Document]:
        """A text and its document."""
        if path not in self._read:
            text = path.read_text(encoding="utf-8")
            self._read[path] = (text, read_markdown(text))
        return self._read[path]


def trials(group: str, name: str, texts: Texts, *, each: int, seed: int) -> list[Trial]:
    """A change made to as many texts as are wanted, or as have a place for it."""
    chance = Random(f"{seed} {name}")  # noqa: S311 - no secret
    paths = list(texts.paths)
    chance.shuffle(paths)
    found: list[Trial] = []
    for path in paths:
        if len(found) == each:
            break
        text, document = texts.of(path)
        changed = GROUPS[group][name](text, chance)
        if changed is not None and changed != text:
            comparison = compare_documents(document, read_markdown(changed))
            if comparison.changes:
                found.append(Trial(group, name, path, judge(comparison, CATALOGUE)))
    return found


def row(name: str, found: list[Trial]) -> str:
    """The counts of one change, or of many."""
    counts = Counter(trial.verdict.level for trial in found)
    wrong = sum(trial.wrong for trial in found)
    cells = "".join(f"{counts[level]:10}" for level in LEVELS)
    return f"{name:34}{cells}{wrong:8}{wrong / max(1, len(found)):8.1%}"


def shown(trial: Trial) -> str:
    """A wrong verdict: its findings, and their words before and after."""
    lines = [f"  {trial.path.parent.name}/{trial.path.name}: {trial.verdict.level}"]
    for finding in trial.verdict.findings:
        if finding.level in WRONG[trial.group]:
            old, new = finding.change.old_text, finding.change.new_text
            lines += [f"    {finding.rule}: {finding.message}", *_around(old, new)]
    return "\n".join(lines[:12])


def _around(old: str, new: str) -> tuple[str, str]:
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    first = max(0, start - _AROUND)
    width = abs(len(old) - len(new)) + 2 * _AROUND
    return f"      - {old[first : first + width]!r}", f"      + {new[first : first + width]!r}"


def main() -> None:
    """Read the arguments, make the changes, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", default="none of them")
    options = parser.parse_args()
    texts = Texts(options.folders)
    if not texts.paths:
        sys.exit("no Markdown files there")
    for group, changes in GROUPS.items():
        found: list[Trial] = []
        print(f"{group:34}" + "".join(f"{level!s:>10}" for level in LEVELS) + "   wrong")
        for name in changes:
            if options.only in f"{group} {name}":
                made = trials(group, name, texts, each=options.each, seed=options.seed)
                found += made
                print(row(name, made), flush=True)
                if options.show in f"{group} {name}":
                    sys.stdout.writelines(f"{shown(trial)}\n" for trial in made if trial.wrong)
        print(row(f"all of {group}", found) + "\n")


if __name__ == "__main__":
    main()
