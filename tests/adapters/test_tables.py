"""User tables from files, the list they make, and how every fault is told."""

from __future__ import annotations

import json
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path
from subprocess import run
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazette.adapters.private import workshop
from gazette.adapters.tables import (
    ListRequest,
    ListResult,
    SyntheticUsers,
    explain_user,
    user_source,
    write_list,
    write_synthetic,
)
from gazette.adapters.tables import run as running
from gazette.audience import AudienceRules, rules_for
from gazette.errors import AudienceError, GazetteError, OutputError, TableError
from gazette.model.document import Document
from gazette.model.policy import Contact, Policy, Segment, Version

HEADER = "user_id,email,plan,accepted_version,status,status_since,bounced,locale"
ANN = "u1,ann@example.com,saas,,active,,false,en"
BOB = "u2,bob@example.com,self-hosted,0.9,cancelled,2020-01-01,,sk"


@pytest.fixture(scope="module")
def rules() -> AudienceRules:
    """A first release: whoever has no sound record of a version is told."""
    draft = Version("privacy", "draft", "Privacy Policy", Document(()))
    segment = Segment("saas", "SaaS", "plan", ("saas",), ("SaaS",))
    contact = Contact("Privacy Office", "privacy@example.com")
    policy = Policy(
        "privacy", "Privacy Policy", "Example", contact, "UTC", 30, (), draft, (segment,)
    )
    return rules_for(policy, draft, {})


def listed(table: Path, rules: AudienceRules, name: str = "out/recipients.csv") -> ListResult:
    output = table.parent / name
    return write_list(ListRequest(user_source(str(table)), rules, output))


def write(tmp_path: Path, *lines: str, name: str = "users.csv", end: str = "\n") -> Path:
    path = tmp_path / name
    path.write_bytes((end.join(lines) + end).encode())
    return path


def refused(tmp_path: Path, rules: AudienceRules, table: Path) -> str:
    """The error, after checking that it left nothing behind and quoted nobody."""
    with pytest.raises(TableError) as caught:
        listed(table, rules)
    assert not list(tmp_path.glob("out/*"))
    assert "@" not in caught.value.what
    assert caught.value.__cause__ is None
    return str(caught.value)


# What comes out.


def test_the_list_and_its_manifest(tmp_path: Path, rules: AudienceRules) -> None:
    result = listed(write(tmp_path, HEADER, BOB, ANN), rules)
    assert result.output.read_text().splitlines() == [
        "user_id,email,locale,action,reason,accepted_version,segments,accounts,rules",
        'u1,ann@example.com,en,notify,missing-version,"",saas,1,""',
        'u2,bob@example.com,sk,notify,unknown-version,"","",1,""',
    ]
    manifest = json.loads(result.manifest.read_text())
    assert manifest["counts"]["recipients"] == 2
    assert manifest["sql"]["judged"].startswith("SELECT")
    assert "@example.com" not in result.manifest.read_text()
    for path in (result.output, result.manifest):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.name for path in result.output.parent.iterdir()) == [
        "recipients.csv",
        "recipients.in-product.csv",
        "recipients.manifest.json",
    ]


def as_parquet(lines: list[str], path: Path) -> None:
    text = write(path.parent, *lines, name="source.csv")
    duckdb.sql(
        f"COPY (SELECT * REPLACE (status_since::DATE AS status_since, bounced::BOOLEAN AS bounced)"
        f" FROM read_csv('{text}', all_varchar=true)) TO '{path}'"
    )


def as_json(lines: list[str], path: Path) -> None:
    names, *rows = (line.split(",") for line in lines)
    objects = ({name: cell for name, cell in zip(names, row, strict=True) if cell} for row in rows)
    write(path.parent, *map(json.dumps, objects), name=path.name)


def as_duckdb(lines: list[str], path: Path) -> None:
    text = write(path.parent, *lines, name="source.csv")
    with duckdb.connect(str(path)) as base:
        base.execute(f"CREATE TABLE users AS FROM read_csv('{text}', all_varchar=true)")


def as_sqlite(lines: list[str], path: Path) -> None:
    names, *rows = (line.split(",") for line in lines)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(f'CREATE TABLE users ({", ".join(names)}, "select")')
        marks = ", ".join("?" for _ in names)
        cells = [[cell or None for cell in row] for row in rows]
        base.executemany(f"INSERT INTO users VALUES ({marks}, 1)", cells)


def as_tsv(lines: list[str], path: Path) -> None:
    write(path.parent, *(line.replace(",", "\t") for line in lines), name=path.name)


@pytest.mark.parametrize(
    ("name", "store"),
    [
        ("users.parquet", as_parquet),
        ("users.jsonl", as_json),
        ("users.duckdb", as_duckdb),
        ("users.tsv", as_tsv),
        ("users.sqlite", as_sqlite),
    ],
)
def test_the_same_users_make_the_same_list_from_any_file(
    tmp_path: Path, rules: AudienceRules, name: str, store: Any
) -> None:
    lines = [HEADER, ANN, BOB, "u3,é@example.com,,,,2020-01-01,1,", "u4,,,,deleted,,,"]
    store(lines, tmp_path / name)
    from_csv = listed(write(tmp_path, *lines), rules).output.read_bytes()
    result = listed(tmp_path / name, rules, "out/other.csv")
    assert result.output.read_bytes() == from_csv
    assert result.outcome.users == 4


@pytest.mark.parametrize("name", ["r.csv", "r.jsonl", "r.parquet"])
def test_the_same_table_gives_the_same_bytes(
    tmp_path: Path, rules: AudienceRules, name: str
) -> None:
    table = tmp_path / "users.parquet"
    write_synthetic(SyntheticUsers(3000, seed=5), table)
    results = [
        write_list(
            ListRequest(
                user_source(str(table)), rules, tmp_path / f"{threads}/{name}", "1GB", threads
            )
        )
        for threads in (1, 3)
    ]
    first, second = results
    assert first.output.read_bytes() == second.output.read_bytes()
    assert first.manifest.read_bytes() == second.manifest.read_bytes()
    assert first.outcome.recipients > 1000


def test_a_path_with_signs_that_sql_and_globs_know(tmp_path: Path, rules: AudienceRules) -> None:
    folder = tmp_path / "it's [1] ?*"
    folder.mkdir()
    assert listed(write(folder, HEADER, ANN), rules).outcome.recipients == 1


def test_windows_line_ends_a_mark_and_quotes(tmp_path: Path, rules: AudienceRules) -> None:
    table = write(tmp_path, f"\ufeff{HEADER}", '"u,""1",ann@example.com,,,"",,,', end="\r\n")
    assert '"u,""1",ann@example.com' in listed(table, rules).output.read_text()


def test_times_with_offsets_are_one_instant(tmp_path: Path, rules: AudienceRules) -> None:
    from dataclasses import replace  # noqa: PLC0415  # this test alone
    from datetime import UTC, datetime  # noqa: PLC0415

    cutoff = replace(rules, cancelled_before=datetime(2026, 1, 1, tzinfo=UTC))
    times = ("2026-01-01T00:59:59+01:00", "2025-12-31 18:59:59-05", "2025-12-31", "2026-01-01")
    rows = (f"u{place},a{place}@example.com,,,cancelled,{at},," for place, at in enumerate(times))
    outcome = listed(write(tmp_path, HEADER, *rows), cutoff).outcome
    assert {str(why): count for why, count in outcome.left_out if count} == {"cancelled": 3}


def test_missing_optional_columns_are_said(tmp_path: Path, rules: AudienceRules) -> None:
    table = write(tmp_path, "user_id,email,accepted_version,plan", "1,ann@example.com,,saas")
    result = listed(table, rules)
    assert result.outcome.recipients == 1
    assert len(result.notes) == 4


def test_a_status_without_meaning_is_counted_and_told(tmp_path: Path, rules: AudienceRules) -> None:
    result = listed(write(tmp_path, HEADER, ANN.replace("active", "paused")), rules)
    assert result.outcome.recipients == 1
    assert result.notes == ("1 users have a status that means nothing here: taken as active",)


# What is refused.


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        (["user_id,e-mail,accepted_version,plan", "1,a@example.com,,"], None, "'e-mail'"),
        (["user_id,email,accepted_version,Plan", "1,a@example.com,,"], None, "'Plan'"),
        (["user_id,email,accepted_version,plan,stauts", "1,,,,"], None, "'stauts'"),
        ([ANN, BOB], None, "does not name the columns"),
        ([HEADER.replace(",", ";"), ANN], None, "semicolons"),
        ([HEADER + ",email", ANN + ","], None, "2 times"),
        ([HEADER], None, "holds no users"),
        ([HEADER, ANN, BOB, ANN], 4, "line 2"),
        ([HEADER, '"u\n9",only', BOB], 2, "2 fields"),
        ([HEADER, 'u5,,,,,,,"e\nn"', "u9,only"], 4, "2 fields"),
        ([HEADER, ANN, "", "u9,x@example.com"], 4, "2 fields"),
        ([HEADER, ANN, BOB + ",more"], 3, "9 fields"),
        ([HEADER, ANN, 'u9,"x@example.com,,,,,,'], 3, "double quote"),
        ([HEADER, ANN, 'u9,"x"@example.com,,,,,,'], 3, "double quote"),
        ([HEADER, ANN, BOB.replace("2020-01-01", "01/02/2020")], 3, "'status_since'"),
        ([HEADER, ANN, BOB.replace("2020-01-01", "2020-02-31")], 3, "'status_since'"),
        ([HEADER, ANN.replace("false", "perhaps"), BOB], 2, "'bounced'"),
        ([HEADER, ANN, BOB.replace("u2", "=1+1")], 3, "'user_id'"),
        ([HEADER, ANN, BOB.replace("u2", "")], 3, "'user_id'"),
        ([HEADER, ANN, BOB + "\r"], 3, "end differently"),
    ],
)
def test_a_broken_table_is_told_with_its_line(
    tmp_path: Path, rules: AudienceRules, lines: list[str], line: int | None, words: str
) -> None:
    error = refused(tmp_path, rules, write(tmp_path, *lines))
    place = f"users.csv:{line}: " if line else "users.csv: "
    assert place in error
    assert words in error
    assert "\n  " in error


def test_not_utf8(tmp_path: Path, rules: AudienceRules) -> None:
    table = write(tmp_path, HEADER, ANN, BOB)
    table.write_bytes(table.read_bytes().replace(b"bob@", b"b\xf6b@"))
    assert "users.csv:3: " in (error := refused(tmp_path, rules, table))
    assert "UTF-8" in error
    table.write_bytes(f"{HEADER}\n{ANN}".encode("utf-16"))
    assert "users.csv:1: " in refused(tmp_path, rules, table)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("[1]", "not a JSON object"),
        ('{"user_id": ', "not JSON"),
        ('{"user_id": "1", "user_id": "2"}', "same key twice"),
        ('{"user_id": "\\ud800"}', "half a character"),
    ],
)
def test_a_broken_json_line(tmp_path: Path, rules: AudienceRules, record: str, words: str) -> None:
    first = json.dumps({"user_id": "0", "email": "", "plan": "", "accepted_version": ""})
    error = refused(tmp_path, rules, write(tmp_path, first, "", record, name="users.jsonl"))
    assert "users.jsonl:3: " in error
    assert words in error


def test_duplicates_outside_a_text_file_are_told_by_row(
    tmp_path: Path, rules: AudienceRules
) -> None:
    as_parquet([HEADER, ANN, BOB, BOB], tmp_path / "users.parquet")
    assert "rows 2 and 3" in refused(tmp_path, rules, tmp_path / "users.parquet")


def test_a_column_of_another_type(tmp_path: Path, rules: AudienceRules) -> None:
    table = tmp_path / "users.parquet"
    duckdb.sql(
        f"COPY (SELECT 1 AS user_id, 1.0 AS accepted_version, '' AS email, '' AS plan) TO '{table}'"
    )
    error = refused(tmp_path, rules, table)
    assert "'accepted_version'" in error
    assert "DECIMAL" in error


def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, rules: AudienceRules) -> None:
    table = write(tmp_path, HEADER, ANN, name="users.parquet")
    assert "cannot be read as parquet" in refused(tmp_path, rules, table)
    table = write(tmp_path, HEADER, ANN, name="users.duckdb")
    assert "cannot be opened" in refused(tmp_path, rules, table)


def test_no_such_table_in_a_database(tmp_path: Path, rules: AudienceRules) -> None:
    as_duckdb([HEADER, ANN], tmp_path / "users.duckdb")
    source = user_source(str(tmp_path / "users.duckdb"), table="people")
    with pytest.raises(TableError, match="no table 'people'"):
        write_list(ListRequest(source, rules, tmp_path / "out/r.csv"))


@pytest.mark.parametrize("name", ["missing.csv", "folder.csv", "empty.csv", "users.xlsx"])
def test_no_table_at_all(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "empty.csv").touch()
    with pytest.raises(TableError):
        user_source(str(tmp_path / name))


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_a_server_is_named_without_its_password(
    tmp_path: Path, rules: AudienceRules, scheme: str
) -> None:
    source = user_source(f"{scheme}://me:s3cret@localhost:1/crm")
    with pytest.raises(TableError) as caught:
        write_list(ListRequest(source, rules, tmp_path / "out/r.csv"))
    assert "s3cret" not in str(caught.value)
    assert "localhost/crm" in str(caught.value)


hostile = st.text(st.sampled_from('a@.,"\n\r\t;\\\x00é{}[]:1=- '), max_size=40)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=hostile, name=st.sampled_from(["users.csv", "users.jsonl", "users.tsv"]))
def test_no_error_ever_quotes_an_address(
    tmp_path: Path, rules: AudienceRules, body: str, name: str
) -> None:
    header = "" if name.endswith("jsonl") else HEADER + "\n"
    table = tmp_path / name
    table.write_bytes(f"{header}{body}secret@example.com{body}\n".encode())
    error = None
    try:
        listed(table, rules)
    except GazetteError as raised:
        error = raised
    assert "secret" not in str(error)
    assert error is None or error.__cause__ is None


# What is left behind.


def test_a_failed_write_leaves_the_old_list(
    tmp_path: Path, rules: AudienceRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = write(tmp_path, HEADER, ANN)
    result = listed(table, rules)
    before = {path: path.read_bytes() for path in result.output.parent.iterdir()}

    def disagree(**_: object) -> None:
        raise AudienceError("the counts disagree", remedy="")

    monkeypatch.setattr(running, "Outcome", disagree)
    write(tmp_path, HEADER, ANN, BOB)
    with pytest.raises(AudienceError):
        listed(table, rules)
    assert {path: path.read_bytes() for path in result.output.parent.iterdir()} == before


def test_a_table_that_changes_while_it_is_read(
    tmp_path: Path, rules: AudienceRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = write(tmp_path, HEADER, ANN)

    def count_and_change(**counts: Any) -> Any:
        write(tmp_path, HEADER, ANN, BOB)
        return Outcome(**counts)

    from gazette.audience import Outcome  # noqa: PLC0415  # the real one, before it is replaced

    monkeypatch.setattr(running, "Outcome", count_and_change)
    assert "changed while" in refused(tmp_path, rules, table)


def test_a_killed_run_leaves_the_old_list(tmp_path: Path, rules: AudienceRules) -> None:
    table = write(tmp_path, HEADER, ANN)
    before = listed(table, rules).output.read_bytes()
    program = (
        "import os, signal, sys; from pathlib import Path;"
        "from gazette.adapters.private import workshop\n"
        "with workshop(Path(sys.argv[1])) as shop:\n"
        "    (shop.folder / 'recipients.csv').write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = run([sys.executable, "-c", program, tmp_path / "out/recipients.csv"], check=False)
    assert done.returncode != 0
    assert (tmp_path / "out/recipients.csv").read_bytes() == before
    # What the killed run had in hand is personal data too: the next run clears it.
    assert list(tmp_path.glob("out/.*.partial"))
    with workshop(tmp_path / "out/recipients.csv") as busy:
        listed(table, rules)
        assert busy.folder.exists()
    assert not list(tmp_path.glob("out/.*.partial"))


def test_a_place_that_cannot_be_written(tmp_path: Path, rules: AudienceRules) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"):
        listed(write(tmp_path, HEADER, ANN), rules)
    with pytest.raises(OutputError, match="format"):
        listed(tmp_path / "users.csv", rules, "r.xlsx")


# One user, explained.


def test_one_user_explained(tmp_path: Path, rules: AudienceRules) -> None:
    twin = ANN.replace("u1", "u0").replace("ann@", " ANN@")
    table = write(tmp_path, HEADER, ANN, twin, BOB.replace("bob@", "bob"))
    request = ListRequest(user_source(str(table)), rules, tmp_path / "out/r.csv")
    ann, first, bob = (explain_user(request, user) for user in ("u1", "u0", "u2"))
    assert (ann.heir, ann.accounts, ann.is_heir) == ("u0", 2, False)
    assert first.is_heir
    assert [str(why) for why, fits in bob.steps if fits] == ["malformed-address"]
    assert "@" not in repr((ann, first, bob))
    with pytest.raises(TableError, match="no user"):
        explain_user(request, "u' OR 1=1 --")


# Synthetic users.


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet"])
def test_synthetic_users_are_the_same_bytes_for_any_number_of_threads(
    tmp_path: Path, extension: str
) -> None:
    tables = [tmp_path / f"{threads}.{extension}" for threads in (1, 4)]
    for threads, table in zip((1, 4), tables, strict=True):
        write_synthetic(SyntheticUsers(200_000, seed=3), table, threads=threads)
    assert tables[0].read_bytes() == tables[1].read_bytes()


def test_synthetic_users_are_mixed_unreachable_and_unlike_for_another_seed(
    tmp_path: Path,
) -> None:
    table = tmp_path / "users.parquet"
    users = SyntheticUsers(20_000, seed=1, labels=("1.0.0", "1.1.0"))
    write_synthetic(users, table)
    with duckdb.connect() as base:
        rows = base.execute(f"SELECT * FROM '{table}'").fetchall()
        names = [column[0] for column in base.description or ()]
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    assert len(set(columns["user_id"])) == 20_000
    assert all(columns["synthetic"])
    assert set(columns["status"]) == {"active", "cancelled", "deleted", "erased"}
    assert set(columns["accepted_version"]) == {"1.0.0", "1.1.0", "0.9-beta", None}
    assert set(columns["plan"]) == {"saas", "self-hosted", "other", None}
    addresses = [email.lower() for email in columns["email"] if email]
    reserved = ("@example.com", "@example.org", "@example.net", ".invalid", ".example")
    assert all(email.endswith(reserved) for email in addresses)
    assert 100 < len(addresses) - len(set(addresses)) < 1000
    other = tmp_path / "other.parquet"
    write_synthetic(SyntheticUsers(20_000, seed=2, labels=("1.0.0", "1.1.0")), other)
    assert other.read_bytes() != table.read_bytes()
