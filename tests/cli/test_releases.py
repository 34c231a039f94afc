"""check, decide, release, verify, status and evidence, as a user types them."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator, FormatChecker

from gazette.cli import gazette
from gazette.errors import GazetteError
from gazette.render.json import schema_text

TODAY = datetime.now(UTC).date()
BEFORE = TODAY - timedelta(days=10)
PUBLISHED = TODAY + timedelta(days=2)
EFFECTIVE = TODAY + timedelta(days=60)


@pytest.fixture
def folder(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library's policy, reviewed, with a dated draft, in a repository; run from its top."""
    folder = library / "policy" / "privacy"
    settings = folder / "policy.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"reviewed = {TODAY}\n{text}", encoding="utf-8")
    # Its own dates would be to come on some days, and past on others.
    newest = folder / "1.1.1.md"
    text = newest.read_text(encoding="utf-8")
    for key, day in (("published", BEFORE), ("effective", BEFORE)):
        text = re.sub(rf"^{key}: .*$", f"{key}: {day}", text, flags=re.MULTILINE)
    newest.write_text(text, encoding="utf-8")
    draft = folder / "draft.md"
    dates = f"status: proposal\npublished: {PUBLISHED}\neffective: {EFFECTIVE}\n"
    text = draft.read_text(encoding="utf-8").replace("status: proposal\n", dates)
    draft.write_text(text, encoding="utf-8")
    git(library, "init", "--quiet", "--initial-branch=main")
    git(library, "config", "user.name", "Dana Counsel")
    git(library, "config", "user.email", "dana@library.example")
    git(library, "add", "--all")
    git(library, "commit", "--quiet", "--message", "Start")
    monkeypatch.chdir(library)
    return folder


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(gazette, arguments, catch_exceptions=True)


def ok(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def refused(*arguments: str) -> GazetteError:
    error = run(*arguments).exception
    assert isinstance(error, GazetteError), error
    return error


def decide_all() -> None:
    for line in ok("decide").splitlines():
        if "  review (" in line:
            ok(
                "decide",
                line.split()[0],
                "--level",
                "minor",
                "--reason",
                "Read it.",
                "--by",
                "Dana",
            )


def test_from_adoption_to_evidence(folder: Path, tmp_path: Path) -> None:
    assert run("check").exit_code == 1
    told = ok("release", "--adopt", "--commit")
    assert "adopted 1.0.0, 1.1.0, 1.1.1" in told
    ok("verify", "--strict")

    decide_all()
    ok("check")
    assert "released 2.0.0, a material change (dry run" in ok("release", "--dry-run")
    assert (folder / "draft.md").exists()
    told = ok("release", "--tag")
    assert "released 2.0.0, a material change" in told
    head = next(line.split()[1] for line in told.splitlines() if line.startswith("  head"))

    ok("verify", "--strict", "--head", head)
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "tag") == "privacy/2.0.0"
    message = git(folder, "log", "-1", "--format=%B")
    assert message == f"Release privacy 2.0.0 (material)\n\nLedger-Head: {head}"
    changed = git(folder, "show", "--name-status", "--format=", "--no-renames", "HEAD")
    assert changed.split("\n") == [
        "A\tpolicy/privacy/2.0.0.md",
        "D\tpolicy/privacy/draft.md",
        "M\tpolicy/privacy/ledger.jsonl",
    ]

    bundle = tmp_path / "evidence.zip"
    assert "privacy 1.1.1: in force on" in ok(
        "evidence", "--on", str(TODAY), "--output", str(bundle)
    )
    assert "1.1.1.md" in ZipFile(bundle).namelist()


def test_running_again_does_nothing(folder: Path) -> None:
    ok("release", "--adopt", "--commit")
    decide_all()
    ok("release", "--tag")
    commit, files = git(folder, "rev-parse", "HEAD"), sorted(folder.iterdir())

    assert "there is no draft" in ok("release", "--tag")

    assert git(folder, "rev-parse", "HEAD") == commit
    assert sorted(folder.iterdir()) == files


@pytest.mark.usefixtures("folder")
def test_a_release_that_was_not_committed_is_committed_by_the_next_run() -> None:
    ok("release", "--adopt", "--commit")
    decide_all()
    ok("release")
    assert "2.0.0.md is in no commit yet" in " ".join(ok("verify").split())

    told = ok("release", "--tag")

    assert "committed" in told
    assert "tagged    privacy/2.0.0" in told
    ok("verify", "--strict")


def test_a_draft_under_work_is_not_committed_with_the_ledger(folder: Path) -> None:
    with (folder / "draft.md").open("a", encoding="utf-8") as draft:
        draft.write("More.\n")

    ok("release", "--adopt", "--commit")

    assert git(folder, "show", "--name-status", "--format=", "HEAD") == (
        "A\tpolicy/privacy/ledger.jsonl"
    )
    assert git(folder, "status", "--porcelain") == "M policy/privacy/draft.md"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
@pytest.mark.usefixtures("folder")
def test_check_tells_every_closed_gate_in_every_format(form: str) -> None:
    result = run("check", "--format", form)

    assert result.exit_code == 1
    assert "gazette release --adopt" in result.output.replace("\n           ", " ")
    if form in {"json", "sarif"}:
        json.loads(result.output)


@pytest.mark.usefixtures("folder")
def test_check_writes_into_a_file(tmp_path: Path) -> None:
    result = run("check", "--format", "sarif", "--output", str(tmp_path / "check.sarif"))

    assert (result.exit_code, result.output) == (1, "")
    assert json.loads((tmp_path / "check.sarif").read_text(encoding="utf-8"))["runs"]


@pytest.mark.usefixtures("folder")
def test_check_tells_only_where_it_is_asked_to() -> None:
    told = run("check", "--exit-zero")

    assert told.exit_code == 0
    assert told.output == run("check").output


@pytest.mark.usefixtures("folder")
def test_check_looks_at_any_instant() -> None:
    ok("release", "--adopt")
    decide_all()
    assert run("check").exit_code == 0

    late = run("check", "--as-of", f"{PUBLISHED + timedelta(days=1)}T12:00:00+02:00")

    assert late.exit_code == 1
    assert "not backdated" in " ".join(late.output.split())
    assert run("check", "--as-of", "yesterday").exit_code == 2


def test_check_tells_a_file_that_cannot_be_read_as_a_closed_gate(folder: Path) -> None:
    (folder / "1.1.0.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")

    result = run("check", "--format", "github")

    assert result.exit_code == 1
    assert result.output.startswith("::error file=policy/privacy/1.1.0.md,line=")


def test_verify_names_an_altered_file(folder: Path) -> None:
    ok("release", "--adopt", "--commit")
    path = folder / "1.1.0.md"
    path.write_bytes(path.read_bytes().replace(b"90 days", b"9 days"))

    result = run("verify")

    assert result.exit_code == 1
    assert "BROKEN" in result.output
    assert "policy/privacy/1.1.0.md (frozen-files)" in result.output


def test_verify_names_a_line_that_is_no_entry(folder: Path) -> None:
    ok("release", "--adopt", "--commit")
    path = folder / "ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"policy"', b'"polity"', 1))

    result = run("verify")

    assert result.exit_code == 1
    assert "policy/privacy/ledger.jsonl:1" in result.output


@pytest.mark.usefixtures("folder")
def test_verify_fails_on_what_is_unproven_only_when_strict() -> None:
    ok("release", "--adopt")

    assert run("verify").exit_code == 0
    assert run("verify", "--strict").exit_code == 1


def test_a_head_is_asked_of_one_policy(folder: Path) -> None:
    from shutil import copytree  # noqa: PLC0415 - this test's alone

    copytree(folder, folder.parent / "terms")

    assert run("verify", "--head", "abc").exit_code == 2
    assert "there are several policies" in str(refused("release", "--by", "Dana"))
    assert "There are: privacy, terms." in str(refused("release", "--policy", "cookies"))


@pytest.mark.usefixtures("folder")
def test_status_says_what_blocks_and_what_is_to_come() -> None:
    assert "blocked by" in ok("status")
    assert ok("status", "--next-change") == ""

    ok("release", "--adopt")
    decide_all()
    assert "ready: no gate is closed" in ok("status")
    ok("release")

    assert ok("status", "--next-change") == f"{PUBLISHED}T00:00:00Z\n"
    assert ok("status", "--next-change", "--as-of", str(PUBLISHED)) == f"{EFFECTIVE}T00:00:00Z\n"
    assert "2.0.0      scheduled" in ok("status")
    assert "2.0.0      announced" in ok("status", "--as-of", str(PUBLISHED))


def closed_schema(name: str) -> Draft202012Validator:
    """The published schema, allowing only the keys that it describes."""
    text = schema_text(name)
    Draft202012Validator.check_schema(json.loads(text))
    closed = text.replace('"type": "object"', '"type": "object", "additionalProperties": false')
    return Draft202012Validator(json.loads(closed), format_checker=FormatChecker())


@pytest.mark.usefixtures("folder")
def test_json_follows_the_published_schemas() -> None:
    check, status = closed_schema("gazette/check/1"), closed_schema("gazette/status/1")

    def hold() -> None:
        check.validate(json.loads(run("check", "--format", "json").stdout))
        check.validate(json.loads(run("verify", "--format", "json").stdout))
        status.validate(json.loads(ok("status", "--format", "json")))

    hold()
    ok("release", "--adopt")
    decide_all()
    hold()
    ok("release")
    hold()


@pytest.mark.usefixtures("folder")
def test_status_as_json() -> None:
    value = json.loads(ok("status", "--format", "json", "--as-of", f"{TODAY}T00:00:00Z"))

    assert (value["schema"], value["at"]) == ("gazette/status/1", f"{TODAY}T00:00:00Z")
    (policy,) = value["policies"]
    assert [each["label"] for each in policy["versions"]] == ["1.1.1", "1.1.0", "1.0.0"]
    assert policy["versions"][0]["state"] == "in force"
    assert policy["draft"]["label"] == "2.0.0"
    assert {each["gate"] for each in policy["draft"]["blocked_by"]} >= {"ledger"}


def test_decide_refuses_what_is_half_a_decision(folder: Path) -> None:
    fingerprint = ok("decide").split()[0]

    assert run("decide", fingerprint, "--level", "minor", "--by", "Dana").exit_code == 2
    assert run("decide", fingerprint, "--level", "review").exit_code == 2
    assert "is no finding’s" in str(
        refused("decide", "zzz", "--level", "minor", "--reason", "x", "--by", "y")
    )
    assert not (folder / "decisions.toml").exists()


def test_a_material_finding_is_lowered_by_two(folder: Path) -> None:
    line = next(line for line in ok("decide").splitlines() if "  material (" in line)
    decision = ("decide", line.split()[0], "--level", "minor", "--reason", "x", "--by", "Dana")

    assert "without a second person" in str(refused(*decision))
    assert not (folder / "decisions.toml").exists()
    ok(*decision, "--approved-by", "Gil Partner")

    assert "material, decided minor" in ok("decide")
    assert "is made twice" in str(refused(*decision, "--approved-by", "Gil Partner"))


def test_a_release_needs_a_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(folder, "config", "--unset", "user.name")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")

    assert "nobody is named" in str(refused("release", "--adopt"))
    ok("release", "--adopt", "--by", "Dana Counsel")


def test_nothing_is_frozen_that_could_not_be_committed(folder: Path) -> None:
    ok("release", "--adopt", "--commit")
    decide_all()
    git(folder, "checkout", "--quiet", "--detach")

    assert "no branch is checked out" in str(refused("release", "--commit"))

    assert (folder / "draft.md").exists()
    assert not (folder / "2.0.0.md").exists()


@pytest.mark.parametrize("command", ["check", "decide", "release", "verify", "status", "evidence"])
def test_every_command_explains_itself(command: str) -> None:
    told = ok(command, "--help")

    assert len(told.splitlines()) > 10
    assert "--policy-dir" in told


def test_a_folder_without_policies_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)

    assert "there is no such folder" in str(refused("status"))
    assert run("check").exit_code == 1
    assert run("verify").exit_code == 1


def test_what_was_altered_is_named_even_where_it_can_no_longer_be_read(folder: Path) -> None:
    ok("release", "--adopt")
    path = folder / "1.0.0.md"
    # Later than the version after it, which is then what cannot be read.
    path.write_text(path.read_text(encoding="utf-8").replace("2024-03-01", "2025-12-01"))

    result = run("verify", "--format", "json")

    assert result.exit_code == 1
    (told,) = json.loads(result.stdout)["policies"]
    assert [each["gate"] for each in told["gates"]] == ["frozen-files", "source"]
    assert told["gates"][0]["path"].endswith("1.0.0.md")
    assert "ledger.jsonl:1 records it" in told["gates"][0]["what"]


def test_a_translation_that_comes_later_is_frozen_committed_and_corrected(folder: Path) -> None:
    ok("release", "--adopt", "--commit")
    settings = folder / "policy.toml"
    told = '[languages.de]\ntitle = "Deutsch"\nnote = "Es gilt der englische Text."\n'
    settings.write_text(settings.read_text(encoding="utf-8") + told, encoding="utf-8")
    text = folder / "de" / "1.1.1.md"
    text.parent.mkdir()
    text.write_text("---\ntitle: Hinweis\nversion: 1.1.1\n---\n\nKurz.\n", encoding="utf-8")
    before = text.read_bytes()

    assert "froze de/1.1.1.md" in ok("release", "--translations", "--dry-run")
    assert b"Hinweis" not in (folder / "ledger.jsonl").read_bytes()
    ok("release", "--translations", "--commit")
    assert git(folder, "log", "-1", "--format=%s") == "Freeze translations of privacy"
    assert git(folder, "show", "HEAD:./de/1.1.1.md").encode() + b"\n" == before
    assert "3 releases, 1 translation" in ok("verify")

    text.write_bytes(before.replace(b"Kurz", b"Lang"))
    assert "the translation de/1.1.1.md was altered" in run("verify", "--format", "json").output
    assert "--correct" in str(refused("release", "--translations").remedy)
    ok("release", "--correct", "--commit")
    assert "3 releases, 1 translation" in ok("verify")
