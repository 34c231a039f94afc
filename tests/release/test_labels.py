from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.errors import GazetteError
from gazette.model.verdict import Level
from gazette.release.labels import check_label, next_label
from gazette.source.versions import order

numbers = st.integers(0, 40)
labels = st.builds("{}.{}.{}".format, numbers, numbers, numbers)


@pytest.mark.parametrize(
    ("last", "level", "label"),
    [
        (None, Level.EDITORIAL, "1.0.0"),
        ("1.4.2", Level.MATERIAL, "2.0.0"),
        ("1.4.2", Level.MINOR, "1.5.0"),
        ("1.4.2", Level.EDITORIAL, "1.4.3"),
        # What nobody decided might be material.
        ("1.4.2", Level.REVIEW, "2.0.0"),
    ],
)
def test_the_verdict_proposes_the_label(last: str | None, level: Level, label: str) -> None:
    assert next_label(last, level) == label


@given(labels, st.sampled_from(Level))
def test_a_proposed_label_follows_and_will_do(last: str, level: Level) -> None:
    proposed = next_label(last, level)

    assert order(proposed) > order(last)
    assert check_label(proposed, last, level) == proposed


@pytest.mark.parametrize("label", ["2.0.0", "1.5.0", "2.0.1", "3.0.0"])
def test_a_label_may_say_more_than_the_verdict(label: str) -> None:
    assert check_label(label, "1.4.2", Level.MINOR) == label


@pytest.mark.parametrize(
    ("label", "level", "what"),
    [
        ("1.4.3", Level.MINOR, "says less than a minor change"),
        ("1.9.0", Level.MATERIAL, "says less than a material change"),
        ("1.4.2", Level.EDITORIAL, "does not follow"),
        ("0.9.9", Level.MATERIAL, "does not follow"),
        ("v2", Level.MATERIAL, "not major.minor.patch"),
        ("2.0", Level.MATERIAL, "not major.minor.patch"),
    ],
)
def test_a_label_never_says_less(label: str, level: Level, what: str) -> None:
    with pytest.raises(GazetteError, match=what) as error:
        check_label(label, "1.4.2", level)
    assert next_label("1.4.2", level) in error.value.remedy


def test_a_first_version_may_be_called_anything() -> None:
    assert check_label("0.9.0", None, Level.EDITORIAL) == "0.9.0"
