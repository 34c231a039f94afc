"""Word lists hold classes, not what was met: a sample of each from its recognised source."""

import pytest

from gazette.materiality.facts import read_facts
from gazette.materiality.quantities import find_quantities

SAMPLES = {
    # ISO 3166, and states with a privacy law of their own
    "country": "Peru;Malta;Serbia;Pakistan;Morocco;Tennessee;Maryland;Quebec;Guernsey;Kazakhstan",
    # GDPR Art. 9, Cal. Civ. Code 1798.140(v), and the data types that app shops ask for
    "data": "national identity number;electoral roll;dietary needs;palm scan;sort code;itinerary"
    ";caste;test score;frequent flyer;trade union",
    # GDPR Art. 13 to 22, Cal. Civ. Code 1798.100 to 1798.135
    "right": "logic involved;financial incentive;move your data;commissioner",
    # GDPR Art. 6, 9 and 49
    "legal_basis": "substantial public interest;manifestly made public;pre contractual",
    "recipient": "magistrate;liquidator;works council;pharmacy;reinsurer;social networks",
}


@pytest.mark.parametrize(
    ("kind", "word"), [(kind, word) for kind, words in SAMPLES.items() for word in words.split(";")]
)
def test_a_class_is_whole(kind: str, word: str) -> None:
    facts = read_facts(f"It is about {word} here.")
    assert kind in {fact.kind for fact in facts}


@pytest.mark.parametrize(
    ("text", "value"), [("pay ₩ 500", "500 KRW"), ("30 zlotys", "30 PLN"), ("5 AED", "5 AED")]
)
def test_a_sum_is_one_in_any_currency(text: str, value: str) -> None:
    assert [q.value for q in find_quantities(text) if q.kind == "money"] == [value]


def test_a_banking_day_is_a_working_day() -> None:
    said = [find_quantities(f"within 10 {kind} days") for kind in ("banking", "business")]
    assert said[0] == said[1]
