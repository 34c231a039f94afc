from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gazette.adapters.past import read_dated_files, read_past
from gazette.errors import HistoryError, SourceError
from gazette.release.adoption import Text

UTC = ZoneInfo("UTC")
LINES = "".join(f"Line {number}\n" for number in range(20))


class Repository:
    """A repository in which each commit has the day that it is given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, at: str = "2020-01-01T12:00:00Z") -> str:
        dates = {f"GIT_{role}_DATE": at for role in ("AUTHOR", "COMMITTER")}
        names = {f"GIT_{role}_NAME": "Dana" for role in ("AUTHOR", "COMMITTER")}
        mails = {f"GIT_{role}_EMAIL": "d@library.example" for role in ("AUTHOR", "COMMITTER")}
        plain = {"GIT_CONFIG_GLOBAL": os.devnull}
        run = subprocess.run(
            ["git", *arguments], cwd=self.folder, check=True, capture_output=True, text=True,
            env=os.environ | dates | names | mails | plain,
        )  # fmt: skip
        return run.stdout.strip()

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def commit(self, at: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=Work", at=at)

    def past(self, path: str, *, revision: str = "HEAD", zone: ZoneInfo = UTC) -> tuple[Text, ...]:
        return read_past(self.folder, path, revision=revision, zone=zone)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "website")


def told(texts: tuple[Text, ...]) -> list[tuple[str, bytes | None]]:
    return [(str(each.day), each.data) for each in texts]


def test_each_commit_that_touched_the_file_is_told_with_its_day(repository: Repository) -> None:
    for day, text in (("01", "one"), ("02", "two")):
        repository.write("privacy.md", text)
        repository.commit(f"2020-01-{day}T12:00:00Z")
    repository.write("other.md", "else")
    repository.commit("2020-01-03T12:00:00Z")

    texts = repository.past("privacy.md")

    assert told(texts) == [("2020-01-01", b"one"), ("2020-01-02", b"two")]
    assert texts[1].origin == f"{repository.git('rev-parse', 'HEAD~1')[:10]}:privacy.md"


def test_the_day_is_the_one_where_the_policy_is_at_home(repository: Repository) -> None:
    repository.write("privacy.md", "one")
    repository.commit("2020-01-01T23:30:00Z")

    (text,) = repository.past("privacy.md", zone=ZoneInfo("Europe/Bratislava"))

    assert text.day == date(2020, 1, 2)


def test_former_names_are_followed_through_edits(repository: Repository) -> None:
    repository.write("legal/old.md", LINES)
    repository.commit("2020-01-01T12:00:00Z")
    repository.git("mv", "legal/old.md", "middle.md")
    repository.write("middle.md", LINES + "more\n")
    repository.commit("2020-01-02T12:00:00Z")
    repository.write("middle.md", LINES + "more still\n")
    repository.commit("2020-01-03T12:00:00Z")
    repository.write("docs/.keep", "")
    repository.git("mv", "middle.md", "docs/privacy.md")
    repository.commit("2020-01-04T12:00:00Z")

    texts = repository.past("docs/privacy.md")

    assert [str(each.day)[-2:] for each in texts] == ["01", "02", "03", "04"]
    assert [each.origin.partition(":")[2] for each in texts] == [
        "legal/old.md", "middle.md", "middle.md", "docs/privacy.md",
    ]  # fmt: skip


def test_a_copy_has_no_past_of_its_own(repository: Repository) -> None:
    repository.write("template.md", LINES)
    repository.commit("2020-01-01T12:00:00Z")
    repository.write("privacy.md", LINES)
    repository.commit("2020-01-02T12:00:00Z")

    assert [str(each.day) for each in repository.past("privacy.md")] == ["2020-01-02"]


def test_a_file_that_was_gone_for_a_while_is_told_as_gone(repository: Repository) -> None:
    repository.write("keep.md", "x")
    repository.write("privacy.md", "one")
    repository.commit("2020-01-01T12:00:00Z")
    repository.git("rm", "--quiet", "privacy.md")
    repository.commit("2020-01-02T12:00:00Z")
    repository.write("privacy.md", "two")
    repository.commit("2020-01-03T12:00:00Z")

    assert [each.data for each in repository.past("privacy.md")] == [b"one", None, b"two"]


def test_a_text_counts_from_its_merge_and_not_from_its_writing(repository: Repository) -> None:
    repository.write("privacy.md", "one")
    repository.commit("2020-01-01T12:00:00Z")
    repository.git("switch", "--quiet", "--create", "work")
    for text in ("half", "two"):
        repository.write("privacy.md", text)
        repository.commit("2020-01-02T12:00:00Z")
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge", "work", at="2020-02-01T12:00:00Z")

    assert told(repository.past("privacy.md")) == [("2020-01-01", b"one"), ("2020-02-01", b"two")]


def test_a_shallow_clone_is_refused(repository: Repository, tmp_path: Path) -> None:
    for day in ("01", "02"):
        repository.write("privacy.md", day)
        repository.commit(f"2020-01-{day}T12:00:00Z")
    repository.git("clone", "--quiet", "--depth=1", repository.folder.as_uri(), str(tmp_path / "s"))

    with pytest.raises(HistoryError, match="shallow"):
        read_past(tmp_path / "s", "privacy.md", revision="HEAD", zone=UTC)


def a_link(repository: Repository) -> None:
    (repository.folder / "privacy.md").symlink_to("elsewhere.md")
    repository.commit("2020-01-01T12:00:00Z")


def no_file(repository: Repository) -> None:
    repository.write("other.md", "x")
    repository.commit("2020-01-01T12:00:00Z")


def no_commit(repository: Repository) -> None:
    repository.write("privacy.md", "x")


@pytest.mark.parametrize(
    ("prepare", "said"),
    [(a_link, "a link"), (no_file, "has a file"), (no_commit, "no revision")],
)
def test_what_is_missing_is_said(
    repository: Repository, prepare: Callable[[Repository], None], said: str
) -> None:
    prepare(repository)

    with pytest.raises(HistoryError, match=said):
        repository.past("privacy.md")


def test_no_repository_is_said(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="no git repository"):
        read_past(tmp_path, "privacy.md", revision="HEAD", zone=UTC)


def test_dated_files_are_told_in_their_order(tmp_path: Path) -> None:
    for day in ("2024-05-01", "2019-12-24"):
        (tmp_path / f"{day}.md").write_text(day)
    (tmp_path / "logo.png").touch()

    assert told(read_dated_files(tmp_path)) == [
        ("2019-12-24", b"2019-12-24"), ("2024-05-01", b"2024-05-01"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["privacy.md", "2024-05.md", "2024-02-30.md", "x-2024-05-01.md"])
def test_a_file_whose_name_is_no_day_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")

    with pytest.raises(SourceError, match="no day"):
        read_dated_files(tmp_path)


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no Markdown"):
        read_dated_files(tmp_path)
