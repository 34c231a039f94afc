"""What stands above an entry, or beside a cell, belongs to what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
HELD = ("your name", "your age", "the city of your birth", "the precise location of your phone")
SEEN = ("your contacts", "the pages that you visit", "the songs that you hear on our site")
LEADS = (("We collect", "We share"), ("We use", "We sell"), ("We store", "We never store"))
KEPT = {
    "Name": "until you close your account with us",
    "Logs": "for as long as the law asks us to",
    "Orders": "two years after the last of them",
    "Visits": "30 days",
}


def level(old: str, new: str) -> Level:
    return judge(compare(f"# Policy\n\n{old}", f"# Policy\n\n{new}"), CATALOGUE).level


def listed(lead: str, things: list[str]) -> str:
    return (f"{lead}:\n\n" if lead else "") + "\n".join(f"- {thing}" for thing in things) + "\n\n"


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n\n"


taken = st.sampled_from(HELD)


@given(st.sampled_from(LEADS), taken)
def test_an_entry_under_another_lead_is_told(leads: tuple[str, str], gone: str) -> None:
    one, other = leads
    rest = [thing for thing in HELD if thing != gone]
    old = listed(one, list(HELD)) + listed(other, list(SEEN))
    assert level(old, listed(one, rest) + listed(other, [*SEEN, gone])) == Level.MATERIAL


@given(taken, st.sampled_from(SEEN), st.sampled_from(("We collect", "")))
def test_an_entry_under_another_heading_is_seen(gone: str, come: str, lead: str) -> None:
    pages = "## SaaS\n\n{}## Self-hosted\n\n{}"
    rest = [come if thing == gone else thing for thing in HELD]
    others = [gone if thing == come else thing for thing in SEEN]
    old = pages.format(listed(lead, list(HELD)), listed(lead, list(SEEN)))
    assert level(old, pages.format(listed(lead, rest), listed(lead, others))) >= Level.REVIEW


@given(st.permutations(HELD))
def test_entries_in_another_order_are_the_same(things: list[str]) -> None:
    assert level(listed("We collect", list(HELD)), listed("We collect", things)) == Level.EDITORIAL


def test_lists_in_another_order_are_the_same() -> None:
    parts = [listed("We collect", list(HELD)), listed("We share", list(SEEN))]
    assert level("".join(parts), "".join(reversed(parts))) == Level.EDITORIAL


@given(st.sampled_from(sorted(KEPT)), st.sampled_from(sorted(KEPT)))
def test_two_cells_that_change_places_are_seen(one: str, other: str) -> None:
    swapped = {one: KEPT[other], other: KEPT[one]}
    old = table(("Data", "Kept"), list(KEPT.items()))
    new = table(("Data", "Kept"), [(what, swapped.get(what, kept)) for what, kept in KEPT.items()])
    assert one == other or level(old, new) >= Level.REVIEW


def test_two_rows_named_otherwise_are_seen() -> None:
    names = ("the pages that you visit", "the songs that you hear")
    rows = [(names[0], "30 days"), (names[1], "60 days")]
    swapped = [(names[1], "30 days"), (names[0], "60 days")]
    heads = ("Data", "Kept")
    assert level(table(heads, rows), table(heads, swapped)) >= Level.REVIEW


def test_columns_in_another_order_are_the_same() -> None:
    use, share = "to send you the news that you asked for", "to find out who broke in"
    old = table(("Data", "Used", "Shared"), [("Name", use, share)])
    assert level(old, table(("Data", "Shared", "Used"), [("Name", share, use)])) == Level.EDITORIAL
    assert level(old, table(("Data", "Used", "Shared"), [("Name", share, use)])) >= Level.REVIEW


@pytest.mark.parametrize("what", ["Shared for", "Sold for"])
def test_a_column_of_something_else_is_seen(what: str) -> None:
    rows: list[tuple[str, ...]] = [("Name", "billing"), ("Logs", "security")]
    old, new = (table(("Data", head), rows) for head in ("Used for", what))
    assert level(old, new) >= Level.REVIEW


def test_a_heading_of_a_bare_list_that_says_something_else_is_seen() -> None:
    things = listed("", list(HELD))
    assert level(f"## What we use\n\n{things}", f"## What we share\n\n{things}") >= Level.REVIEW
    used, reworded = f"## What we use\n\n{things}", f"## What we use, in short\n\n{things}"
    assert level(used, reworded) == Level.EDITORIAL


ONE = "We keep your logs for ninety days after your visit."
OTHER = "You alone decide how long your server keeps the logs."
PARTS = "## For {} customers\n\n{}\n\n## For {} customers\n\n{}\n"


def test_sections_for_others_that_exchange_what_they_say_are_told() -> None:
    old = PARTS.format("SaaS", ONE, "self-hosted", OTHER)
    assert level(old, PARTS.format("SaaS", OTHER, "self-hosted", ONE)) >= Level.REVIEW
    assert level(old, PARTS.format("self-hosted", OTHER, "SaaS", ONE)) == Level.EDITORIAL


def test_a_sentence_below_a_heading_that_names_nobody_may_move() -> None:
    parts = PARTS.replace("For {} customers", "{}")
    old = parts.format("Logs", f"{ONE} We encrypt them.", "Retention", OTHER)
    new = parts.format("Logs", "We encrypt them.", "Retention", f"{OTHER} {ONE}")
    assert level(old, new) == Level.EDITORIAL
