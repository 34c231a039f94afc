from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gazette.errors import NoticeError, SourceError
from gazette.model.gate import Gate, Outcome
from gazette.model.notice_run import NoticeRun
from gazette.release.telling import check_notice_runs, next_run, refuse_untold, untold
from gazette.release.verification import Case, verify
from gazette.release.witness import History, Witness
from gazette.source.notice_runs import NOTICE_RUNS, read_notice_runs, run_line

LONGER = ("30 days after", "90 days after")
IN_FORCE = timedelta(days=40)


@pytest.fixture
def announced(office: Any) -> Any:
    """An office that has just released a material change, in force 30 days on."""
    office.edit(*LONGER)
    office.release()
    office.day -= timedelta(days=40)
    return office


def demand(office: Any) -> None:
    path = office.folder / "policy.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text("notices_on_record = true\n" + text, encoding="utf-8")


def runs(office: Any) -> Any:
    return read_notice_runs(office.folder)


def record(office: Any, version: str = "2.0.0", **how: Any) -> NoticeRun:
    run = NoticeRun("privacy", version, office.now, "Dana", **({"means": "letter"} | how))
    run = next_run(run, ledger=office.ledger, runs=runs(office))
    with (office.folder / NOTICE_RUNS).open("ab") as file:
        file.write(run_line(run))
    return run


def refuse(office: Any) -> None:
    refuse_untold(office.policy, office.ledger, runs(office), at=office.now)


def broken(office: Any) -> list[Gate]:
    return [*check_notice_runs(runs(office), office.ledger)]


def complaints(office: Any) -> list[Outcome]:
    found = untold(office.policy, office.ledger, runs(office), at=office.now)
    return [gate.outcome for gate in found]


def test_a_material_change_that_nobody_was_told_of_is_complained_of(announced: Any) -> None:
    found = announced.complaint("told")
    assert found.outcome is Outcome.WARNING
    assert "2.0.0 is announced and materially changed" in found.what
    assert found.where.path.endswith("2.0.0.md")

    record(announced, told=3)

    assert announced.complaint("told").outcome is Outcome.OPEN


@pytest.mark.parametrize(("demanded", "outcome"), [(False, "warning"), (True, "closed")])
def test_only_a_policy_that_demands_the_record_is_held_back(
    announced: Any, *, demanded: bool, outcome: str
) -> None:
    if demanded:
        demand(announced)
    refuse(announced)

    announced.day += IN_FORCE

    assert complaints(announced) == [Outcome(outcome)]
    if demanded:
        with pytest.raises(NoticeError, match="not on record that anyone was told"):
            refuse(announced)
        record(announced)
    refuse(announced)


def test_what_is_not_material_or_superseded_is_told_to_nobody(announced: Any) -> None:
    announced.day += timedelta(days=40)
    announced.edit("Ask at the front desk.", "Ask at the quay.")
    announced.decide()
    announced.release()

    assert complaints(announced) == []


def test_each_line_is_bound_to_its_release_and_to_the_one_before(announced: Any) -> None:
    first, second = record(announced, told=2), record(announced, told=3)

    assert first.release_sha256 == announced.ledger.line_of("2.0.0").sha256
    assert (first.previous, second.previous) == ("", runs(announced).lines[0].sha256)
    assert broken(announced) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [lines[0].replace(b'"told":2', b'"told":9'), *lines[1:]],
        lambda lines: [lines[0].replace(b"2.0.0", b"1.0.0"), *lines[1:]],
        lambda lines: [lines[0].replace(b'"means":"letter"', b'"means":"e-mail"'), *lines[1:]],
    ],
    ids=["dropped first", "dropped", "swapped", "counted up", "moved", "renamed"],
)
def test_tampering_is_noticed_by_gate_build_and_verification(
    announced: Any, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    for told in (2, 3, 4):
        record(announced, told=told)
    path: Path = announced.folder / NOTICE_RUNS
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))

    assert broken(announced)
    assert announced.found("told")[0].outcome is Outcome.CLOSED
    with pytest.raises(NoticeError):
        refuse(announced)
    case = Case(announced.policy, announced.ledger, Witness(History.NONE, ""), "", runs(announced))
    gates = [gate for gate in verify(case) if gate.id == "notice-runs"]
    assert gates[0].outcome is Outcome.CLOSED
    assert gates[0].where


@pytest.mark.parametrize(
    "data", [b"{}\n", b"no json\n", b'{"a": 1}\n', b"[]\n", b"\n", b'{"told":1}'], ids=repr
)
def test_what_is_no_record_is_refused_by_its_line(announced: Any, data: bytes) -> None:
    run = record(announced)
    with (announced.folder / NOTICE_RUNS).open("ab") as file:
        file.write(data)
    with pytest.raises(SourceError) as refused:
        runs(announced)
    assert refused.value.where
    assert refused.value.where.line == 2
    assert run.version == "2.0.0"


def test_a_key_too_many_is_noticed(announced: Any) -> None:
    line = run_line(record(announced)).replace(b'"told"', b'"extra":1,"told"')
    (announced.folder / NOTICE_RUNS).write_bytes(line)
    with pytest.raises(SourceError, match="not spelt"):
        runs(announced)


def test_the_same_is_not_recorded_twice_nor_what_was_never_released(announced: Any) -> None:
    run = record(announced, told=2)
    with pytest.raises(NoticeError, match="on record already"):
        next_run(replace(run, recorded_by="Gil"), ledger=announced.ledger, runs=runs(announced))
    with pytest.raises(NoticeError, match="is not released"):
        record(announced, "9.0.0")


def test_verification_is_silent_where_there_is_no_record(announced: Any) -> None:
    case = Case(announced.policy, announced.ledger, Witness(History.NONE, ""))
    assert "notice-runs" not in {gate.id for gate in verify(case)}
