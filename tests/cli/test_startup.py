from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("lxml", "markdown", "mkdocs", "duckdb", "ibis", "rich", "git", "jinja2", "yaml")

PROBE = """
import sys
from gazette.cli import main
sys.argv = ["gazette", *sys.argv[1:]]
try:
    main()
except SystemExit as stop:
    assert not stop.code
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded_by(*arguments: str) -> set[str]:
    """The packages that a run of the command has imported."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("loaded:")[2].split())


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_is_instant_because_it_imports_nothing_heavy(argument: str) -> None:
    assert loaded_by(argument).isdisjoint(HEAVY)


def test_comparing_needs_no_site_and_no_user_table() -> None:
    assert loaded_by("diff", "--help").isdisjoint({"mkdocs", "duckdb", "ibis", "git", "rich"})


def test_sending_reads_no_policy_and_no_table() -> None:
    assert loaded_by("notify", "send", "--help").isdisjoint(HEAVY)
