from __future__ import annotations

from typing import Any

from gazette.errors import Location, SourceError
from gazette.model.gate import Gate, Outcome, is_closed
from gazette.release.gates import QUESTIONS, about_gates, check, unreadable
from gazette.release.verification import Case, verify
from gazette.release.witness import History, Witness


def test_every_gate_answers_in_the_order_of_the_table(office: Any) -> None:
    answered = dict.fromkeys(gate.id for gate in check(office.propose()))

    assert list(answered) == list(QUESTIONS)


def test_the_table_describes_every_gate_and_no_other(office: Any) -> None:
    # Without git, nothing would be asked of it.
    witness = Witness(History.FULL)
    asked = {gate.id for gate in verify(Case(office.policy, office.ledger, witness, "x"))}

    # A policy that has told nobody yet has no record to verify, and no site was given.
    unasked = {"notice-runs", "site-list", "site-pages", "site-sources", "site-front"}

    assert set(about_gates()) == {"source", *QUESTIONS, *asked, *unasked}


def test_a_complaint_has_a_remedy_and_an_open_gate_none(office: Any) -> None:
    office.edit("30 days after", "90 days after")
    office.write(effective=office.day)

    for gate in office.check():
        assert bool(gate.remedy) is (gate.outcome is not Outcome.OPEN)
        assert not gate.what.endswith(".")


def test_what_cannot_be_read_is_a_closed_gate() -> None:
    (found,) = unreadable(SourceError("is odd", where=Location("a.md", 3), remedy="Mend it."))

    assert found == Gate("source", Outcome.CLOSED, "is odd", Location("a.md", 3), "Mend it.")


def test_warnings_close_nothing() -> None:
    gates = [Gate("a", Outcome.OPEN, "fine"), Gate("b", Outcome.WARNING, "hm")]

    assert not is_closed(gates)
    assert is_closed([*gates, Gate("c", Outcome.CLOSED, "no")])


def test_the_same_proposal_gives_the_same_answers(office: Any) -> None:
    office.edit("30 days after", "90 days after")

    assert office.check() == office.check()
