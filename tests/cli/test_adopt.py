from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest
from click.testing import CliRunner, Result

from gazette.cli.group import gazette
from gazette.errors import OutputError, SourceError
from gazette.source import load_policy

Run = Callable[..., Result]
FOLDER = Path("policy/privacy")
KEPT = "# Privacy\n\nWe delete the record of a loan {} days after the book comes back.\n"
TEXTS = {"2024-05-01": KEPT.format(30), "2025-05-01": KEPT.format(90)}


@pytest.fixture
def run(library: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, where a policy has settings and no past yet, beside a folder of texts."""
    monkeypatch.chdir(library)
    for file in FOLDER.iterdir():
        if file.name != "policy.toml":
            file.unlink()
    Path("past").mkdir()
    for day, text in TEXTS.items():
        Path("past", f"{day}.md").write_text(text)

    def called(*arguments: str) -> Result:
        return CliRunner().invoke(gazette, ["adopt", *arguments])

    return called


def test_dated_files_become_versions_and_the_ledger_can_begin(run: Run) -> None:
    result = run("past")

    assert result.exit_code == 0
    assert [line.split("\t")[:4] for line in result.stdout.splitlines()] == [
        ["1.0.0", "2024-05-01", "2024-05-01", "first"],
        ["2.0.0", "2025-05-01", "2025-05-01", "material"],
    ]
    assert [each.label for each in load_policy(FOLDER).versions] == ["1.0.0", "2.0.0"]
    begun = CliRunner().invoke(gazette, ["release", "--adopt", "--by", "Dana"])
    assert begun.exit_code == 0
    assert CliRunner().invoke(gazette, ["verify"]).exit_code == 0


def test_a_dry_run_writes_nothing(run: Run) -> None:
    result = run("past", "--dry-run")

    assert result.stdout.startswith("1.0.0\t")
    assert [each.name for each in FOLDER.iterdir()] == ["policy.toml"]


def test_what_is_there_is_never_written_over(run: Run) -> None:
    run("past")
    before = {each.name: each.read_bytes() for each in FOLDER.iterdir()}

    assert isinstance(run("past").exception, OutputError)
    assert {each.name: each.read_bytes() for each in FOLDER.iterdir()} == before


def test_a_policy_without_settings_is_not_begun(run: Run) -> None:
    rmtree(FOLDER)

    assert isinstance(run("past").exception, SourceError)
    assert not FOLDER.exists()


@pytest.mark.parametrize(
    ("source", "said"), [("nowhere:privacy.md", "no such folder"), ("past:", "")]
)
def test_a_source_that_is_none_is_refused(run: Run, source: str, said: str) -> None:
    result = run(source)

    assert result.exit_code != 0
    assert said in str(result.exception)


def test_other_processes_read_the_same(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = run("past", "--dry-run").stdout
    monkeypatch.setattr("gazette.cli.adopt._FEW", 0)
    assert run("past", "--dry-run").stdout == alone

    Path("past/2025-06-01.md").write_bytes(b"\xff")
    result = run("past")
    assert isinstance(result.exception, SourceError)
    assert "2025-06-01.md" in str(result.exception)
