"""The same words in another order: where their place is free, and where it tells who does what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.materiality.arrangement import is_rearranged
from gazette.materiality.statements import read_statements
from gazette.model.verdict import Level
from gazette.source import read_markdown

CATALOGUE = load_catalogue()


def rearranged(old: str, new: str) -> bool:
    sides = [
        read_statements(read_markdown(f"## Terms\n\n{text}").clauses[-1])[0] for text in (old, new)
    ]
    return is_rearranged(*sides)


def level(old: str, new: str) -> Level:
    page = "## Terms\n\nHere is how it works.\n\n{}\n\n## End\n\nThank you."
    return judge(compare(page.format(old), page.format(new)), CATALOGUE).level


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We wipe the disk after 90 days.", "After 90 days, we wipe the disk."),
        ("If you agree, we lend boards and boats.", "We lend boards and boats if you agree."),
        ("We may at our discretion close a pier.", "We may close a pier at our discretion."),
        ("We sell ropes, sails and oars.", "We sell oars, ropes, and sails."),
        ("We sell ropes, sails and oars to crews.", "We sell sails, ropes and oars to crews."),
        ("We sail by night or by day.", "We sail by day or by night."),
        ("A berth (ropes, power, water) is free.", "A berth (power, ropes, water) is free."),
        ("Boats are checked by us in spring.", "We check boats in spring."),
        ("Port 25 is blocked.", "We block port 25."),
        ("Your claim will be answered within a week.", "We will answer your claim within a week."),
        ("Wardens can read your log.", "Your log can be read by wardens."),
        ("The operator is Quay Ltd", "Quay Ltd is the operator"),
        ("The settings of your browser decide.", "Your browser settings decide."),
        ("We automatically note your berth.", "We note your berth automatically."),
        ("We use berths only for boats.", "We only use berths for boats."),
    ],
)
def test_words_whose_place_is_free(old: str, new: str) -> None:
    assert rearranged(old, new)
    assert rearranged(new, old)
    assert level(old, new) is Level.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bills stay for ten years, logs for one.", "Logs stay for ten years, bills for one."),
        ("Data is stored in Oslo and read in Turku.", "Data is stored in Turku and read in Oslo."),
        ("We use tags to bill and maps to plan.", "We use maps to bill and tags to plan."),
        ("Sharing is on and blurring is off.", "Sharing is off and blurring is on."),
        ("It is off until you turn it on.", "It is on until you turn it off."),
        ("We note your name, but not your age.", "We note your age, but not your name."),
        ("Crews need no pass; guests need a pass.", "Crews need a pass; guests need no pass."),
        ("We lend oars, if asked, bikes, and maps.", "We lend oars, bikes, and maps, if asked."),
        ("We rent cars and lend bikes and boards.", "We rent cars and boards and lend bikes."),
        ("We tell crews, for trips and safety.", "We tell crews, safety and for trips."),
        ("The sender warns the receiver of it.", "The receiver warns the sender of it."),
        ("Wardens' logs can be read by members.", "Members' logs can be read by wardens."),
        ("The parent of the child may ask.", "The child of the parent may ask."),
        ("We share lists of crews with ports.", "We share lists with ports of crews."),
        ("Berths and boats or bikes are free.", "Berths or boats and bikes are free."),
        ("Only we use berths for boats.", "We use berths for boats only."),
        ("We share logs, and sell maps if asked.", "If asked, we share logs, and sell maps."),
    ],
)  # fmt: skip
def test_words_whose_place_tells_who_does_what(old: str, new: str) -> None:
    assert not rearranged(old, new)
    assert not rearranged(new, old)
    assert level(old, new) >= Level.REVIEW


ENTRIES = ["ropes", "sails", "oars", "brass lamps", "paper charts", "buoys"]


@given(st.permutations(ENTRIES), st.permutations(ENTRIES), st.sampled_from(["and", "or"]))
def test_an_enumeration_has_no_order(one: list[str], other: list[str], joined: str) -> None:
    old, new = (f"We sell {', '.join(e[:-1])} {joined} {e[-1]} to crews." for e in (one, other))
    assert rearranged(old, new)


@given(st.permutations(ENTRIES), st.permutations(["Oslo", "Turku", "Riga", "Gdansk"]))
def test_what_is_told_of_each_is_not_exchanged(things: list[str], places: list[str]) -> None:
    told = "We sell {} in {}, {} in {} and {} in {}."
    old = told.format(things[0], places[0], things[1], places[1], things[2], places[2])
    new = told.format(things[0], places[1], things[1], places[0], things[2], places[2])
    kept = told.format(things[1], places[1], things[0], places[0], things[2], places[2])
    assert not rearranged(old, new)
    assert rearranged(old, kept)
