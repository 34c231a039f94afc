from __future__ import annotations

from typing import Any

import pytest

from gazette.model.gate import Outcome
from gazette.release.terms import undefined_terms, unused_terms
from gazette.source import read_markdown

SERVICES = "Harbour offers tools (the “Services”). We run the Services, and services like them.\n\n"
ACCOUNT = (
    "Each member has an Account.\n\nClose the Account at will.\n\n"
    "We keep an Account for a year.\n\nAn account is free.\n"
)


def undefined(text: str) -> list[str]:
    return [use.term for use in undefined_terms(read_markdown(text))]


def unused(text: str) -> list[str]:
    return [use.term for use in unused_terms(read_markdown(text))]


def test_a_capitalised_word_that_nothing_defines_is_told_at_its_first_use() -> None:
    (use,) = undefined_terms(read_markdown(SERVICES + ACCOUNT))
    assert (use.term, use.clause.line) == ("Account", 3)


@pytest.mark.parametrize(
    "definition",
    [
        "“Account” means a record of a member.\n\n",
        '"Account" refers to a record of a member.\n\n',
        "A record of a member (an “Account”) is made.\n\n",
        "A record (“Record”, “Account,” or “File”) is made. A Record is a File.\n\n",
        "Account\n:   A record of a member.\n\n",
        "“Accounts” are records of members.\n\n",
    ],
)
def test_a_definition_in_any_of_its_forms_is_one(definition: str) -> None:
    assert undefined(SERVICES + definition + ACCOUNT) == []


@pytest.mark.parametrize(
    "text",
    [
        ACCOUNT,  # a text that defines nothing
        SERVICES + ACCOUNT.replace("An account", "An Account"),  # a name, as far as one can tell
        SERVICES + "Close the Account at will.\n\nAn account is free.\n",  # a slip
        SERVICES + "## Your Account\n\n" + ACCOUNT,  # the name of a section
        SERVICES + ACCOUNT.replace("Account", "[Account](https://a.example)", 2),  # a page
        SERVICES + ACCOUNT.replace("Account", "Account Policy").replace("An acc", "An account pol"),
        SERVICES + ACCOUNT.replace("Account", "API").replace("An account", "An api"),
    ],
)
def test_capitals_that_promise_no_definition_are_silent(text: str) -> None:
    assert undefined(text) == []


def test_a_definition_that_nothing_uses_is_told() -> None:
    assert unused(SERVICES + "Members have a record (a “Record Card”).\n") == ["Record Card"]
    assert unused(SERVICES + "Members get a card (a “Record Card”). Keep the Record Card.\n") == []
    assert unused("Stored objects (“LSOs”) and interfaces (“API”) are used.\n") == []


def test_the_gate_warns_and_refuses_nothing(office: Any) -> None:
    office.write(office.body + "\n" + SERVICES + ACCOUNT)
    found = office.complaint("defined-terms")
    assert found.outcome is Outcome.WARNING
    assert "“Account”" in found.what
    assert found.where.line == 23
    assert found.references


def test_the_gate_reads_english_alone(office: Any) -> None:
    office.write(office.body + "\n" + SERVICES + ACCOUNT, language="de")
    assert office.complaint("defined-terms").outcome is Outcome.OPEN
