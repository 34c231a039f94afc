"""Where more can be read may be called otherwise; what is said there is not a call."""

from __future__ import annotations

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()


def level(old: str, new: str) -> Level:
    return judge(compare(f"# Boats\n\n{old}\n", f"# Boats\n\n{new}\n"), CATALOGUE).level


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("For more information, see “Our oars.”", "For more information, see “OARTITLE.”"),
        ("To learn more, see [our oars](/a).", "To learn more, see [the page on oars](/b)."),
        ("Write to the above address.", "Write to the address set out in the “oars” section."),
    ],
)
def test_another_label_of_a_link_is_editorial(old: str, new: str) -> None:
    assert level(old, new) is Level.EDITORIAL
    assert level(new, old) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We call you “a guest.”", "We call you “a debtor.”"),
        ("We lend boats to [Quillo](/a).", "We lend boats to [Ferndo](/b)."),
    ],
)
def test_another_label_of_a_thing_is_read(old: str, new: str) -> None:
    assert level(old, new) not in (Level.EDITORIAL, Level.MINOR)


def test_a_line_of_the_history_of_changes_may_be_corrected() -> None:
    log = "## Version history\n\n- 2.0.0 – terms for the {} were parted"
    assert level(log.format("harbour"), log.format("quay")) is Level.EDITORIAL
