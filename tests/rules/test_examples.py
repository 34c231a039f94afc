"""Every rule is tried on its own examples, and on no change at all."""

import sys
from pathlib import Path

import pytest

from gazette import compare
from gazette.materiality import Example, Rule, judge

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from firing import CATALOGUE, fired, page, snapshot  # noqa: E402 - found beside this file


def examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.id}-{number}")
        for rule in CATALOGUE
        for number, example in enumerate(getattr(rule, kind))
    ]


@pytest.mark.parametrize(("rule", "example"), examples("fires"))
def test_fires(rule: Rule, example: Example) -> None:
    assert rule.id in fired(example)


@pytest.mark.parametrize(("rule", "example"), examples("silent"))
def test_stays_silent(rule: Rule, example: Example) -> None:
    assert rule.id not in fired(example), example.because


@pytest.mark.parametrize("rule", CATALOGUE.rules, ids=lambda rule: rule.id)
def test_says_nothing_where_nothing_changed(rule: Rule) -> None:
    for example in rule.fires + rule.silent:
        for text in (page(example, example.old), page(example, example.new)):
            assert judge(compare(text, text), CATALOGUE).findings == ()


def test_what_every_rule_makes_of_every_example_is_as_reviewed() -> None:
    reviewed = (HERE / "firing.txt").read_text(encoding="utf-8")
    assert snapshot() == reviewed, "look at the difference, then run tests/rules/firing.py"
