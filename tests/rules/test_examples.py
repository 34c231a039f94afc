"""Every rule is tried on its own examples, on every other rule's, and on no change at all."""

import pytest

from gazette import compare
from gazette.materiality import Example, Rule, judge, load_catalogue

CATALOGUE = load_catalogue()


def page(example: Example, text: str) -> str:
    parts = [f"## {example.heading}" if example.heading else "", example.lead, text]
    return "\n\n".join(part for part in parts if part)


def fired(example: Example) -> set[str]:
    comparison = compare(page(example, example.old), page(example, example.new))
    return {finding.rule for finding in judge(comparison, CATALOGUE).findings}


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
