"""What a mere rewording is, and what only looks like one."""

from collections import Counter

import pytest

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.materiality.data import load_data
from gazette.materiality.words import norms
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()


def level(old: str, new: str, heading: str = "Terms") -> Level:
    page = f"## {heading}\n\nHere is how it works.\n\n{{}}\n\n## End\n\nThank you."
    return judge(compare(page.format(old), page.format(new)), CATALOGUE).level


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The form is checked by us.", "We check the form."),
        ("Logs are deleted after one year.", "Logs are deleted after 12 months."),
        ("We answer within a month.", "We answer within one month."),
        ("Residents of the US may ask.", "Residents of the U.S. may ask."),
        ("You can object.", "You are able to object."),
        ("We may change this page.", "We reserve the right to change this page."),
        ("As sections 4 and 5 say, boards are free.", "As sections 6 and 7 say, boards are free."),
        ("Please contact us.", "Please do not hesitate to contact us."),
        ("The price is EUR 1,000 per seat.", "The price is €1000 per seat."),
    ],
)
def test_a_rewording_says_the_same(old: str, new: str) -> None:
    assert level(old, new) is Level.EDITORIAL
    assert level(new, old) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Users may sue the company.", "The company may sue users."),
        ("You must pay us.", "We must pay you."),
        ("Acme may send parcels to us.", "We may send parcels to Acme."),
        ("Boards are shown to you.", "Boards are not shown to you."),
        ("We answer within a month.", "We answer within a year."),
        ("We may ask again.", "We must ask again."),
        ("Sections 4 and 5 survive.", "Sections 4, 5 and 6 survive."),
    ],
)
def test_what_only_looks_like_a_rewording_is_not_cleared(old: str, new: str) -> None:
    assert level(old, new) >= Level.REVIEW
    assert level(new, old) >= Level.REVIEW


def test_a_phrase_is_the_synonym_of_one_group_alone() -> None:
    groups = load_data("synonyms").content["groups"]
    said = Counter(phrase for group in groups for phrase in {norms(each) for each in group if each})
    assert [phrase for phrase, times in said.items() if times > 1] == []
