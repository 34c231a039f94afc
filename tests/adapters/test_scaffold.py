import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gazette.adapters.scaffold import Organisation, lay_down, starter_files
from gazette.errors import OutputError

TODAY = date(2026, 11, 22)
EXAMPLE = Organisation(
    name="Example Ltd", site_url="https://example.com/privacy/", email="privacy@example.com"
)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_name_survives_toml_and_yaml(name: str) -> None:
    owner = Organisation(name=name, site_url=EXAMPLE.site_url, email=EXAMPLE.email)
    files = starter_files(owner, today=TODAY, templates={})
    policy = tomllib.loads(files["policy/privacy/policy.toml"].decode())
    assert policy["organisation"] == name
    assert yaml.safe_load(files["mkdocs.yml"])["site_name"] == name


def test_the_first_version_is_dated_today() -> None:
    files = starter_files(EXAMPLE, today=TODAY, templates={"site/page.html": b"<p>"})
    text = files["policy/privacy/1.0.0.md"].decode()
    assert "published: 2026-11-22" in text
    assert "effective: 2026-11-22" in text
    assert files["templates/site/page.html"] == b"<p>"


def test_nothing_that_exists_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine")
    with pytest.raises(OutputError, match="b exists already"):
        lay_down({"a": b"1", "b": b"2"}, tmp_path)
    assert (tmp_path / "b").read_text() == "mine"
    assert not (tmp_path / "a").exists()


def test_a_failure_takes_back_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder is needed")
    with pytest.raises(OutputError, match="cannot be laid down"):
        lay_down({"a": b"1", "taken/b": b"2"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
