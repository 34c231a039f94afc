"""The pipeline's own script, run as a runner runs it: with a real mail server and database."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gazette.cli.group import gazette
from gazette.model.policy import Policy, Version
from gazette.source import load_policies

SCRIPT = Path(__file__).parents[2] / ".github" / "actions" / "gazette" / "notices.sh"
TODAY = datetime.now(UTC).date()
USERS = """\
user_id,email,card,accepted_version,status,locale
ann,ann@reader.example,child,1.1.1,active,en
bob,bob@reader.example,adult,,active,en
"""


def call(*arguments: str) -> str:
    done = CliRunner().invoke(gazette, arguments)
    assert done.exit_code == 0, done.output + repr(done.exception)
    return done.stdout


@pytest.fixture
def released(library: Path, all_minor: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library with its draft released today, and the table of its readers."""
    monkeypatch.chdir(library)
    (library / "users.csv").write_text(USERS)
    draft = library / "policy" / "privacy" / "draft.md"
    dates = f"published: {TODAY}\neffective: {TODAY + timedelta(days=60)}\n"
    text = draft.read_text("utf-8").replace("status: proposal\n", f"status: proposal\n{dates}")
    draft.write_text(text, "utf-8")
    by = ("--by", "Dana Counsel")
    call("release", "--adopt", *by)
    for line in call("decide").splitlines():
        if "  review (" in line:
            call("decide", line.split()[0], "--level", "minor", "--reason", "Read.", *by)
    call("release", *by)
    (library / "older.toml").write_text(all_minor(*_newest(library)))
    return library


def _newest(library: Path) -> tuple[Policy, Version]:
    policy = load_policies(library / "policy")[0]
    return policy, policy.versions[-1]


def run(folder: Path, port: int, ledger: str) -> str:
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "GAZETTE_USERS": "users.csv",
        "GAZETTE_SMTP": f"smtp://127.0.0.1:{port}",
        "GAZETTE_LEDGER": ledger,
        "GAZETTE_DECISIONS": "older.toml" if (folder / "older.toml").exists() else "",
        "GAZETTE_KEY": str(folder / "private" / "notices.key"),
    }
    done = subprocess.run(
        ["bash", str(SCRIPT), "policy"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "reader.example" not in done.stdout + done.stderr
    return done.stdout


def test_a_runner_tells_each_reader_once_however_often_it_runs(
    released: Path, server: Any, postgres: str
) -> None:
    schema = f"{postgres}?options=-csearch_path%3Dpipeline"
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS pipeline CASCADE")
        connection.execute("CREATE SCHEMA pipeline")

    first = run(released, server.port, schema)

    assert "2 accepted" in first
    assert sorted(server.addresses) == ["ann@reader.example", "bob@reader.example"]
    run(released, server.port, schema)
    assert len(server.taken) == 2


def test_nothing_is_told_of_what_is_not_material(library: Path, server: Any) -> None:
    (library / "users.csv").write_text(USERS)
    with pytest.raises(AssertionError, match="notice ledger"):
        run(library, server.port, "private/none.sqlite")
    assert server.taken == []
