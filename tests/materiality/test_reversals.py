"""A sentence turned into its reverse is told, whatever it speaks of; other words for it are not."""

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue

CATALOGUE = load_catalogue()
PAGE = "# Boats\n\nWe are Quay. {} Come and see."


def rules(old: str, new: str) -> set[str]:
    verdict = judge(compare(PAGE.format(old), PAGE.format(new)), CATALOGUE)
    return {finding.rule for finding in verdict.findings}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The horn goes on at dusk.", "The horn goes off at dusk."),
        ("We have painted it.", "We have not painted it."),
        ("A boat is lent.", "No boat is lent."),
        ("We paint with your consent.", "We paint without your consent."),
        ("Oars are optional.", "Oars are mandatory."),
        ("We count you in before you sail.", "We count you in after you sail."),
        ("Masts are movable.", "Masts are non-movable."),
        ("The log is kept manually.", "The log is kept automatically."),
        ("You choose the oars related to it.", "You choose the oars unrelated to it."),
        ("It is called the Personal Log.", "It is called the Anonymous Log."),
    ],
)
def test_a_word_that_reverses_a_sentence_is_told(old: str, new: str) -> None:
    assert "opposite-said" in rules(old, new)
    assert "opposite-said" in rules(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The log is private.", "The log is not public."),
        ("We turn on the lamp.", "We turn the lamp on."),
        ("We can not paint it.", "We cannot paint it."),
        ("We sail on Monday.", "We sail Monday."),
        ("You design it.", "You sign it."),
        ("The hall isn't open.", "The hall is not open."),
        ("We paint the first boat.", "We paint the red boat."),
    ],
)
def test_what_is_no_opposite(old: str, new: str) -> None:
    assert "opposite-said" not in rules(old, new)
    assert "opposite-said" not in rules(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Either party may leave.", "We may leave."),
        ("You pay us for lost oars.", "We pay you for lost oars."),
        ("Neither party pays.", "You do not pay."),
        ("You answer for the oars.", "We answer for the oars."),
    ],
)
def test_what_changed_hands_is_told(old: str, new: str) -> None:
    assert "party-exchanged" in rules(old, new)
    assert "party-exchanged" in rules(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We tell you the price.", "You are told the price by us."),
        ("When you ask us, we answer.", "We answer when you ask us."),
        ("Either party may leave.", "Each party may leave."),
        ("Customers may leave.", "You may leave."),
        ("It is up to us.", "It is up to the master."),
    ],
)
def test_what_stays_in_the_same_hands(old: str, new: str) -> None:
    assert "party-exchanged" not in rules(old, new)
    assert "party-exchanged" not in rules(new, old)
