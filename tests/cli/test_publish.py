from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazette.cli.build import silence_material
from gazette.cli.group import gazette
from gazette.errors import OutputError

Run = Callable[..., Result]


@pytest.fixture
def run(library: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(library)

    def called(*arguments: str) -> Result:
        return CliRunner().invoke(gazette, list(arguments))

    return called


def build(*, preview: bool = False) -> None:
    silence_material()
    from gazette.plugin.building import build_site  # noqa: PLC0415 - MkDocs is slow to load

    build_site(Path("mkdocs.yml"), preview=preview, as_of="2026-11-22")


def test_a_built_site_is_published_and_then_nothing_is_left_to_do(run: Run) -> None:
    build()

    first, second = run("publish", "served"), run("publish", "served")

    assert first.exit_code == second.exit_code == 0
    assert "read again and compared" in first.stdout
    assert "nothing to do" in second.stdout
    assert Path("served/index.html").read_bytes() == Path("site/index.html").read_bytes()


def test_a_preview_is_refused_and_nothing_is_made(run: Run) -> None:
    build(preview=True)

    result = run("publish", "served")

    assert isinstance(result.exception, OutputError)
    assert "preview" in str(result.exception)
    assert not Path("served").exists()


def test_the_policy_itself_is_no_site(run: Run) -> None:
    result = run("publish", "served", "--site", "policy")

    assert isinstance(result.exception, OutputError)
    assert not Path("served").exists()


@pytest.mark.parametrize("target", ["site", "site/inside", "."])
def test_a_site_is_not_published_into_itself(run: Run, target: str) -> None:
    Path("site").mkdir(exist_ok=True)

    assert "into itself" in str(run("publish", target).exception)


@pytest.mark.parametrize(
    "arguments",
    [(), ("served", "--branch", "pages"), ("served", "--push", "origin"),
     ("--branch", "pages", "--rollback"), ("s3://bucket/x", "--rollback"),
     ("served", "--endpoint-url", "http://127.0.0.1"), ("served", "--keep", "CNAME")],
)  # fmt: skip
def test_a_wrong_call_is_told_apart(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("publish", *arguments).exit_code == 2
