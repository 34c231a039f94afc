"""`gazette audience` and `gazette users`, as somebody at a terminal uses them."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from subprocess import CompletedProcess, run
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gazette.adapters.tables import ListRequest, explain_users, user_source
from gazette.cli import question as asking
from gazette.cli.asked import Named
from gazette.cli.asked import ask as asked_of
from gazette.cli.audience_text import explanation_text
from gazette.cli.group import gazette
from gazette.errors import DecisionError, GazetteError, NoticeError, OutputError
from gazette.materiality import Catalogue, load_catalogue
from gazette.model.verdict import Level
from gazette.source import load_policies
from oracles.ledgers import ledger_of

USERS = """\
user_id,email,card,accepted_version,status,locale
ann,ann@example.com,child,{oldest},active,en
bob,bob@example.com,adult,{newest},active,en
cid,cid@example.com,adult,,active,
dee,DEE@example.com,adult,,deleted,
eve,ANN@example.com,adult,0.0.1,active,
"""

DECISION = """\
[[decision]]
fingerprint = "{}"
rule = "unclassified-change"
level = "minor"
reason = "Nobody would decide differently."
decided_by = "Dana Counsel"
decided_on = 2029-12-01
"""


@pytest.fixture
def desk(
    library: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A policy repository with a user table, as the working directory."""
    labels = sorted(path.stem for path in library.glob("policy/privacy/[0-9]*.md"))
    (library / "users.csv").write_text(USERS.format(oldest=labels[0], newest=labels[-1]))
    monkeypatch.chdir(library)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    return library


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(gazette, ["audience", "--users", "users.csv", *arguments])


def counted(*arguments: str) -> dict[str, Any]:
    result = ask("--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return json.loads(result.stdout)["counts"]


def test_the_draft_is_judged_unless_a_release_is_named(desk: Path) -> None:
    result = ask()
    assert result.exit_code == 0, result.output
    assert "Who would be told of privacy draft" in result.stdout
    assert "5  users in all" in result.stdout
    assert "build/recipients.csv" in result.stderr
    listed = (desk / "build/recipients.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in listed[1:]] == ["ann", "bob", "cid"]
    assert "@" not in result.output


def test_json_is_the_manifest_without_the_query(desk: Path) -> None:
    counts = counted()
    manifest = json.loads((desk / "build/recipients.manifest.json").read_text())
    assert manifest["counts"] == counts
    assert sum(counts["left_out"].values()) + counts["recipients"] == counts["users"] == 5
    assert counts["left_out"]["deleted"] == 1
    assert counts["left_out"]["same-address"] == 1


def test_whom_mail_does_not_reach_is_listed_for_the_product(desk: Path) -> None:
    newest = max(path.stem for path in desk.glob("policy/privacy/[0-9]*.md"))
    with (desk / "users.csv").open("a") as table:
        table.write(
            "fay,,adult,,active,sk\nguy,=g@example.com,adult,,active,\nhal,,adult,,deleted,\n"
        )
        table.write(f"ida,,adult,{newest},active,\n")
    result = ask("--release", newest, "--include-review")
    path = desk / "build/recipients.in-product.csv"
    assert path.read_text().splitlines() == [
        "user_id,why,action,reason,accepted_version,segments,rules",
        *(line for line in path.read_text().splitlines() if line.startswith(("fay,", "guy,"))),
    ]
    assert "fay,no-address,notify,missing-version" in path.read_text()
    assert "guy,malformed-address,notify" in path.read_text()
    assert "@" not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert "2  of those to be told in the product: recipients.in-product.csv" in result.stdout
    manifest = json.loads((desk / "build/recipients.manifest.json").read_text())
    assert manifest["in_product"]["users"] == 2
    assert manifest["in_product"]["sha256"] == sha256(path.read_bytes()).hexdigest()


def test_who_accepted_the_release_is_told_nothing(desk: Path) -> None:
    newest = max(path.stem for path in desk.glob("policy/privacy/[0-9]*.md"))
    counts = counted("--release", newest, "--include-review")
    assert counts["left_out"]["accepted-this-version"] == 1


def test_why_explains_one_user_without_an_address(desk: Path) -> None:
    told, left_out, twin = (ask("--why", user).stdout for user in ("ann", "dee", "eve"))
    assert "TOLD" in told
    assert "LEFT OUT   deleted" in left_out
    assert "LEFT OUT   same-address" in twin
    assert "the notice goes to ann, for 2 accounts" in twin
    assert "@" not in told + left_out + twin
    assert not (desk / "build/recipients.csv").exists()
    answer = json.loads(ask("--why", "eve", "--format", "json").stdout)
    assert answer["told"] is False
    assert answer["reason"] == "same-address"


def test_whom_the_notice_ledger_knows_is_left_out_where_it_is_named(desk: Path) -> None:
    newest = max(path.stem for path in desk.glob("policy/privacy/[0-9]*.md"))
    asked = ("--release", newest, "--include-review")
    ledger_of(
        desk / "private/notices.sqlite",
        release=f"privacy/{newest}",
        told=[("cid", "old@example.com")],  # who has another address now
        bounced=["ann@example.com"],
    )
    known = (*asked, "--ledger", "private/notices.sqlite")
    before, counts = counted(*asked), counted(*known)
    # Two accounts have the address that bounced; nobody else is left to be told.
    assert (before["recipients"], counts["recipients"]) == (2, 0)
    left_out = {why: count for why, count in counts["left_out"].items() if count}
    assert left_out == {"deleted": 1, "bounced": 2, "accepted-this-version": 1, "already-told": 1}
    assert json.loads((desk / "build/recipients.manifest.json").read_text())["notice_ledger"]
    why = ask(*known, "--why", "cid").stdout
    assert "LEFT OUT   already-told" in why
    assert "@" not in why
    ledger_of(desk / "private/notices.sqlite", release="", forgotten=[" DEE@example.com", "b@b.b"])
    assert counted(*known)["left_out"]["deleted"] == 1
    ledger_of(desk / "private/notices.sqlite", release="", forgotten=["Ann@Example.com"])
    assert counted(*known)["left_out"]["erased"] == 2


def test_a_ledger_that_is_not_there_is_an_error(desk: Path) -> None:
    answer = ask("--ledger", "private/notices.sqlite")
    assert isinstance(answer.exception, NoticeError)
    assert not (desk / "build/recipients.csv").exists()
    assert not (desk / "private").exists()


@pytest.mark.parametrize("output", ["site/list.csv", "policy/list.csv", "policy/privacy/l.jsonl"])
def test_a_list_never_goes_where_it_would_be_published(desk: Path, output: str) -> None:
    result = ask("--output", output)
    assert isinstance(result.exception, OutputError)
    assert not (desk / output).exists()


@pytest.fixture
def undecided(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The draft released as 9.0.0, judged by a catalogue that leaves all to a person."""
    draft = desk / "policy/privacy/draft.md"
    dates = "version: 9.0.0\npublished: 2030-01-01\neffective: 2030-02-01"
    text = draft.read_text().replace("status: proposal", dates)
    (desk / "policy/privacy/9.0.0.md").write_text(text)
    draft.unlink()
    only = Catalogue((load_catalogue().rule("unclassified-change"),))
    monkeypatch.setattr(asking, "load_catalogue", lambda _: only)
    return desk


def test_a_version_with_undecided_findings_has_no_final_list(undecided: Path) -> None:
    refusal = ask("--release", "9.0.0").exception
    assert isinstance(refusal, DecisionError)
    assert "9.0.0.md" in str(refusal)
    assert not (undecided / "build/recipients.csv").exists()
    result = ask("--release", "9.0.0", "--include-review")
    assert result.exit_code == 0
    assert "Not final" in result.stderr
    assert ",review," in (undecided / "build/recipients.csv").read_text()


def test_decisions_settle_what_waited(undecided: Path) -> None:
    policy = load_policies(undecided / "policy")[0]
    question = asking.pose(policy, policy.versions[-1], decisions=(), as_of=None)
    found = {
        finding.fingerprint
        for verdict in question.verdicts.values()
        for finding in verdict.at(Level.REVIEW)
    }
    decisions = undecided / "decisions.toml"
    decisions.write_text("".join(map(DECISION.format, sorted(found))))
    counts = counted("--release", "9.0.0", "--decisions", "decisions.toml")
    assert counts["recipients"] == 2  # whose accepted version nobody knows
    decisions.write_text(DECISION.format("0" * 16))
    refusal = ask("--release", "9.0.0", "--decisions", "decisions.toml").exception
    assert isinstance(refusal, DecisionError)


@pytest.mark.parametrize(
    "arguments",
    [("--release", "7.7.7"), ("--as-of", "soon"), ("--format", "xml")],
)
def test_a_wrong_call_is_a_usage_error(desk: Path, arguments: tuple[str, ...]) -> None:
    del desk
    assert ask(*arguments).exit_code == 2


def test_an_unknown_policy_is_named_with_those_there_are(desk: Path) -> None:
    del desk
    answer = ask("--policy", "cookies")
    assert answer.exit_code == 1
    assert "there is no policy “cookies”" in str(answer.exception)


def test_the_day_of_counting_back_can_be_named(desk: Path) -> None:
    settings = desk / "policy/privacy/policy.toml"
    settings.write_text("retention_days = 30\n" + settings.read_text())
    table = desk / "users.csv"
    table.write_text(
        "user_id,email,card,accepted_version,status,status_since\n"
        "a,a@example.com,,,cancelled,2026-01-01\n"
    )
    assert counted("--as-of", "2026-01-31")["recipients"] == 1
    assert counted("--as-of", "2026-02-01")["left_out"]["cancelled"] == 1


def command(desk: Path, *arguments: str) -> CompletedProcess[str]:
    program = [sys.executable, "-c", "from gazette.cli import main; main()", *arguments]
    return run(program, cwd=desk, capture_output=True, text=True, check=False)


def test_an_error_is_two_lines_and_no_traceback(desk: Path) -> None:
    (desk / "users.csv").write_bytes(b"user_id,email,card,accepted_version\n1,\xff@example.com,,\n")
    done = command(desk, "audience", "--users", "users.csv")
    assert done.returncode == 1
    assert done.stdout == ""
    what, remedy = done.stderr.splitlines()
    assert what == "error: users.csv:2: the user table is not UTF-8"
    assert remedy.startswith("  ")


def test_a_run_never_loads_pandas_or_pyarrow(desk: Path) -> None:
    program = (
        "import sys\n"
        "from gazette.cli.group import gazette\n"
        "gazette(['audience', '--users', 'users.csv'], standalone_mode=False)\n"
        "print([name for name in ('pandas', 'pyarrow', 'numpy', 'polars') if name in sys.modules])"
    )
    done = run(
        [sys.executable, "-c", program], cwd=desk, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", ["users.parquet", "users.csv", "users.jsonl"])
def test_synthetic_users_fit_the_policy(desk: Path, name: str) -> None:
    del desk
    made = CliRunner().invoke(gazette, ["users", "--rows", "500", "--output", f"build/{name}"])
    assert made.exit_code == 0, made.output
    assert made.stdout == f"build/{name}\n"
    assert "nobody in this table exists" in made.stderr
    answer = CliRunner().invoke(
        gazette, ["audience", "--users", f"build/{name}", "--format", "json"]
    )
    assert json.loads(answer.stdout)["counts"]["users"] == 500


def test_each_synthetic_user_is_explained_by_what_they_are_counted_under(desk: Path) -> None:
    table = desk / "build/users.csv"
    made = CliRunner().invoke(gazette, ["users", "--rows", "400", "--output", str(table)])
    assert made.exit_code == 0
    named = ("audience", "--users", str(table), "--include-review", "--format", "json")
    said = json.loads(CliRunner().invoke(gazette, named).stdout)
    rules = asked_of(Named(Path("policy"), None, None, None), as_of=None).rules
    with table.open() as lines:
        ids = [row["user_id"] for row in csv.DictReader(lines)]
    request = ListRequest(user_source(str(table)), rules, desk / "build/recipients.csv")
    texts = [
        json.loads(explanation_text(each.user_id, rules, each, form="json"))
        for each in explain_users(request, ids)
    ]
    left_out = Counter(text["reason"] for text in texts if not text["told"])
    assert left_out == {why: n for why, n in said["counts"]["left_out"].items() if n}
    told = Counter(text["reason"] for text in texts if text["told"])
    counted: Counter[str] = Counter()
    for group in said["told"]:
        counted[group["reason"]] += group["recipients"]
    assert told == counted
    # And the command says the same of one of each.
    for reason in left_out + told:
        user = next(text["user_id"] for text in texts if text["reason"] == reason)
        answer = CliRunner().invoke(gazette, [*named, "--why", user])
        assert json.loads(answer.stdout)["reason"] == reason


def test_synthetic_users_need_no_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(gazette, ["users", "--rows", "1", "--output", "u.csv"])
    assert made.exit_code == 0
    assert len((tmp_path / "u.csv").read_text().splitlines()) == 2
    failed = CliRunner().invoke(gazette, ["users", "--output", "u.xlsx"])
    assert isinstance(failed.exception, GazetteError)


def test_what_was_judged_and_compiled_once_is_not_again(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(desk / "cache"))
    first = command(desk, "audience", "--users", "users.csv", "--format", "json")
    program = (
        "import sys\n"
        "from gazette.cli.group import gazette\n"
        "gazette(['audience', '--users', 'users.csv', '--format', 'json'], standalone_mode=False)\n"
        "sys.exit(any(name in sys.modules for name in ('ibis', 'gazette.materiality', 'yaml')))"
    )
    again = run([sys.executable, "-c", program], cwd=desk, capture_output=True, check=False)
    assert again.returncode == 0
    assert again.stdout.decode() == first.stdout
    for kept in (desk / "cache/gazette").glob("*/*.json"):
        kept.write_text("{")
    assert (
        command(desk, "audience", "--users", "users.csv", "--format", "json").stdout == first.stdout
    )


def test_what_was_kept_is_not_found_once_a_text_a_decision_or_a_setting_is_another(
    undecided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(undecided / "cache"))
    judged = undecided / "cache/gazette/releases"

    def answers() -> int:
        assert ask("--release", "9.0.0", "--include-review").exit_code == 0
        return len(list(judged.iterdir()))

    assert [answers(), answers()] == [1, 1]
    settings = undecided / "policy/privacy/policy.toml"
    settings.write_text("retention_days = 30\n" + settings.read_text())
    assert answers() == 2
    version = undecided / "policy/privacy/9.0.0.md"
    version.write_text(version.read_text() + "\nWe sell your data.\n")
    assert answers() == 3
    (undecided / "decisions.toml").write_text(DECISION.format("0" * 16))
    wrong = ask("--release", "9.0.0", "--decisions", "decisions.toml")
    assert isinstance(wrong.exception, DecisionError)
    assert answers() == 3


def test_columns_of_other_names_are_mapped(desk: Path) -> None:
    table = desk / "users.csv"
    header, rest = table.read_text().split("\n", 1)
    plain = counted()
    renamed = header.replace("user_id", "id").replace("email", "mail") + ",email"
    lines = [f"{line},old@example.com" for line in rest.splitlines()]
    table.write_text("\n".join([renamed, *lines]) + "\n")
    assert ask().exit_code == 1
    (desk / "users.toml").write_text('[columns]\nuser_id = "id"\nemail = "mail"\n')
    assert counted() == plain
    assert "ann@example.com" in (desk / "build/recipients.csv").read_text()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("columns = 1", "does not name the columns"),
        ("[columns]\nmail = 'm'", "`columns.mail` is no column"),
        ("[columns]\nemail = 1", "`columns.email` is no text"),
        ("[columns]\nemail = 'a'\nuser_id = 'a'", "read from one"),
        ("[columns", "not TOML"),
    ],
)
def test_a_wrong_mapping_is_told(desk: Path, text: str, words: str) -> None:
    (desk / "users.toml").write_text(text)
    error = ask().exception
    assert isinstance(error, GazetteError)
    assert words in str(error)
