"""Releases that are signed, as git makes signatures and git checks them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gazette.adapters.commits import commit_files, tag_version
from gazette.adapters.signatures import commit_signature, tag_signature
from gazette.adapters.witness import ask_witness
from gazette.cli import gazette
from gazette.model.gate import Gate, Outcome
from gazette.release.bundle import evidence_files
from gazette.release.evidence import exhibit
from gazette.release.verification import Case, verify
from gazette.release.witness import Trust
from oracles.programs import program

DANA = "dana@library.example"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key and no setting of whoever runs the tests."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("GNUPGHOME", str(tmp_path / "nobody"))


def ssh_key(place: Path) -> Path:
    keygen = program("ssh-keygen", called="OpenSSH")
    subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-C", "dana", "-f", place], check=True)
    return place.with_suffix(".pub")


@pytest.fixture
def signing(office: Any, tmp_path: Path) -> Any:
    """An office in a repository whose git has an SSH key to sign with, and nothing released yet."""
    (office.folder / "1.0.0.md").unlink()
    (office.folder / "ledger.jsonl").unlink()
    office.git("init", "--quiet", "--initial-branch=main")
    for key, value in {
        "user.name": "Dana", "user.email": DANA, "gc.auto": "0",
        "gpg.format": "ssh", "user.signingkey": str(ssh_key(tmp_path / "key")),
    }.items():  # fmt: skip
        office.git("config", key, value)
    office.commit("Begin")
    return office


def believe(office: Any, key: Path) -> None:
    """Tell git that `key` is Dana's."""
    allowed = key.with_name("allowed")
    allowed.write_text(f"{DANA} {key.read_text()}")
    office.git("config", "gpg.ssh.allowedSignersFile", str(allowed))


def release(office: Any) -> None:
    office.write()
    office.release()
    commit_files(office.folder, ("1.0.0.md", "ledger.jsonl"), message="Release")
    assert tag_version(office.folder, "1.0.0.md", name="privacy/1.0.0", message="Release")


def found(office: Any, *labels: str) -> Gate:
    """What verification makes of the signatures."""
    witness = ask_witness(office.folder, labels=labels or ("1.0.0",), tags="privacy/")
    gates = verify(Case(office.policy, office.ledger, witness))
    (gate,) = (each for each in gates if each.id == "git-signatures")
    return gate


def test_a_key_to_sign_with_signs_commit_and_tag(signing: Any, tmp_path: Path) -> None:
    release(signing)
    for setting in (None, tmp_path / "key.pub"):
        if setting:
            believe(signing, setting)
        gate = found(signing)
        assert gate.outcome is (Outcome.OPEN if setting else Outcome.WARNING)
    assert signing.git("log", "-1", "--format=%G? %GS") == f"G {DANA}"
    assert DANA in subprocess.run(
        ["git", "verify-tag", "privacy/1.0.0"],
        cwd=signing.folder, check=True, capture_output=True, text=True,
    ).stderr  # fmt: skip


def test_a_key_that_is_not_known_is_no_proof(signing: Any, tmp_path: Path) -> None:
    release(signing)
    believe(signing, ssh_key(tmp_path / "other"))
    assert found(signing).outcome is Outcome.WARNING
    assert "no reason to believe" in found(signing).what


@pytest.mark.parametrize("setting", ["commit.gpgsign", "tag.gpgsign"])
def test_who_wants_no_signature_gets_none(signing: Any, tmp_path: Path, setting: str) -> None:
    believe(signing, tmp_path / "key.pub")
    signing.git("config", setting, "false")
    release(signing)
    with_repository(signing, lambda repository: check_marks(repository, setting))
    assert found(signing).outcome is Outcome.OPEN, "one signature is enough"


def check_marks(repository: Any, unsigned: str) -> None:
    marks = {
        "commit.gpgsign": commit_signature(repository, str(repository.head.commit)),
        "tag.gpgsign": tag_signature(repository, "privacy/1.0.0"),
    }
    assert marks.pop(unsigned).trust is Trust.UNSIGNED
    (other,) = marks.values()
    assert (other.trust, other.signer) == (Trust.GOOD, DANA)


def with_repository(office: Any, ask: Any) -> Any:
    from git import Repo  # noqa: PLC0415 - runs git at once

    with Repo(office.folder, search_parent_directories=True) as repository:
        return ask(repository)


def test_what_is_not_signed_is_called_unsigned(signing: Any) -> None:
    signing.git("config", "--unset", "user.signingkey")
    release(signing)
    gate = found(signing)
    assert gate.outcome is Outcome.OPEN, "that is no fault"
    assert "every release is unsigned" in gate.what


def test_a_release_that_is_unsigned_after_signed_ones_is_noticed(
    signing: Any, tmp_path: Path
) -> None:
    release(signing)
    believe(signing, tmp_path / "key.pub")
    signing.git("config", "--unset", "user.signingkey")
    signing.edit("lends books", "lends  books and maps, to whoever asks")
    signing.decide()
    signing.release()
    commit_files(signing.folder, ("1.1.0.md", "2.0.0.md", "ledger.jsonl"), message="Release")

    gate = found(signing, "1.0.0", signing.ledger.lines[-1].entry.version)
    assert gate.outcome is Outcome.WARNING
    assert "is unsigned, and releases before it were signed" in gate.what
    assert gate.where == signing.ledger.lines[1].where


def altered(office: Any, kind: str, name: str, old: str, new: str) -> str:
    """The same object with other words and the same signature; its hash."""
    text = office.git("cat-file", kind, name) + "\n"
    assert old in text
    return subprocess.run(
        ["git", "hash-object", "-t", kind, "-w", "--stdin"],
        cwd=office.folder, check=True, capture_output=True, text=True,
        input=text.replace(old, new, 1),
    ).stdout.strip()  # fmt: skip


def test_words_altered_under_a_signature_are_found(signing: Any, tmp_path: Path) -> None:
    release(signing)
    believe(signing, tmp_path / "key.pub")
    forged = altered(signing, "tag", "privacy/1.0.0", "\n\nRelease\n", "\n\nRelease of ours\n")
    signing.git("update-ref", "refs/tags/privacy/1.0.0", forged)

    assert found(signing).outcome is Outcome.CLOSED
    assert "the tag privacy/1.0.0 was made over something else" in found(signing).what
    assert found(signing).where == signing.ledger.lines[0].where

    commit = altered(signing, "commit", "HEAD", "\n\nRelease\n", "\n\nRelease of ours\n")
    signing.git("update-ref", "refs/heads/main", commit)
    signing.git("tag", "--delete", "privacy/1.0.0")
    assert found(signing).outcome is Outcome.CLOSED
    assert "commit" in found(signing).what


def test_a_tag_signed_as_another_one_is_found(signing: Any, tmp_path: Path) -> None:
    release(signing)
    believe(signing, tmp_path / "key.pub")
    signing.git("tag", "--sign", "--message=x", "privacy/0.9.0")
    other = signing.git("rev-parse", "refs/tags/privacy/0.9.0")
    signing.git("update-ref", "refs/tags/privacy/1.0.0", other)
    signing.git("tag", "--delete", "privacy/0.9.0")

    assert found(signing).outcome is Outcome.CLOSED


def test_evidence_says_who_signed(signing: Any, tmp_path: Path) -> None:
    release(signing)
    believe(signing, tmp_path / "key.pub")
    witness = ask_witness(signing.folder, labels=("1.0.0",), tags="privacy/")
    case = Case(signing.policy, signing.ledger, witness)
    shown = exhibit(case, signing.day, at=signing.now)
    told = evidence_files(shown, source=b"")["witness.txt"].decode()
    assert f"The tag privacy/1.0.0 is signed by {DANA}." in told


def test_the_command_signs_and_verifies(
    signing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    believe(signing, tmp_path / "key.pub")
    monkeypatch.chdir(signing.folder.parent.parent)
    signing.write()
    # Its days are the office's; the command releases today.
    run = CliRunner()
    signing.release()
    done = run.invoke(gazette, ["release", "--tag", "--by", "Dana"])
    assert done.exit_code == 0, done.output
    assert "tagged    privacy/1.0.0" in done.output
    done = run.invoke(gazette, ["verify", "--strict"])
    assert done.exit_code == 0, done.output


def test_a_key_that_is_gone_is_told_and_the_release_stays(signing: Any, tmp_path: Path) -> None:
    signing.git("config", "user.signingkey", str(tmp_path / "lost.pub"))
    signing.write()
    signing.release()
    from gazette.errors import HistoryError  # noqa: PLC0415 - this test's alone

    with pytest.raises(HistoryError, match="git refuses") as told:
        commit_files(signing.folder, ("1.0.0.md", "ledger.jsonl"), message="Release")
    assert "stays released" in told.value.remedy
    signing.git("config", "user.signingkey", str(tmp_path / "key.pub"))
    assert commit_files(signing.folder, ("1.0.0.md", "ledger.jsonl"), message="Release")


def test_a_key_of_gnupg(
    signing: Any, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A short path, because GnuPG's agent listens at a socket in it.
    home = tmp_path_factory.mktemp("g")
    home.chmod(0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    gpg = program("gpg", called="GnuPG")
    made = [gpg, "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", DANA, "ed25519"]
    subprocess.run(made, check=True, capture_output=True)
    try:
        signing.git("config", "gpg.format", "openpgp")
        signing.git("config", "user.signingkey", DANA)
        release(signing)
        assert "unsigned" in found(signing).what, "nothing says that it signs"

        for setting in ("commit.gpgsign", "tag.gpgsign"):
            signing.git("config", setting, "true")
        signing.git("tag", "--delete", "privacy/1.0.0")
        tag_version(signing.folder, "1.0.0.md", name="privacy/1.0.0", message="Release")
        assert found(signing).outcome is Outcome.OPEN

        monkeypatch.setenv("GNUPGHOME", str(home / "other"))
        (home / "other").mkdir(mode=0o700)
        assert "no reason to believe" in found(signing).what
    finally:
        for folder in (home, home / "other"):
            subprocess.run(
                ["gpgconf", "--homedir", folder, "--kill", "all"], check=False, capture_output=True
            )
