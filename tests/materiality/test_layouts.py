"""What is laid out anew says the same, and a change on the way is as grave as without it."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.model.verdict import Level
from oracles.changes.layout import LISTS, TABLES, Listed, Table, bullets, grid, row_dropped, swapped
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


@given(listed, way, way)
def test_a_list_laid_out_anew_says_the_same(content: Listed, one: str, other: str) -> None:
    assert level(WAYS[one](content), WAYS[other](content)) == Level.EDITORIAL


@given(listed, way, way, seeds, st.sampled_from((one_fewer, one_more)))
def test_an_entry_that_came_or_went_is_as_grave(
    content: Listed, one: str, other: str, chance: Random, change: object
) -> None:
    changed = change(content, chance)  # type: ignore[operator] # a function of both
    plainly = level(WAYS[one](content), WAYS[one](changed))
    assert level(WAYS[one](content), WAYS[other](changed)) >= min(plainly, Level.REVIEW)


@given(several, way, way)
def test_an_entry_under_another_lead_is_seen(things: tuple[str, ...], one: str, other: str) -> None:
    before = [Listed("We collect", things), Listed("We share", ("your age", "your tax code"))]
    after = [
        Listed("We collect", things[:-1]),
        Listed("We share", ("your age", things[-1], "your tax code")),
    ]
    old = "\n\n".join(map(WAYS[one], before))
    assert level(old, "\n\n".join(map(WAYS[other], after))) >= Level.REVIEW


@given(tables(), laid, laid)
def test_a_table_laid_out_anew_says_the_same(content: Table, one: str, other: str) -> None:
    assert level(GRIDS[one](content), GRIDS[other](content)) == Level.EDITORIAL


@given(tables(), laid, laid, seeds, st.sampled_from((swapped, row_dropped)))
def test_a_cell_or_a_row_that_changed_is_as_grave(
    content: Table, one: str, other: str, chance: Random, change: object
) -> None:
    changed = change(content, chance)  # type: ignore[operator] # a function of both
    plainly = level(GRIDS[one](content), GRIDS[one](changed))
    assert level(GRIDS[one](content), GRIDS[other](changed)) >= min(plainly, Level.REVIEW)
