"""From a list to mails on a server and what became of them, as somebody at a terminal does it."""

from __future__ import annotations

import json
import resource
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from gazette.cli.group import gazette
from gazette.errors import NoticeError, OutputError
from gazette.source import load_policies

TABLE = """\
user_id,email,card,accepted_version,status,locale
ann,ann@reader.example,child,1.0.0,active,en
bob,bob@reader.example,adult,,active,de
cid,cid@reader.example,adult,1.1.1,active,
"""
DECIDED = ("--decisions", "decisions.toml")


def call(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(gazette, arguments, input=given)


def done(*arguments: str, given: str | None = None) -> str:
    result = call(*arguments, given=given)
    assert result.exit_code == 0, result.output + repr(result.exception)
    assert "reader.example" not in result.output
    return result.stdout


def plan(**changes: str) -> dict[str, Any]:
    options = [part for name, value in changes.items() for part in (f"--{name}", value)]
    return json.loads(done("notify", "plan", *DECIDED, "--format", "json", *options))


@pytest.fixture
def desk(library: Path, all_minor: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library's newest version recorded and decided on, and the list of whom it concerns."""
    monkeypatch.chdir(library)
    (library / "users.csv").write_text(TABLE)
    done("release", "--adopt", "--by", "Dana Counsel")
    policy = load_policies(library / "policy")[0]
    (library / "decisions.toml").write_text(all_minor(policy, policy.versions[-1]))
    done("audience", "--users", "users.csv", "--release", "1.1.1", *DECIDED)
    return library


def test_each_is_told_once_from_plan_to_status(desk: Path, server: Any) -> None:
    made = plan()
    assert (made["planned"], made["already_told"], made["recipients"]) == (2, 0, 2)
    assert plan()["plan"] == made["plan"]
    sending = ("notify", "send", "--smtp", f"smtp://127.0.0.1:{server.port}")
    assert done(*sending) == "privacy/1.1.1: 2 accepted\n"
    assert sorted(server.addresses) == ["ann@reader.example", "bob@reader.example"]
    texts = {a: m.get_body(("plain",)).get_content() for a, m in server.taken}
    assert "version 1.0.0, the last that you" in " ".join(texts["ann@reader.example"].split())
    assert "Uns liegt nicht vor" in texts["bob@reader.example"]
    assert plan()["already_told"] == 2
    done(*sending)
    assert len(server.taken) == 2
    said = json.loads(done("notify", "status", "--format", "json"))
    assert said["releases"] == {"privacy/1.1.1": {"accepted": 2}}
    assert "taken by the mail server" in done("notify", "status")
    assert (desk / "private/notices.sqlite").stat().st_mode & 0o777 == 0o600


def test_the_notices_of_a_release_are_counted_in_its_evidence(desk: Path, server: Any) -> None:
    plan()
    done("notify", "send", "--smtp", f"smtp://127.0.0.1:{server.port}")
    asked = ("evidence", "--on", "2026-11-01", "--version", "1.1.1", "--output", "proof.zip")
    done("notify", "record", "1.1.1", "--by", "Dana Counsel")
    done(*asked, "--notices", "private/notices.sqlite")

    with ZipFile(desk / "proof.zip") as proof:
        told = {name: proof.read(name).decode() for name in proof.namelist()}
    assert "2  accepted" in told["notices.txt"]
    assert '"told":2' in told["notices.jsonl"]
    assert not [name for name, text in told.items() if "reader.example" in text]


def test_who_must_agree_again_is_asked_and_why(desk: Path, server: Any) -> None:
    toml = desk / "policy/privacy/policy.toml"
    before = toml.read_text()
    toml.write_text('consent = ["no-such-rule"]\n' + before)
    refused = call("audience", "--users", "users.csv", "--release", "1.1.1", *DECIDED)
    assert "no rule is called so" in str(refused.exception)
    asked = 'consent = ["retention-lengthened"]\nconsent_url = "https://library.example/agree"\n'
    toml.write_text(asked + before)
    listed = done("audience", "--users", "users.csv", "--release", "1.1.1", *DECIDED)
    assert "asked for their consent, too" in listed
    (mail, *_) = [each for each in plan()["mails"] if each["action"] == "consent"]
    assert "do you agree" in mail["subject"]
    done("notify", "send", "--smtp", f"smtp://127.0.0.1:{server.port}")
    text = next(m for a, m in server.taken if a.startswith("ann")).get_body(("plain",))
    said = " ".join(text.get_content().split())
    assert "kept for longer" in said
    assert "This needs your agreement." in said
    assert "Agree, or refuse, here: https://library.example/agree" in said
    assert "Silence is no agreement" in said
    assert "You need not answer" not in said


def test_a_refused_notice_fails_the_run_and_names_no_address(desk: Path, server: Any) -> None:
    del desk
    server.rcpt = lambda address: f"550 no {address}"
    plan()
    failed = call("notify", "send", "--smtp", f"smtp://127.0.0.1:{server.port}")
    assert isinstance(failed.exception, NoticeError)
    assert "2 with 550" in str(failed.exception)
    assert "reader.example" not in failed.output + str(failed.exception)


def test_who_asked_to_be_forgotten_is_told_nothing_more(desk: Path, server: Any) -> None:
    plan()
    assert done("notify", "forget", "--addresses", "-", given="ANN@reader.example\n") == (
        "1 forgotten, 1 records erased\ndeleted build/recipients.csv, which held one of them\n"
    )
    assert not (desk / "build/recipients.csv").exists()
    done("audience", "--users", "users.csv", "--release", "1.1.1", *DECIDED)
    assert plan()["forgotten"] == 1
    done("notify", "send", "--smtp", f"smtp://127.0.0.1:{server.port}")
    assert server.addresses == ["bob@reader.example"]


def test_a_list_that_was_altered_is_not_planned(desk: Path) -> None:
    path = desk / "build/recipients.csv"
    path.write_text(path.read_text().replace("ann@", "eve@"))
    refused = call("notify", "plan", *DECIDED).exception
    assert isinstance(refused, NoticeError)
    assert "not the one" in str(refused)
    assert not (desk / "private").exists()


def test_only_what_is_released_and_decided_is_told(desk: Path) -> None:
    done("audience", "--users", "users.csv", "--release", "draft")
    assert "not released" in str(call("notify", "plan").exception)
    done("audience", "--users", "users.csv", "--release", "1.1.1", "--include-review")
    assert "waited for a person" in str(call("notify", "plan").exception)
    done("audience", "--users", "users.csv", "--release", "1.1.1", *DECIDED)
    early = call("notify", "plan", *DECIDED, "--as-of", "2001-01-01").exception
    assert "is published on" in str(early)
    (desk / "policy/privacy/ledger.jsonl").unlink()
    assert "not released" in str(call("notify", "plan", *DECIDED).exception)


def test_the_ledger_never_lies_where_it_would_be_published(desk: Path) -> None:
    del desk
    refused = call("notify", "plan", *DECIDED, "--ledger", "site/notices.sqlite").exception
    assert isinstance(refused, OutputError)


def test_without_a_list_or_a_ledger_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "gazette audience" in str(call("notify", "plan").exception)
    assert "gazette notify plan" in str(call("notify", "status").exception)
    assert "gazette notify plan" in str(call("notify", "send", "--smtp", "smtp://h").exception)


def test_what_was_told_goes_on_record_without_a_person(desk: Path, server: Any) -> None:
    record = ("notify", "record", "1.1.1", "--by", "Dana Counsel")
    file = desk / "policy/privacy/notices.jsonl"
    assert "there is no notice ledger here" in str(call(*record).exception)
    made = plan()
    assert "2 notices of privacy/1.1.1 are still to be sent" in str(call(*record).exception)
    assert not file.exists()

    done("notify", "send", "--smtp", f"smtp://127.0.0.1:{server.port}")

    assert done(*record) == "privacy 1.1.1: 2 told, 0 not reached, on record\n"
    line = json.loads(file.read_text("utf-8"))
    assert (line["told"], line["means"]) == (2, "e-mail, by gazette notify send")
    assert len(line["lists"]) == 1
    assert made["list_sha256"] in line["lists"]
    assert "reader.example" not in file.read_text("utf-8")
    assert "on record already" in str(call(*record).exception)
    assert "the record of who was told is whole" in done("verify")

    by_mail = (*record, "--told", "12", "--means", "letter")
    assert done(*by_mail) == "privacy 1.1.1: 12 told, 0 not reached, on record\n"
    file.write_text(file.read_text("utf-8").replace('"told":2,', '"told":3,'), "utf-8")
    assert "altered, moved" in call("verify").stdout
    assert "altered, moved" in str(call(*by_mail).exception)


@pytest.mark.parametrize("half", [("--told", "3"), ("--means", "letter")])
def test_a_number_without_its_means_is_no_record(desk: Path, half: tuple[str, str]) -> None:
    del desk
    assert call("notify", "record", "1.1.1", *half).exit_code == 2


@pytest.mark.usefixtures("desk")
def test_a_crash_writes_no_memory_to_the_disk() -> None:
    limits = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (limits[1], limits[1]))
    try:
        assert call("notify", "status").exit_code in {0, 1}
        assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, limits)
