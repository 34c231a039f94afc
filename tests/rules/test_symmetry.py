"""What is noticed when it comes is noticed when it goes, and the reverse."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from firing import CATALOGUE, fired, swapped

OPPOSITE = {
    "added": "removed",
    "removed": "added",
    "raised": "lowered",
    "lowered": "raised",
    "lengthened": "shortened",
    "shortened": "lengthened",
    "weakened": "strengthened",
    "strengthened": "weakened",
    "optional": "firm",
    "firm": "optional",
}
PAIRED = ("add", "remove", "increase", "decrease", "broaden", "narrow")

# Rules of one direction, each with the reason why it needs no mirror.
WAIVED = {
    "cross-reference": "a pointer that goes is claimed by the same rule",
    "about-the-text": "a statement on the text that goes is claimed by the same rule",
    "change-log-entry": "an entry that goes is claimed by the same rule",
    "example-given": "an example that goes is claimed by the same rule",
    "wording-explained": "an explanation that goes is claimed by the same rule",
    "recital": "a courtesy that goes is claimed by the same rule",
    "said-again": "a restatement that goes is claimed by the same rule",
    "open-ended-statement": "what is no longer left open is stated; other rules read it",
}


def mirror(rule_id: str) -> str:
    stem, _, last = rule_id.rpartition("-")
    return f"{stem}-{OPPOSITE[last]}" if last in OPPOSITE else ""


DIRECTED = [rule for rule in CATALOGUE if rule.axes.action in PAIRED and rule.id not in WAIVED]


@pytest.mark.parametrize("rule", DIRECTED, ids=lambda rule: rule.id)
def test_has_a_mirror_with_the_other_direction(rule) -> None:  # noqa: ANN001 - parametrised
    twin = CATALOGUE.rule(mirror(rule.id))
    assert twin.level is rule.level
    assert twin.axes.topic == rule.axes.topic
    assert twin.axes.aspect == rule.axes.aspect
    assert twin.axes.action != rule.axes.action


@pytest.mark.parametrize("rule", DIRECTED, ids=lambda rule: rule.id)
def test_the_mirror_fires_on_the_swapped_examples(rule) -> None:  # noqa: ANN001 - parametrised
    for example in rule.fires:
        assert mirror(rule.id) in fired(swapped(example))


def test_no_waiver_is_stale() -> None:
    ids = {rule.id for rule in CATALOGUE}
    for waived in WAIVED:
        assert waived in ids
        assert mirror(waived) not in ids


def test_a_rule_is_not_lost_or_gained_unnoticed() -> None:
    assert len(CATALOGUE) == 125
