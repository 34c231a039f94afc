"""Initials are the words that they stand for, and no other words."""

from __future__ import annotations

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()


def level(old: str, new: str) -> Level:
    return judge(compare(f"# Boats\n\n{old}\n", f"# Boats\n\n{new}\n"), CATALOGUE).level


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Our API is open.", "Our application programming interface (API) is open."),
        ("Your OS shows boats.", "Your operating system shows boats."),
        ("Your ISP knows.", "Your internet service provider (“ISP”) knows."),
        ("Read our FAQs.", "Read our Frequently Asked Questions (FAQs)."),
        ("The HSC oversees us.", "The Harbour Safety Commission oversees us."),
    ],
)
def test_what_initials_stand_for_is_editorial(short: str, long: str) -> None:
    assert level(short, long) is Level.EDITORIAL
    assert level(long, short) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("We sign a DPA.", "We sign a Data Sharing Agreement."),
        ("We lend to ABC.", "We lend to Alpha Bolt."),
        ("Data go to SA.", "Data go to Saudi Arabia."),
        ("We use the MRV clauses.", "We use the MRV (SCC) clauses."),
    ],
)
def test_other_words_are_read(short: str, long: str) -> None:
    assert level(short, long) not in (Level.EDITORIAL, Level.MINOR)
    assert level(long, short) not in (Level.EDITORIAL, Level.MINOR)
