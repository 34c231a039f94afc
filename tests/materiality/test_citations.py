"""Articles of the GDPR cited by number, in the many manners in which Europe cites."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette import compare
from gazette.materiality import judge, load_catalogue
from gazette.materiality.citations import find_citations
from gazette.materiality.facts import read_facts
from gazette.model.verdict import Level

CATALOGUE = load_catalogue()
MANNERS = (
    "Art. 6 (1) ({}) GDPR",
    "Art. 6(1)({})",
    "Article 6(1)({}) of the UK GDPR",
    "Article 6.1({})",
    "Art.6 lit.{} GDPR",
    "Art. 6 para. 1 lit. {} GDPR",
    "Art. 6 Abs. 1 S. 1 lit. {} DSGVO",
    "Art. 6 (1) sentence 1 lit. {}) DS-GVO",
    "Art. 6 I {} GDPR",
    "Article 6, paragraph 1, letter {} GDPR",
    "point ({}) of Article 6(1) GDPR",
)
GROUNDS = {
    "a": "consent",
    "b": "contract",
    "c": "legal obligation",
    "d": "vital interests",
    "e": "public interest",
    "f": "legitimate interests",
}


def values(text: str) -> list[str]:
    return [cited.value for cited in find_citations(text)]


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("letter", GROUNDS)
def test_a_letter_of_article_6_is_a_legal_basis(manner: str, letter: str) -> None:
    facts = read_facts(f"We log visits under {manner.format(letter)}.")
    assert [f.value for f in facts if f.kind == "legal_basis"] == [GROUNDS[letter]]


@given(
    st.sampled_from(MANNERS),
    st.sampled_from(MANNERS),
    st.sampled_from(sorted(GROUNDS)),
    st.sampled_from(sorted(GROUNDS)),
)
def test_another_letter_is_material_and_another_manner_is_not(
    manner: str, other: str, letter: str, next_letter: str
) -> None:
    old = f"We log visits on the basis of {manner.format(letter)}."
    new = f"We log visits on the basis of {other.format(next_letter)}."
    level = judge(compare(old, new), CATALOGUE).level
    assert (level is Level.MATERIAL) == (letter != next_letter)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Articles 15 to 18 GDPR", ["access", "rectification", "erasure", "restriction"]),
        ("Arts. 15, 16 and 17 GDPR", ["access", "rectification", "erasure"]),
        ("Art. 6(1)(b) and (f)", ["contract", "legitimate interests"]),
        ("Art. 9(2)(h) GDPR", ["health care"]),
        ("Art. 49 GDPR", ["derogation"]),
        ("Article 6 GDPR", ["basis of article 6 or 9"]),
        ("Article 17 of the constitution", [""]),
        ("Article 6, a company with b boats", [""]),
        ("in article 6 (a boat) of", [""]),
        ("The party begins at 6 (b)", []),
        ("Part 6(1)(b)", []),
    ],
)
def test_only_what_is_cited_is_read(text: str, found: list[str]) -> None:
    assert values(text) == found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We log visits out of legitimate interests.",
            "We log visits out of legitimate interests (Art. 6(1)(f) GDPR).",
        ),
        ("You have the right to erasure.", "You have the right to erasure (Art. 17 GDPR)."),
    ],
)
def test_the_number_of_what_is_said_in_words_is_no_news(old: str, new: str) -> None:
    assert judge(compare(old, new), CATALOGUE).level is not Level.MATERIAL


def test_an_articles_number_is_no_age() -> None:
    assert not [f for f in read_facts("We move it under Art. 46 GDPR.") if f.kind == "age"]
