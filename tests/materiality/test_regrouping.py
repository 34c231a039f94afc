"""Sentences that became a list, and lists that became sentences, say what they said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
THINGS = (
    "your name",
    "your email address",
    "the age of your boat",
    "where you sail",
    "payment data",
)
LEADS = ("We collect", "We never sell", "We may share with partners", "You must not send us")
PAGE = "## Data\n\nHere it is.\n\n{}\n\n## End\n\nThank you."


def level(old: str, new: str) -> Level:
    return judge(compare(PAGE.format(old), PAGE.format(new)), CATALOGUE).level


def as_list(lead: str, things: list[str]) -> str:
    return f"{lead}:\n\n" + "\n".join(f"- {thing}" for thing in things)


def as_prose(lead: str, things: list[str]) -> str:
    return f"{lead} {', '.join(things[:-1])} and {things[-1]}."


several = st.lists(st.sampled_from(THINGS), min_size=2, unique=True)


@given(st.sampled_from(LEADS), several)
def test_a_list_as_a_sentence_says_the_same(lead: str, things: list[str]) -> None:
    assert level(as_list(lead, things), as_prose(lead, things)) <= Level.MINOR
    assert level(as_prose(lead, things), as_list(lead, things)) <= Level.MINOR


@given(st.sampled_from(LEADS), several, st.data())
def test_an_entry_lost_on_the_way_is_seen(
    lead: str, things: list[str], data: st.DataObject
) -> None:
    lost = data.draw(st.sampled_from(things))
    rest = [thing for thing in things if thing != lost] or ["nothing"]
    after = as_prose(lead, rest) if len(rest) > 1 else f"{lead} {rest[0]}."
    assert level(as_list(lead, things), after) >= Level.REVIEW


@given(several, st.data())
def test_an_entry_under_another_lead_is_seen(things: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(things))
    rest = [thing for thing in things if thing != gone] or ["nothing"]
    others = ["the weather", "the tides"]
    old = as_list("We collect", things) + "\n\n" + as_list("We never collect", others)
    new = as_list("We collect", rest) + "\n\n" + as_prose("We never collect", [*others, gone])
    assert level(old, new) >= Level.REVIEW


@pytest.mark.parametrize("lead", ["We never share", "We share only"])
def test_a_lead_that_turned_is_seen(lead: str) -> None:
    things = ["your name", "your email address"]
    assert level(as_list(lead, things), as_prose("We share", things)) >= Level.REVIEW


def test_another_speaker_beside_a_list_is_seen() -> None:
    old = "We may end the contract.\n\n" + as_list("We collect", ["your name", "your age"])
    new = "You may end the contract.\n\n" + as_prose("We collect", ["your name", "your age"])
    assert level(old, new) >= Level.REVIEW
