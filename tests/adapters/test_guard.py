"""A list of people is refused where it would be published or enter git."""

from __future__ import annotations

from pathlib import Path
from subprocess import run

import pytest

from gazette.adapters.guard import refuse_public_place
from gazette.errors import OutputError


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A git work tree that ignores build/ and *.csv, with one tracked file."""
    run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("/build/\n*.csv\n")
    (tmp_path / "build").mkdir()
    (tmp_path / "build/tracked.csv").touch()
    run(["git", "-C", tmp_path, "add", "--force", "build/tracked.csv"], check=True)
    return tmp_path


@pytest.mark.parametrize("name", ["build/list.jsonl", "list.csv", "new/folder/list.csv"])
def test_what_git_ignores_may_hold_people(tree: Path, name: str) -> None:
    refuse_public_place(tree / name)


@pytest.mark.parametrize(
    "name", ["list.jsonl", "build/tracked.csv", "new/folder/list.parquet", ".git/list.csv"]
)
def test_what_git_tracks_or_would_track_is_refused(tree: Path, name: str) -> None:
    with pytest.raises(OutputError, match="git would track"):
        refuse_public_place(tree / name)


def test_outside_a_work_tree_git_is_not_asked(tmp_path: Path) -> None:
    refuse_public_place(tmp_path / "list.csv")


@pytest.mark.parametrize("name", ["site/list.csv", "site/privacy/list.csv", "build/../site/l.csv"])
def test_what_is_published_is_refused(tree: Path, name: str) -> None:
    with pytest.raises(OutputError, match="published"):
        refuse_public_place(tree / name, public=(tree / "site",))


def test_a_link_into_the_site_is_followed(tree: Path) -> None:
    (tree / "site").mkdir()
    (tree / "build/link").symlink_to(tree / "site")
    with pytest.raises(OutputError, match="published"):
        refuse_public_place(tree / "build/link/list.csv", public=(tree / "site",))


def test_a_folder_is_no_file(tree: Path) -> None:
    with pytest.raises(OutputError, match="folder"):
        refuse_public_place(tree / "build")
