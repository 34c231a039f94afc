from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from gazette.errors import GazetteError
from gazette.model.policy import State
from gazette.release.bundle import evidence_files
from gazette.release.evidence import Exhibit, Notices, exhibit
from gazette.release.verification import Case
from gazette.render.archive import zip_of

LATER = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture
def released(office: Any) -> Any:
    office.edit("30 days after", "90 days after")
    office.edit("Ask at the front desk.", "Ask at the quay.")
    office.decide()
    office.release()
    return office


def shown(office: Any, witness: Any, day: date, **how: Any) -> Exhibit:
    return exhibit(Case(office.policy, office.ledger, witness), day, at=LATER, **how)


def files(office: Any, witness: Any, day: date, **how: Any) -> dict[str, bytes]:
    about = shown(office, witness, day, **how)
    return evidence_files(about, source=Path(about.version.path).read_bytes())


def test_a_version_is_in_force_from_its_first_day(released: Any, witness: Any) -> None:
    effective = released.policy.versions[1].effective

    assert shown(released, witness, effective).version.label == "2.0.0"
    assert shown(released, witness, effective - timedelta(days=1)).version.label == "1.0.0"


def test_a_named_version_is_shown_as_it_stood(released: Any, witness: Any) -> None:
    day = released.policy.versions[1].published

    about = shown(released, witness, day, label="2.0.0")
    readme = files(released, witness, day, label="2.0.0")["README.txt"].decode()

    assert about.state is State.ANNOUNCED
    assert "version 2.0.0 was announced; version 1.0.0 was in force." in readme
    assert "the time zone Europe/Bratislava" in readme


@pytest.mark.parametrize(
    ("day", "label", "what"),
    [
        (date(2029, 1, 1), None, "no version was in force on 2029-01-01"),
        (date(2030, 6, 1), "7.0.0", "there is no version 7.0.0"),
        (date(2031, 1, 2), None, "2031-01-02 is still to come"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    released: Any, witness: Any, day: date, label: str | None, what: str
) -> None:
    with pytest.raises(GazetteError, match=what):
        shown(released, witness, day, label=label)


def test_a_broken_record_proves_nothing(released: Any, witness: Any) -> None:
    path = released.folder / "1.0.0.md"
    path.write_bytes(path.read_bytes().replace(b"30 days", b"3 days"))

    with pytest.raises(GazetteError, match="does not hold") as error:
        shown(released, witness, date(2030, 6, 1))
    assert str(error.value.where) == str(path)


def test_it_can_be_checked_as_its_readme_says(released: Any, witness: Any, tmp_path: Path) -> None:
    made = files(released, witness, date(2030, 6, 1))
    folder = tmp_path / "bundle"
    ZipFile(BytesIO(zip_of(made))).extractall(folder)

    subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, check=True, capture_output=True)
    first, second = ((folder / f"lines/{n:04}.jsonl").read_text() for n in (1, 2))
    for name, key in (("2.0.0.md", "source"), ("body.html", "body"), ("words.txt", "words")):
        digest = sha256((folder / name).read_bytes()).hexdigest()
        assert f'"{key}_sha256":"{digest}"' in second
    assert f'"previous":"{sha256(first.encode()).hexdigest()}"' in second
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    assert sha256(second.encode()).hexdigest() in readme
    for name in made.keys() - {"README.txt"}:
        assert name.split("/")[0] in readme


def test_each_command_in_its_readme_runs_as_it_stands(
    released: Any, witness: Any, tmp_path: Path
) -> None:
    about = replace(shown(released, witness, date(2030, 6, 1)), notices=Notices((), {}))
    made = evidence_files(about, source=Path(about.version.path).read_bytes())
    ZipFile(BytesIO(zip_of(made))).extractall(tmp_path)
    readme = made["README.txt"].decode()
    told = {}
    for command in re.findall(r"sha256sum (?:-c )?[\w.]+(?:\.\w+|SUMS)\b", readme):
        run = subprocess.run(
            shlex.split(command), cwd=tmp_path, check=True, capture_output=True, text=True
        )
        told[command] = run.stdout
    line = (tmp_path / "lines/0002.jsonl").read_text()
    checked = told.pop("sha256sum -c SHA256SUMS").splitlines()
    assert {each.removesuffix(": OK") for each in checked} == made.keys() - {"SHA256SUMS"}
    assert len(told) == 3
    assert all(f'"{each[:64]}"' in line for each in told.values())
    (number,) = re.findall(r"which sha256sum prints for (\S+):", readme)
    assert sha256((tmp_path / number).read_bytes()).hexdigest() in readme


def test_the_notices_of_the_release_are_counted(released: Any, witness: Any) -> None:
    about = shown(released, witness, date(2030, 6, 1))
    counted = replace(about, notices=Notices(("ab" * 32,), {"accepted": 1203, "failed": 4}))
    made = evidence_files(counted, source=b"")

    assert made["notices.txt"].decode().splitlines() == [
        "Notices of privacy 2.0.0", "",
        "        1203  accepted", "           4  failed", "        1207  in all", "",
        "Digests of the recipient lists", "", f"  {'ab' * 32}",
    ]  # fmt: skip
    assert "notices.txt" in made["README.txt"].decode()
    assert b"notices.txt" in made["SHA256SUMS"]
    none = evidence_files(replace(about, notices=Notices((), {})), source=b"")
    assert none["notices.txt"].endswith(b"None was planned.\n")
    assert "notices.txt" not in evidence_files(about, source=b"")


def test_it_tells_what_was_found_and_decided_by_whom(released: Any, witness: Any) -> None:
    record = files(released, witness, date(2030, 6, 1))["record.txt"].decode()

    assert "Verdict    material" in record
    assert "material: retention-lengthened, retention/p1" in record
    assert "decided by Dana Counsel on" in record
    assert "Read." in record


def test_the_same_record_gives_the_same_bytes(released: Any, witness: Any) -> None:
    one, other = (zip_of(files(released, witness, date(2030, 6, 1))) for _ in range(2))

    assert one == other
    assert {entry.date_time for entry in ZipFile(BytesIO(one)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


def test_what_was_adopted_says_since_when_it_is_recorded(released: Any, witness: Any) -> None:
    (released.folder / "ledger.jsonl").unlink()
    day = released.day
    released.adopt()

    readme = files(released, witness, date(2030, 6, 1))["README.txt"].decode()

    assert f"The ledger records this version since {day}" in readme


def test_it_says_what_git_vouches_for(released: Any, witness: Any) -> None:
    told = files(released, witness, date(2030, 6, 1))["witness.txt"].decode()
    assert told == "Git vouches for nothing: nobody asked.\n"

    from gazette.adapters.witness import ask_witness  # noqa: PLC0415 - this test's alone

    released.git("init", "--quiet")
    commit = released.commit("Release")
    released.git("tag", "privacy/2.0.0")
    asked = ask_witness(released.folder, labels=("1.0.0", "2.0.0"), tags="privacy/")
    told = files(released, asked, date(2030, 6, 1))["witness.txt"].decode()
    assert f"Commit {commit} was the first" in told
    assert "The tag privacy/2.0.0 points at" in told
