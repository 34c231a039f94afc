from pathlib import Path

import pytest
from click.testing import CliRunner

from gazette.cli import gazette


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(gazette, ["init", *arguments])
    return result.exit_code, result.output


def test_it_lays_down_a_policy_repository(tmp_path: Path) -> None:
    code, _ = run(str(tmp_path / "new"), "--site-url", "https://legal.example/terms")
    assert code == 0
    for path in ("policy/privacy/1.0.0.md", "policy/privacy/policy.toml", ".gitignore"):
        assert (tmp_path / "new" / path).is_file()
    assert "https://legal.example/terms/" in (tmp_path / "new/mkdocs.yml").read_text()
    assert "privacy@legal.example" in (tmp_path / "new/policy/privacy/1.0.0.md").read_text()


def test_a_bad_address_is_a_usage_error(tmp_path: Path) -> None:
    code, output = run(str(tmp_path), "--site-url", "example.com/privacy")
    assert code == 2
    assert "write the whole address" in output
    assert not list(tmp_path.iterdir())


def test_what_it_says_comes_next_is_all_that_a_release_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = CliRunner().invoke(gazette, ["init", str(tmp_path / "new")])
    said = result.stderr.rsplit("gazette ", 1)[1].split()
    monkeypatch.chdir(tmp_path / "new")

    assert CliRunner().invoke(gazette, ["verify"]).exit_code == 1, "there is no ledger yet"
    assert CliRunner().invoke(gazette, [*said, "--by", "Dana"]).exit_code == 0
    assert CliRunner().invoke(gazette, ["verify"]).exit_code == 0
