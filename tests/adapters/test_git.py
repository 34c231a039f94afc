from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from gazette.adapters.git import read_revision
from gazette.errors import HistoryError, SourceError

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Legal", "-c", "user.email=legal@example.com"]
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(folder: Path, text: str | bytes) -> None:
    (folder / "policy").mkdir(exist_ok=True)
    data = text.encode() if isinstance(text, str) else text
    (folder / "policy" / "privacy.md").write_bytes(data)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A version")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "# First\n")
    git(folder, "tag", "v1")
    commit(folder, "# Second’s\n")
    return folder


@pytest.mark.parametrize(
    ("revision", "text"),
    [
        ("HEAD", "# Second’s\n"),
        ("HEAD~1", "# First\n"),
        ("v1", "# First\n"),
        ("main^", "# First\n"),
    ],
)
def test_reads_a_file_at_a_revision(repository: Path, revision: str, text: str) -> None:
    assert read_revision(revision, "policy/privacy.md", folder=repository).text == text


def test_names_the_commit_so_that_a_moving_branch_stays_traceable(repository: Path) -> None:
    found = read_revision("main", "policy/privacy.md", folder=repository)
    assert found.name == f"{git(repository, 'rev-parse', 'HEAD')[:10]}:policy/privacy.md"


def test_a_path_with_a_dot_starts_at_the_folder(repository: Path) -> None:
    inside = repository / "policy"
    assert read_revision("v1", "./privacy.md", folder=inside).text == "# First\n"
    assert read_revision("v1", "../policy/privacy.md", folder=inside).text == "# First\n"


def test_the_working_tree_does_not_matter(repository: Path) -> None:
    (repository / "policy" / "privacy.md").unlink()
    assert read_revision("HEAD", "policy/privacy.md", folder=repository).text == "# Second’s\n"


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="no git repository here"):
        read_revision("HEAD", "privacy.md", folder=tmp_path)


@pytest.mark.parametrize("revision", ["nowhere", "HEAD~9", "", "--all", "HEAD:policy"])
def test_unknown_revision(repository: Path, revision: str) -> None:
    with pytest.raises(HistoryError, match=f"no revision “{revision}”"):
        read_revision(revision, "policy/privacy.md", folder=repository)


def test_a_path_not_in_that_revision_suggests_the_right_one(repository: Path) -> None:
    with pytest.raises(HistoryError, match="has no file") as caught:
        read_revision("HEAD", "privacy.md", folder=repository)
    assert "Did you mean policy/privacy.md?" in caught.value.remedy


def test_a_path_that_is_nowhere_says_how_to_look(repository: Path) -> None:
    with pytest.raises(HistoryError, match="has no file") as caught:
        read_revision("HEAD", "policy/terms.md", folder=repository)
    assert "git ls-tree" in caught.value.remedy


def test_a_folder_is_no_file(repository: Path) -> None:
    with pytest.raises(HistoryError, match="a folder"):
        read_revision("HEAD", "policy", folder=repository)


def test_a_symbolic_link_is_no_file(repository: Path) -> None:
    (repository / "link.md").symlink_to("policy/privacy.md")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "Link")
    with pytest.raises(HistoryError, match="a symbolic link"):
        read_revision("HEAD", "link.md", folder=repository)


def test_a_shallow_clone_says_that_it_is_one(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), "shallow")
    shallow = tmp_path / "shallow"
    assert read_revision("HEAD", "policy/privacy.md", folder=shallow).text == "# Second’s\n"
    with pytest.raises(HistoryError, match="shallow") as caught:
        read_revision("HEAD~1", "policy/privacy.md", folder=shallow)
    assert "git fetch --unshallow" in caught.value.remedy


def test_a_revision_that_is_not_utf8_names_the_line(repository: Path) -> None:
    commit(repository, b"# Third\ncaf\xe9\n")
    with pytest.raises(SourceError, match=r":policy/privacy\.md:2: the byte 0xE9"):
        _ = read_revision("HEAD", "policy/privacy.md", folder=repository).text
