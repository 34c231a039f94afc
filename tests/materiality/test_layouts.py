"""What is laid out anew says the same, and a change on the way is as grave as without it."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.materiality.series import unmarked
from gazette.model.verdict import Level
from oracles.changes.layout import (
    LISTS,
    TABLES,
    Listed,
    Table,
    bullets,
    grid,
    row_dropped,
    sentence_each,
    swapped,
)
from oracles.changes.layout import added as one_more
from oracles.changes.layout import dropped as one_fewer

CATALOGUE = load_catalogue()
LEADS = ("We collect", "We share with our partners", "We never sell", "You must not send us")
THINGS = (
    "your name",
    "your email address",
    "the city of your birth",
    "the precise location of your phone",
    "what you buy in our shop",
    "your payment data",
    "photographs of your boat and its crew",
)
WAYS = LISTS | {"bullets": bullets}
GRIDS = TABLES | {"grid": grid}
HEADS = (("Data", "Kept for"), ("Data", "Purpose"), ("Data", "Recipient", "Kept for"))
VALUES = {
    "Kept for": ("30 days", "two years after your last visit", "90 days", "until you object"),
    "Purpose": ("billing", "to find out who broke in", "marketing", "to answer your questions"),
    "Recipient": ("Acme Inc.", "our insurers", "Bolt GmbH", "the police"),
}
PAGE = "# Policy\n\n## Data\n\nThis is about data.\n\n{}\n\n## End\n\nThank you for reading.\n"


def level(old: str, new: str) -> Level:
    return judge(compare(PAGE.format(old), PAGE.format(new)), CATALOGUE).level


several = st.lists(st.sampled_from(THINGS), min_size=3, max_size=6, unique=True).map(tuple)
listed = st.builds(Listed, st.sampled_from(LEADS), several)
way = st.sampled_from(sorted(WAYS))
laid = st.sampled_from(sorted(GRIDS))
seeds = st.integers(0, 99).map(Random)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    heads = draw(st.sampled_from(HEADS))
    names = draw(st.lists(st.sampled_from(THINGS), min_size=2, max_size=4, unique=True))
    columns = [draw(st.permutations(VALUES[head]))[: len(names)] for head in heads[1:]]
    return Table(heads, tuple(zip([n.capitalize() for n in names], *columns, strict=True)))


@settings(max_examples=40)
@given(listed, way, way)
def test_a_list_laid_out_anew_says_the_same(content: Listed, one: str, other: str) -> None:
    assert level(WAYS[one](content), WAYS[other](content)) == Level.EDITORIAL


@settings(max_examples=40)
@given(listed)
def test_a_lead_said_once_for_all_says_the_same(content: Listed) -> None:
    assert level(sentence_each(content), bullets(content)) == Level.EDITORIAL
    assert level(bullets(content), sentence_each(content)) == Level.EDITORIAL


@settings(max_examples=40)
@given(listed, way, way, seeds, st.sampled_from((one_fewer, one_more)))
def test_an_entry_that_came_or_went_is_as_grave(
    content: Listed, one: str, other: str, chance: Random, change: object
) -> None:
    changed = change(content, chance)  # type: ignore[operator] # a function of both
    plainly = level(WAYS[one](content), WAYS[one](changed))
    assert level(WAYS[one](content), WAYS[other](changed)) >= min(plainly, Level.REVIEW)


@settings(max_examples=40)
@given(several, way, way)
def test_an_entry_under_another_lead_is_seen(things: tuple[str, ...], one: str, other: str) -> None:
    before = [Listed("We collect", things), Listed("We share", ("your age", "your tax code"))]
    after = [
        Listed("We collect", things[:-1]),
        Listed("We share", ("your age", things[-1], "your tax code")),
    ]
    old = "\n\n".join(map(WAYS[one], before))
    assert level(old, "\n\n".join(map(WAYS[other], after))) >= Level.REVIEW


@settings(max_examples=40)
@given(tables(), laid, laid)
def test_a_table_laid_out_anew_says_the_same(content: Table, one: str, other: str) -> None:
    assert level(GRIDS[one](content), GRIDS[other](content)) == Level.EDITORIAL


@settings(max_examples=40)
@given(tables(), laid, laid, seeds, st.sampled_from((swapped, row_dropped)))
def test_a_cell_or_a_row_that_changed_is_as_grave(
    content: Table, one: str, other: str, chance: Random, change: object
) -> None:
    changed = change(content, chance)  # type: ignore[operator] # a function of both
    plainly = level(GRIDS[one](content), GRIDS[one](changed))
    assert level(GRIDS[one](content), GRIDS[other](changed)) >= min(plainly, Level.REVIEW)


NESTED = """We collect:

- contact data:
    - your name
    - your address
- usage data:
    - the pages you open
    - the time of your visit"""
TERMS = Table(
    ("Term", "Meaning"),
    (
        ("Cell", "the area served by one antenna of ours"),
        ("Bill", "the sum that you owe us each month"),
        ("Plan", "what you chose when you signed up"),
    ),
)
SAME = {
    "nested entries in a row": (
        NESTED,
        (
            "We collect:\n\n- contact data: your name, your address\n"
            "- usage data: the pages you open, the time of your visit"
        ),
    ),
    "nested entries in a sentence": (
        NESTED,
        (
            "We collect contact data (your name and your address) and usage data (the pages you "
            "open and the time of your visit)."
        ),
    ),
    "sentences as entries": (
        (
            "We guard your data in several ways. We encrypt it on our servers. We train our staff "
            "every year. We test our systems with outside experts."
        ),
        (
            "We guard your data in several ways:\n\n- We encrypt it on our servers.\n"
            "- We train our staff every year.\n- We test our systems with outside experts."
        ),
    ),
    "two leads as one": (
        "We collect:\n\n- your name\n- your address\n\nWe also collect:\n\n- the pages you open",
        "We collect:\n\n- your name\n- your address\n- the pages you open",
    ),
    "entries as a column": (
        "We collect:\n\n- your name\n- your address",
        "| We collect |\n|---|\n| your name |\n| your address |",
    ),
    "a glossary": (
        grid(TERMS),
        "\n".join(f"- **{name}** means {said}" for name, said in reversed(TERMS.rows)),
    ),
    "marks in a sentence": (
        "We use your data to run the site; send you mail; and bill you.",
        "We use your data to (a) run the site; (b) send you mail; and (c) bill you.",
    ),
    "a number of its own": ("2.\n\nWe keep your logs.", "We keep your logs."),
}


@pytest.mark.parametrize("name", SAME)
def test_another_layout_says_the_same(name: str) -> None:
    old, new = SAME[name]
    assert level(old, new) == level(new, old) == Level.EDITORIAL


def test_an_item_behind_a_mark_is_no_explanation_in_brackets() -> None:
    old = "We collect: your name; your phone; your address."
    new = "We collect: (a) your name; (b) your school grades; (c) your phone; (d) your address."
    assert level(old, new) >= Level.REVIEW


@pytest.mark.parametrize(
    "text", ["under points (a) and (b) of Article 6", "see (b) below", "Article 6(1)(a) and (b)"]
)
def test_points_that_are_spoken_of_are_no_marks(text: str) -> None:
    assert unmarked(text) == text


def test_and_that_became_or_on_the_way_is_seen() -> None:
    old = "We delete your account if:\n\n- you ask us to; and\n- you owe us nothing."
    new = "We delete your account if you ask us to or you owe us nothing."
    assert level(old, new) >= Level.REVIEW


def test_a_condition_that_came_on_the_way_is_seen() -> None:
    content = Listed("We share", ("your name", "your address", "the pages you open"))
    new = "We share your name, your address if you agree, and the pages you open."
    assert level(bullets(content), new) >= Level.REVIEW


ROWS = (("Name", "billing", "news"), ("Age", "security", "research"))


@pytest.mark.parametrize("heads", [("Data", "Collected for", "Shared for"), ("Data", "A", "B")])
def test_cells_that_lost_their_columns_and_their_order_are_seen(heads: tuple[str, ...]) -> None:
    new = "\n".join(f"- {name}: {last}; {first}" for name, first, last in ROWS)
    assert level(grid(Table(heads, ROWS)), new) >= Level.REVIEW


@pytest.mark.parametrize("lead", ["We share with:\n\n", ""])
def test_what_a_column_says_is_done_is_not_lost_with_it(lead: str) -> None:
    content = Table(("Data", "We sell to"), (("Name", "Acme"), ("Age", "Bolt")))
    assert level(grid(content), f"{lead}- Name: Acme\n- Age: Bolt") >= Level.REVIEW
