"""Tries every example of every rule; shared by the tests and by whoever updates the snapshot.

python tests/rules/firing.py > tests/rules/firing.txt
"""

from functools import cache

from gazette import compare
from gazette.materiality import Example, judge, load_catalogue

CATALOGUE = load_catalogue()


def page(example: Example, text: str) -> str:
    parts = [f"## {example.heading}" if example.heading else "", example.lead, text]
    return "\n\n".join(part for part in parts if part)


@cache
def fired(example: Example) -> frozenset[str]:
    comparison = compare(page(example, example.old), page(example, example.new))
    return frozenset(finding.rule for finding in judge(comparison, CATALOGUE).findings)


def swapped(example: Example) -> Example:
    return Example(example.new, example.old, "", example.heading, example.lead)


def snapshot() -> str:
    lines = []
    for rule in CATALOGUE:
        for kind in ("fires", "silent"):
            for number, example in enumerate(getattr(rule, kind)):
                rules = ", ".join(sorted(fired(example))) or "nothing"
                lines.append(f"{rule.id} {kind} {number}: {rules}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(snapshot(), end="")  # noqa: T201 - its purpose
