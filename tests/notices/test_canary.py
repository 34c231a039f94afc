"""An address that must turn up nowhere but where it belongs: every command, also when it fails."""

from __future__ import annotations

import json
import logging
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gazette.adapters.notices.remains import Remains, erase_remains
from gazette.cli.group import gazette
from gazette.cli.question import pose
from gazette.errors import NoticeError
from gazette.model.verdict import Level
from gazette.source import load_policies
from oracles.programs import program

CANARY = "Canary.Bird@cage.example"
TRACE = "canary.bird"
TABLE = f"""\
user_id,email,card,accepted_version,status,locale
u1,{CANARY},child,1.0.0,active,en
u2,other@reader.example,adult,,active,sk
"""


@pytest.fixture
def desk(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in git with a user table that git does not see."""
    monkeypatch.chdir(library)
    (library / ".gitignore").write_text("/build/\n/private/\n/site/\n/users.csv\n")
    (library / "users.csv").write_text(TABLE)
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "All")):
        subprocess.run(
            ["git", "-c", "user.name=D", "-c", "user.email=d@reader.example", *arguments],
            check=True,
            capture_output=True,
        )
    assert run("release", "--adopt", "--by", "Dana Counsel").exit_code == 0
    policy = load_policies(library / "policy")[0]
    question = pose(policy, policy.versions[-1], decisions=(), as_of=None)
    decided = {
        finding.fingerprint: finding.rule
        for verdict in question.verdicts.values()
        for finding in verdict.at(Level.REVIEW)
    }
    (library / "decisions.toml").write_text(
        "".join(
            f'[[decision]]\nfingerprint = "{mark}"\nrule = "{rule}"\nlevel = "minor"\n'
            'reason = "No."\ndecided_by = "Dana Counsel"\ndecided_on = 2029-12-01\n'
            for mark, rule in decided.items()
        )
    )
    return library


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(gazette, arguments, input=given)


def quiet(*arguments: str, given: str | None = None) -> Result:
    """Run a command, which may fail but not say the address: not even in what caused an error."""
    result = run(*arguments, given=given)
    said = result.output + result.stderr
    error = result.exception
    while error is not None:
        said += str(error) + repr(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    assert TRACE not in said.lower(), arguments
    return result


def holding(folder: Path) -> set[str]:
    """The files below `folder` that hold the canary in any case."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and TRACE.encode() in path.read_bytes().lower()
    }


def test_an_address_is_nowhere_but_where_it_belongs(
    desk: Path, server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    decided = ("--decisions", "decisions.toml")
    listing = ("audience", "--users", "users.csv", "--release", "1.1.1", *decided)
    smtp = ("--smtp", f"smtp://127.0.0.1:{server.port}")
    report = desk / "build/report.json"

    assert quiet(*listing).exit_code == 0
    assert quiet(*listing, "--why", "u1").exit_code == 0
    assert quiet("notify", "plan", *decided).exit_code == 0
    server.rcpt = lambda address: f"550 5.1.1 {address} is not here"
    assert quiet("notify", "send", *smtp).exit_code == 1
    assert quiet("notify", "status").exit_code == 0
    assert holding(desk) == {"users.csv", "build/recipients.csv"}

    assert quiet("notify", "plan", *decided).exit_code == 0
    assert quiet("notify", "bodies", "--provider", "sendgrid").exit_code == 0
    assert quiet("notify", "bodies", "--provider", "sendgrid").exit_code == 1
    report.write_text(json.dumps([{"email": CANARY, "event": "bounce", "reason": CANARY}]))
    assert quiet("notify", "bounces", str(report)).exit_code == 0
    report.write_text(json.dumps([{"what": CANARY}]))
    assert quiet("notify", "bounces", str(report)).exit_code == 1
    report.unlink()
    assert quiet("notify", "status", "--unreached", "privacy/1.1.1").stdout.count("u1,") == 1

    # Wrong tables, quoted by no message.
    for wrong in (
        TABLE.replace("u2", "u1"),
        TABLE + f"{CANARY}\n",
        TABLE.replace("active", CANARY),
    ):
        (desk / "users.csv").write_text(wrong)
        quiet(*listing, "--output", "build/other.csv")
    (desk / "users.csv").unlink()

    refused = quiet("notify", "forget", "--addresses", "-", given=f"{CANARY.upper()}\n")
    assert isinstance(refused.exception, NoticeError)
    assert "build/bodies" in str(refused.exception)
    for path in (desk / "build/bodies").rglob("*.json"):
        path.unlink()
    assert quiet("notify", "forget", "--addresses", "-", given=f"{CANARY}\n").exit_code == 0
    assert holding(desk) == set()
    assert quiet("build").exit_code == 0
    # The test's own mail server logs what it is told.
    ours = [each.getMessage() for each in caplog.records if each.name != "mail.log"]
    assert TRACE not in " ".join(ours).lower()
    git = subprocess.run(
        ["git", "status", "--porcelain"], capture_output=True, text=True, check=True
    )
    assert not [line for line in git.stdout.splitlines() if "build" in line or "private" in line]


@pytest.mark.parametrize("name", ["a.csv", "b.jsonl", "c.parquet"])
def test_a_list_of_any_format_goes_with_who_is_in_it(desk: Path, name: str) -> None:
    lists = desk / "build"
    asked = ("audience", "--users", "users.csv", "--release", "1.1.1", "--include-review")
    assert quiet(*asked, "--output", f"build/{name}").exit_code == 0
    assert erase_remains(lists, frozenset({"nobody@cage.example"})) == Remains()
    assert (lists / name).exists()
    assert erase_remains(lists, frozenset({f" {CANARY.upper()} "})) == Remains((lists / name,))
    left = {path.name for path in lists.iterdir()}
    assert left == {f"{Path(name).stem}.in-product.csv"}


def test_a_list_leaves_encrypted_if_asked(desk: Path) -> None:
    program("age", called="age")
    key = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True).stdout
    (desk / "key.txt").write_text(key)
    public = key.partition("public key: ")[2].split()[0]
    asked = ("audience", "--users", "users.csv", "--release", "1.1.1", "--include-review")
    result = quiet(*asked, "--encrypt-to", public)
    assert "build/recipients.csv.age" in result.stderr
    assert holding(desk) == {"users.csv"}
    sealed = desk / "build/recipients.csv.age"
    opened = subprocess.run(
        ["age", "-d", "-i", "key.txt", str(sealed)], capture_output=True, check=True
    )
    assert CANARY.encode() in opened.stdout
    said = json.loads((desk / "build/recipients.manifest.json").read_text())
    assert sha256(opened.stdout).hexdigest() == said["output"]["sha256"]
    assert sealed.stat().st_mode & 0o777 == 0o600
    # Who is in it cannot be seen, so it goes for anybody.
    assert erase_remains(desk / "build", frozenset({"x@reader.example"})).deleted == (sealed,)
