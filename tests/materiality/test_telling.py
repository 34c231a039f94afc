"""To lead a reader through the text is no dealing; what only sounds like it is read."""

from __future__ import annotations

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
TEXT = """# Boats

We lend boats and use cookies.

## Who gets it

We show your name to the harbour master.{}

## How long

We keep letters for ten years.
"""


def levels(sentence: str) -> tuple[Level, Level]:
    """The verdicts where a sentence comes, and where it goes."""
    without, having = TEXT.format(""), TEXT.format(f" {sentence}")
    return (
        judge(compare(without, having), CATALOGUE).level,
        judge(compare(having, without), CATALOGUE).level,
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "We explain below how cookies work.",
        "This section tells you more about cookies.",
        "In the sections that follow, we go through each of these points.",
        "We have listed the cookies in a table below.",
        "We have tried to write this page in plain words.",
        "We wrote this page so that you can understand it quickly.",
        "We encourage you to read this page in full.",
        "If you are new here, start with the summary.",
        "We are happy to help.",
        "Thank you for trusting us with your order.",
        "A browser is the program you use to look at websites.",
    ],
)
def test_what_leads_through_the_text_is_minor(sentence: str) -> None:
    assert levels(sentence) == (Level.MINOR, Level.MINOR)


@pytest.mark.parametrize(
    "sentence",
    [
        "We record your calls.",
        "We explain below how we sell your orders.",
        "We explain this below and call your bank.",
        "We describe you to our carriers.",
        "We list your name in a table below.",
        "We show this page to the police with your letters.",
        "We wrote this page so that you can lose your boat.",
        "We ask you to read this page and pay.",
        "Please note that calls are recorded, as set out in this policy.",
        "We call you at the number below.",
        "You will find your name on our public list.",
        "Thank you for letting us keep your card.",
        "We are happy to share your orders with the harbour.",
    ],
)
def test_what_only_sounds_like_it_is_read(sentence: str) -> None:
    assert min(levels(sentence)) >= Level.REVIEW


@pytest.mark.parametrize(
    "sentence",
    [
        "Personal effects means any thing that somebody carries.",
        "We call this “the season”.",
        "Most browsers let you see which cookies are stored.",
    ],
)
def test_what_names_a_thing_alarms_nobody(sentence: str) -> None:
    assert max(levels(sentence)) <= Level.REVIEW
