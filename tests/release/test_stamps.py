from __future__ import annotations

from datetime import date

import pytest

from gazette.release.stamps import stated_days
from gazette.source import read_markdown

MAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Last updated: May 1, 2024", {"published": MAY}),
        ("*Effective as of 1 May 2024*", {"effective": MAY}),
        ("Revised 2024-05-01\n\nEffective 2024-06-01",
         {"published": MAY, "effective": date(2024, 6, 1)}),
        ("Last updated 31/05/2024", {"published": date(2024, 5, 31)}),
        ("Last updated 05/31/2024", {"published": date(2024, 5, 31)}),
        ("Last updated 5/5/2024", {"published": date(2024, 5, 5)}),
        # What is left open is left out.
        ("Last updated 5/6/2024", {}),
        ("Last updated: May 2024", {}),
        ("Last updated: February 30, 2024", {}),
        ("Last updated: May 1, 2024\n\nLast updated: May 2, 2024", {}),
        ("May 1, 2024", {}),
        # Running text is about other things.
        ("The rules that were last updated on May 1, 2024 say nothing of the kind to anybody.", {}),
    ],
)  # fmt: skip
def test_a_stamp_states_its_day_or_nothing(text: str, days: dict[str, date]) -> None:
    assert stated_days(read_markdown(text)) == days
