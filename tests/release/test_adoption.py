from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import HistoryError, SourceError
from gazette.materiality import load_catalogue
from gazette.model.verdict import Level
from gazette.release.adoption import Adopted, Dating, Policed, Text, adopt_texts
from gazette.source.versions import order, read_version

CATALOGUE = load_catalogue()
LIBRARY = Policed("privacy", "Privacy Notice")
START = date(2020, 1, 1)
KEPT_30 = "# Privacy\n\nWe delete the record of a loan 30 days after the book comes back.\n"
KEPT_90 = KEPT_30.replace("30", "90")
TYPO = KEPT_30.replace("comes back", "comes  **back**")


def text(body: str | None, day: int = 0, origin: str = "") -> Text:
    data = None if body is None else body.encode()
    return Text(START + timedelta(days=day), data, origin or f"day {day}")


def adopt(*texts: Text, dating: Dating = Dating.KEPT, daily: bool = True) -> tuple[Adopted, ...]:
    return adopt_texts(texts, LIBRARY, catalogue=CATALOGUE, dating=dating, daily=daily)


def test_each_text_becomes_a_version_with_its_day_and_its_verdict() -> None:
    first, second = adopt(text(KEPT_30), text(KEPT_90, 10))

    assert (first.label, first.level, first.published) == ("1.0.0", None, START)
    assert (second.label, second.level) == ("2.0.0", Level.MATERIAL)
    assert second.published == second.effective == START + timedelta(days=10)


def test_what_a_version_holds_can_be_read_as_one(tmp_path: Path) -> None:
    odd = '---\ntitle: "Our: \\"terms\\" – #1"\nlayout: page\n---\n' + KEPT_30
    (made,) = adopt(text(odd))
    (tmp_path / "1.0.0.md").write_bytes(made.content)

    version = read_version(tmp_path / "1.0.0.md", policy="privacy")

    assert version.title == 'Our: "terms" – #1'
    assert version.published == START
    assert version.source.endswith(KEPT_30)


def test_only_the_last_text_of_a_day_counts_unless_each_commit_does() -> None:
    texts = text(KEPT_30), text(KEPT_30 + "\nAsk us.\n"), text(KEPT_90)

    (made,) = adopt(*texts)
    assert b"90 days" in made.content
    assert len(adopt(*texts, daily=False)) == 3


def test_a_change_that_was_taken_back_the_same_day_never_was() -> None:
    assert len(adopt(text(KEPT_30), text(KEPT_90, 1), text(KEPT_30, 1))) == 1


def test_what_changes_no_word_is_no_version() -> None:
    made = adopt(text(KEPT_30), text(KEPT_30 + "\n\n", 1), text(TYPO, 2), text(KEPT_90, 3))

    assert [each.origin for each in made] == ["day 0", "day 3"]
    assert made[0].content.endswith(KEPT_30.encode())


def test_a_gap_is_no_version() -> None:
    made = adopt(text(KEPT_30), text(None, 1), text(" \n", 2), text(KEPT_90, 3), text(None, 4))

    assert [each.origin for each in made] == ["day 0", "day 3"]
    assert adopt(text(None)) == ()


def test_days_that_run_backwards_are_refused_and_not_mended() -> None:
    with pytest.raises(HistoryError, match="the one before it, day 5"):
        adopt(text(KEPT_30, 5), text(KEPT_90, 4))


def test_a_text_that_is_none_is_named() -> None:
    with pytest.raises(SourceError) as caught:
        adopt(Text(START, b"\xff\xfe", "abc:privacy.md"))

    assert str(caught.value.where) == "abc:privacy.md:1"


def stamped(body: str, day: str) -> str:
    return f"Last updated: {day}\n\n{body}"


def test_a_text_may_date_itself() -> None:
    first, second = adopt(
        text(stamped(KEPT_30, "December 24, 2019")), text(KEPT_90, 3), dating=Dating.TEXT
    )

    assert (first.published, first.stated) == (date(2019, 12, 24), True)
    assert (second.published, second.stated) == (START + timedelta(days=3), False)


def test_the_last_text_under_one_stamp_is_the_one_of_its_day() -> None:
    day = "December 24, 2019"
    made = adopt(text(stamped(KEPT_30, day)), text(stamped(KEPT_90, day), 9), dating=Dating.TEXT)

    assert [each.origin for each in made] == ["day 9"]


def test_a_text_that_says_when_it_takes_effect_is_believed() -> None:
    (later,) = adopt(text("Effective: 2020-03-01\n\n" + KEPT_30), dating=Dating.TEXT)
    (earlier,) = adopt(text("Effective: 2019-03-01\n\n" + KEPT_30), dating=Dating.TEXT)

    assert (later.published, later.effective) == (START, date(2020, 3, 1))
    assert earlier.published == earlier.effective == date(2019, 3, 1)


BODIES = st.sampled_from([KEPT_30, KEPT_90, TYPO, "# Privacy\n\nAsk us.\n", "", None])


@given(steps=st.lists(st.tuples(BODIES, st.integers(0, 3)), max_size=8), daily=st.booleans())
def test_versions_follow_each_other(steps: list[tuple[str | None, int]], *, daily: bool) -> None:
    day, texts = 0, []
    for body, later in steps:
        day += later
        texts.append(text(body, day))

    made = adopt(*texts, daily=daily)

    labels = [order(each.label) for each in made]
    assert labels == sorted(set(labels))
    days = [each.published for each in made]
    assert days == sorted(days)
    assert {each.published for each in made} <= {each.day for each in texts}
    assert len({each.label for each in made}) == len(made)
