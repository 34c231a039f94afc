from __future__ import annotations

from typing import Any

import pytest

from gazette.model.gate import Outcome
from gazette.release.content import Requirement, requirements


def named(requirement: Requirement) -> str:
    return f"{requirement.reference.cite.split()[0]}-{requirement.id}"


@pytest.mark.parametrize("requirement", requirements(), ids=named)
def test_a_requirement_shows_by_examples_what_says_it(requirement: Requirement) -> None:
    assert requirement.said
    assert len(requirement.unsaid) >= 1
    for example in requirement.said:
        assert not requirement.missing(example), example
    for example in requirement.unsaid:
        assert requirement.missing(example), example


@pytest.mark.parametrize("requirement", requirements(), ids=named)
def test_a_requirement_rests_on_law(requirement: Requirement) -> None:
    assert requirement.reference.url.startswith("https://")
    assert requirement.reference.cite.startswith(("GDPR Art.", "CCPA s.", "CalOPPA s."))


def test_ids_are_unique_within_a_law() -> None:
    names = [named(each) for each in requirements()]

    assert len(names) == len(set(names))


def test_what_is_not_found_is_a_warning_with_its_law(office: Any) -> None:
    found = office.found("required-content")

    assert {each.outcome for each in found} == {Outcome.WARNING}
    by_law = {each.references[0].cite: each for each in found}
    assert "GDPR Art. 13(1)(c)-(d), 14(1)(c)" in by_law
    assert "GDPR Art. 13(2)(a), 14(2)(a)" not in by_law, "retention is said"


def test_what_is_missing_of_several_is_named(office: Any) -> None:
    office.edit("Ask at the front desk.", "You may access, correct, export or delete your record.")

    (found,) = [
        each for each in office.found("required-content") if "13(2)(b)" in each.references[0].cite
    ]

    assert "(missing: restriction, objection)" in found.what


def test_a_text_in_another_language_is_not_searched_for_english_words(office: Any) -> None:
    office.edit("The library lends books.", "Die Bibliothek verleiht Bücher.")
    office.write(language="de")

    assert office.complaint("required-content").outcome is Outcome.OPEN


def test_typeset_apostrophes_are_apostrophes(office: Any) -> None:
    office.edit("Ask at the front desk.", "If you don’t provide your name, we cannot lend.")

    cites = [each.references[0].cite for each in office.found("required-content")]

    assert "GDPR Art. 13(2)(e)" not in cites
