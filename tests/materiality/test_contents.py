"""A table of contents in one line, and numbers that count what stands below them."""

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
PAGE = """# Boats

{}We are Quay.

## What data do we sell?

None.

## How long do we keep logs?

For a year.

## Your right to object

Write to us.
"""
CONTENTS = (
    "Table of contents 1. What data do we sell? 2. How long do we keep logs? "
    "3. Your right to object"
)


def level(old: str, new: str) -> Level:
    return judge(compare(old, new), CATALOGUE).level


def test_a_table_of_contents_in_one_line_is_editorial() -> None:
    assert level(PAGE.format(""), PAGE.format(f"{CONTENTS}\n\n")) is Level.EDITORIAL
    assert level(PAGE.format(f"{CONTENTS}\n\n"), PAGE.format("")) is Level.EDITORIAL


@pytest.mark.parametrize("more", ["We sell your logs.", "You have no right to object."])
def test_what_stands_beside_a_table_of_contents_is_read(more: str) -> None:
    assert level(PAGE.format(""), PAGE.format(f"{CONTENTS} {more}\n\n")) >= Level.REVIEW


COUNTED = "# Boats\n\nWe lend in {} cases:\n\n- in spring\n- in summer\n- in autumn\n{}"


def test_a_number_that_counts_the_entries_below_it_is_corrected() -> None:
    assert level(COUNTED.format("two", ""), COUNTED.format("three", "")) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (COUNTED.format("three", ""), COUNTED.format("two", "")),
        (COUNTED.format("three", ""), COUNTED.format("four", "- for races\n")),
        ("# Boats\n\nWe lend 2 boats.", "# Boats\n\nWe lend 3 boats."),
    ],
)
def test_another_number_and_another_entry_are_told(old: str, new: str) -> None:
    assert level(old, new) >= Level.REVIEW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You can send COIN.", "You can send $COIN."),
        ("Boats are lent.", "Boats are lent. You may also want to read the harbour's policy."),
    ],
)
def test_a_ticker_is_no_sum_and_a_wish_to_read_is_a_pointer(old: str, new: str) -> None:
    assert level(f"# Boats\n\n{old}", f"# Boats\n\n{new}") <= Level.MINOR


def test_a_file_is_nobody_who_receives_data() -> None:
    old = "# Sharing\n\nWe share data with:\n\n- Quay Ltd"
    verdict = judge(compare(old, f"{old}\n\ninclude(footer.md)"), CATALOGUE)
    assert "recipient-added" not in {finding.rule for finding in verdict.findings}
