"""The act of releasing: what it writes, what it refuses, what it finishes."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from gazette.adapters.lock import locked
from gazette.adapters.promulgation import retire, write_release
from gazette.errors import GazetteError, OutputError, SourceError
from gazette.model.verdict import Level
from gazette.release.recording import promulgate

LONGER = ("30 days after", "90 days after")


def test_a_release_freezes_records_and_removes(office: Any) -> None:
    office.edit("Ask at the front desk.", "Ask at the quay.")
    office.decide()
    draft = (office.folder / "draft.md").read_bytes()

    office.release()

    assert set(office.files()) == {"policy.toml", "ledger.jsonl", "1.0.0.md", "1.1.0.md"}
    frozen = (office.folder / "1.1.0.md").read_bytes()
    assert frozen == draft.replace(b"status: proposal", b"version: 1.1.0")
    assert office.policy.versions[-1].label == "1.1.0"
    assert office.policy.draft is None


def test_an_entry_holds_what_was_decided_by_whom_and_why(office: Any) -> None:
    office.edit(*LONGER)
    office.edit("Ask at the front desk.", "Ask at the quay.")
    office.decide(Level.EDITORIAL)
    day = office.day
    office.release()

    entry = office.ledger.lines[-1].entry

    assert (entry.version, entry.level, entry.adopted) == ("2.0.0", Level.MATERIAL, False)
    assert (entry.published, entry.released_by) == (day, "Dana Counsel")
    assert "retention-lengthened" in {each.rule for each in entry.findings}
    (decision,) = entry.decisions
    assert (decision.level, decision.reason, decision.decided_by) == (
        Level.EDITORIAL,
        "Read.",
        "Dana Counsel",
    )
    assert decision.fingerprint in {each.fingerprint for each in entry.findings}


def test_each_line_holds_the_digest_of_the_one_before(office: Any) -> None:
    office.edit(*LONGER)
    office.release()

    first, second = (office.folder / "ledger.jsonl").read_bytes().splitlines(keepends=True)

    assert json.loads(first)["previous"] == ""
    assert json.loads(second)["previous"] == sha256(first).hexdigest()
    assert json.loads(second)["source_sha256"] == (
        sha256((office.folder / "2.0.0.md").read_bytes()).hexdigest()
    )


def test_a_release_is_refused_while_a_gate_is_closed(office: Any, capsys: Any) -> None:
    office.edit(*LONGER)
    office.write(effective=office.day)
    before = office.files()

    with pytest.raises(GazetteError, match="a gate is closed"):
        office.release()

    assert office.files() == before
    assert "notice-period" in capsys.readouterr().err


def test_a_dry_run_tells_all_and_changes_nothing(office: Any, capsys: Any) -> None:
    office.edit(*LONGER)
    before = office.files()

    office.release(dry_run=True)

    assert office.files() == before
    told = capsys.readouterr().out
    assert "released 2.0.0, a material change (dry run: nothing is changed)" in told


def test_a_label_that_says_too_little_is_refused(office: Any) -> None:
    office.edit(*LONGER)
    before = office.files()

    with pytest.raises(GazetteError, match="says less than a material change"):
        office.release(label="1.1.0")

    assert office.files() == before


def test_nothing_to_release_is_no_failure(office: Any, capsys: Any) -> None:
    before = office.files()

    office.release()

    assert office.files() == before
    assert "there is no draft" in capsys.readouterr().err


def test_a_version_left_by_a_killed_release_is_no_version(office: Any) -> None:
    office.edit(*LONGER)
    frozen = (
        (office.folder / "draft.md").read_bytes().replace(b"status: proposal", b"version: 2.0.0")
    )
    (office.folder / "2.0.0.md").write_bytes(frozen)

    assert office.propose().last.label == "1.0.0"
    office.release()

    assert office.ledger.lines[-1].entry.version == "2.0.0"
    assert not office.verify()


def test_a_leftover_gives_way_to_another_label(office: Any) -> None:
    office.edit(*LONGER)
    frozen = (
        (office.folder / "draft.md").read_bytes().replace(b"status: proposal", b"version: 2.0.0")
    )
    (office.folder / "2.0.0.md").write_bytes(frozen)

    office.release(label="3.0.0")

    assert [version.label for version in office.policy.versions] == ["1.0.0", "3.0.0"]
    assert not office.verify()


def test_a_version_written_by_hand_closes_the_gate(office: Any) -> None:
    office.edit(*LONGER)
    frozen = (
        (office.folder / "draft.md").read_bytes().replace(b"status: proposal", b"version: 2.0.0")
    )
    (office.folder / "2.0.0.md").write_bytes(frozen)
    office.edit("front desk", "quay")

    (found,) = office.found("ledger")

    assert found.what == "version 2.0.0 was never released: no line of the ledger records it"


def test_a_draft_that_was_released_already_is_only_removed(office: Any, capsys: Any) -> None:
    office.edit(*LONGER)
    draft = (office.folder / "draft.md").read_bytes()
    office.release()
    released = office.files()
    (office.folder / "draft.md").write_bytes(draft)

    office.release()

    assert office.files() == released
    assert "this finishes it" in capsys.readouterr().out


def test_finishing_leaves_decisions_that_were_made_since(office: Any) -> None:
    office.edit("Ask at the front desk.", "Ask at the quay.")
    office.decide()
    files = office.files()
    office.release()
    (office.folder / "draft.md").write_bytes(files["draft.md"])
    since = files["decisions.toml"].replace(b"Read.", b"Read again.")
    (office.folder / "decisions.toml").write_bytes(since)

    office.release()

    assert (office.folder / "decisions.toml").read_bytes() == since
    assert not (office.folder / "draft.md").exists()


def test_what_was_written_meanwhile_is_not_removed(office: Any) -> None:
    office.edit(*LONGER)
    written = (office.folder / "draft.md").read_bytes()
    office.edit("front desk", "quay")

    assert retire(office.folder, {"draft.md": written, "decisions.toml": b"x"}) == ()
    assert (office.folder / "draft.md").exists()


def test_a_draft_that_changed_while_it_was_judged_is_refused(office: Any) -> None:
    office.edit(*LONGER)
    proposal = office.propose()
    office.edit("front desk", "quay")

    with pytest.raises(SourceError, match="changed while it was being judged"):
        promulgate(
            proposal,
            (office.folder / "draft.md").read_bytes(),
            label="2.0.0",
            act=office.order().act,
        )


def test_two_cannot_release_at_once(office: Any) -> None:
    with (
        locked(office.folder, work="release"),
        pytest.raises(OutputError, match="another release is at work"),
        locked(office.folder, work="release"),
    ):
        pass
    with locked(office.folder, work="release"):
        pass


def test_a_folder_that_cannot_be_written_to_is_told(office: Any) -> None:
    office.edit(*LONGER)
    written = promulgate(
        office.propose(),
        (office.folder / "draft.md").read_bytes(),
        label="2.0.0",
        act=office.order().act,
    )
    before = office.files()
    (office.folder / ".ledger.jsonl.part").mkdir()

    with pytest.raises(OutputError, match="cannot be written") as error:
        write_release(office.folder, written)

    assert error.value.where is not None
    (office.folder / ".ledger.jsonl.part").rmdir()
    assert office.files() == before


def test_versions_frozen_before_the_ledger_are_adopted(office: Any) -> None:
    office.edit(*LONGER)
    office.release()
    (office.folder / "ledger.jsonl").unlink()
    office.edit("90 days", "99 days")
    (found,) = office.found("ledger")
    assert (found.what, found.remedy) == (
        "no ledger records versions 1.0.0, 2.0.0",
        "Begin it: gazette release --adopt --policy privacy",
    )

    office.adopt()

    entries = [line.entry for line in office.ledger.lines]
    assert [(each.version, each.level, each.adopted) for each in entries] == [
        ("1.0.0", None, True),
        ("2.0.0", Level.MATERIAL, True),
    ]
    assert not office.verify()
    assert (office.folder / "draft.md").exists()
    office.release()
    assert office.ledger.lines[-1].entry.version == "3.0.0"


def test_a_ledger_that_has_begun_adopts_nothing(office: Any, capsys: Any) -> None:
    before = office.files()

    office.adopt()

    assert office.files() == before
    assert "nothing is adopted" in capsys.readouterr().err
