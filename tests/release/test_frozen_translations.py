"""A translation of a released version is frozen and recorded as the version is."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from gazette.adapters.witness import ask_witness
from gazette.cli.releasing import adopt_versions, freeze_translations
from gazette.errors import SourceError
from gazette.model.gate import Gate, Outcome
from gazette.release.bundle import evidence_files
from gazette.release.chain import check_bytes
from gazette.release.evidence import exhibit
from gazette.release.recorded import as_recorded
from gazette.release.verification import Case, verify


def freeze(office: Any, *, correct: bool = False) -> None:
    freeze_translations(office.policy, office.order(), correct=correct)


@pytest.fixture
def translated(office: Any) -> Any:
    """An office whose second version was released with its translation."""
    office.edit("Ask at the front desk.", "Ask at the quay.")
    office.translate()
    office.decide()
    office.release()
    return office


def test_a_release_freezes_the_translation_of_its_draft_with_it(office: Any) -> None:
    office.edit("Ask at the front desk.", "Ask at the quay.")
    draft = office.translate().read_bytes()
    office.decide()
    office.release()

    assert set(office.files()) == {
        "policy.toml",
        "ledger.jsonl",
        "1.0.0.md",
        "1.1.0.md",
        "de/1.1.0.md",
    }
    frozen = (office.folder / "de" / "1.1.0.md").read_bytes()
    assert frozen == draft.replace(b"status: proposal", b"version: 1.1.0")
    version, translation = (line.entry for line in office.ledger.lines[1:])
    assert (translation.version, translation.language) == ("1.1.0", "de")
    assert translation.source_sha256 == sha256(frozen).hexdigest()
    assert (translation.published, translation.effective) == (version.published, version.effective)
    assert (translation.level, translation.findings) == (None, ())
    assert not office.verify()


def test_a_ledger_without_translations_is_spelt_as_it_was(office: Any) -> None:
    assert b"language" not in office.ledger.data


def test_an_altered_translation_stops_the_build_and_is_named(translated: Any) -> None:
    path = translated.folder / "de" / "1.1.0.md"
    path.write_text(path.read_text(encoding="utf-8").replace("30 Tage", "90 Tage"), "utf-8")

    with pytest.raises(SourceError, match="altered after its release") as raised:
        as_recorded(translated.policy, translated.ledger)
    assert str(raised.value.where) == str(path)
    (broken,) = translated.verify()
    assert "the translation de/1.1.0.md was altered" in broken.what


def test_a_translation_that_is_gone_is_missed(translated: Any) -> None:
    (translated.folder / "de" / "1.1.0.md").unlink()

    (broken,) = translated.verify()

    assert broken.what == "the translation de/1.1.0.md was released, and its file is gone"


def test_a_line_that_is_dropped_breaks_the_chain_of_what_follows(translated: Any) -> None:
    translated.edit("Ask at the quay.", "Ask at the gate.")
    translated.decide()
    translated.release()
    lines = translated.ledger.data.splitlines(keepends=True)
    (translated.folder / "ledger.jsonl").write_bytes(lines[0] + lines[1] + lines[3])

    assert any("does not continue" in each.what for each in translated.verify())


def test_frozen_bytes_are_checked_where_a_policy_cannot_be_read(translated: Any) -> None:
    digests = {name: sha256(data).hexdigest() for name, data in translated.files().items()}

    assert not list(check_bytes(translated.ledger, digests))
    (found,) = check_bytes(translated.ledger, {**digests, "de/1.1.0.md": "0" * 64})
    assert "the translation de/1.1.0.md was altered" in found.what
    assert str(found.where) == str(translated.folder / "de" / "1.1.0.md")


def test_one_that_comes_later_is_not_published_until_it_is_frozen(office: Any) -> None:
    office.translate("1.0.0")
    (told,) = (each for each in office.found("ledger") if each.outcome is Outcome.CLOSED)
    assert "no line of the ledger records the translation de/1.0.0.md" in told.what
    assert "gazette release --translations" in told.remedy
    with pytest.raises(SourceError, match="no line of the ledger records the translation"):
        as_recorded(office.policy, office.ledger)
    assert as_recorded(office.policy, office.ledger, preview=True) == office.policy

    freeze(office)
    once = office.ledger.data
    freeze(office)

    assert office.ledger.data == once
    assert office.ledger.line_of("1.0.0", "de")
    assert not office.verify()
    assert all(each.outcome is Outcome.OPEN for each in office.found("ledger"))


def test_a_correction_is_a_further_line_and_is_asked_for(office: Any) -> None:
    path = office.translate("1.0.0")
    freeze(office)
    path.write_text(path.read_text(encoding="utf-8").replace("Empfang", "Eingang"), "utf-8")

    with pytest.raises(SourceError, match="altered after it was frozen"):
        freeze(office)
    freeze(office, correct=True)

    assert [each.entry.file for each in office.ledger.lines] == [
        "1.0.0.md",
        "de/1.0.0.md",
        "de/1.0.0.md",
    ]
    assert not office.verify()


def test_a_release_after_a_translation_continues_the_chain(office: Any) -> None:
    office.translate("1.0.0")
    freeze(office)
    office.edit("Ask at the front desk.", "Ask at the quay.")
    office.decide()
    office.release()

    assert office.ledger.releases[-1].entry.version == "1.1.0"
    assert not office.verify()


def test_adoption_records_the_translations_that_there_are(office: Any) -> None:
    (office.folder / "ledger.jsonl").unlink()
    office.translate("1.0.0")
    adopt_versions(office.policy, office.order())

    assert [(e.entry.file, e.entry.adopted) for e in office.ledger.lines] == [
        ("1.0.0.md", True),
        ("de/1.0.0.md", True),
    ]
    assert not office.verify()


def test_evidence_holds_the_translations_and_their_lines(translated: Any, witness: Any) -> None:
    version = translated.policy.versions[-1]
    case = Case(translated.policy, translated.ledger, witness)
    day = version.published
    shown = exhibit(case, day, at=translated.now, label=version.label)
    files = evidence_files(shown, source=Path(version.path).read_bytes())

    assert files["de/1.1.0.md"] == (translated.folder / "de" / "1.1.0.md").read_bytes()
    assert "de/1.1.0.md  a translation as it was frozen; lines/0003" in files["README.txt"].decode()
    assert sha256(files["de/1.1.0.md"]).hexdigest().encode() in files["lines/0003.jsonl"]


def asked(office: Any) -> list[Gate]:
    labels = tuple(version.label for version in office.policy.versions)
    witness = ask_witness(office.folder, labels=labels, tags="privacy/")
    found = verify(Case(office.policy, office.ledger, witness))
    return [each for each in found if each.outcome is not Outcome.OPEN]


@pytest.fixture
def witnessed(translated: Any) -> Any:
    """That office in git, its releases tagged."""
    translated.git("init", "--quiet", "--initial-branch=main")
    translated.git("config", "user.name", "Dana")
    translated.git("config", "user.email", "dana@library.example")
    translated.commit("Release 1.1.0")
    translated.git("tag", "privacy/1.1.0")
    return translated


def test_git_vouches_for_translations_and_tags_of_releases_that_have_some(witnessed: Any) -> None:
    assert asked(witnessed) == []


def test_git_tells_of_a_translation_that_was_another_once_it_was_frozen(witnessed: Any) -> None:
    path = witnessed.folder / "de" / "1.1.0.md"
    frozen = path.read_bytes()
    path.write_bytes(frozen.replace(b"Eintrag", b"Ausweis"))
    assert "de/1.1.0.md is not as in the commit" in " ".join(each.what for each in asked(witnessed))
    commit = witnessed.commit("Tamper")
    path.write_bytes(frozen)
    witnessed.commit("Hide it")

    (broken,) = (each for each in asked(witnessed) if each.outcome is Outcome.CLOSED)

    assert f"in commit {commit[:10]} de/1.1.0.md is another text" in broken.what


def test_git_lets_a_translation_be_worked_on_until_it_is_frozen(witnessed: Any) -> None:
    path = witnessed.translate("1.0.0")
    witnessed.commit("Begin")
    path.write_text(path.read_text(encoding="utf-8").replace("Empfang", "Eingang"), "utf-8")
    witnessed.commit("Go on")
    freeze(witnessed)
    witnessed.commit("Freeze")

    assert asked(witnessed) == []
