"""The texts that a policy's file has held: in a repository's history, or as dated files.

History is what the branch itself held, from merge to merge: each commit is held
against its first parent, so that a text counts from the day it was merged, not
from when someone began to write it. The day is the committer's, in the time
zone of the policy.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gazette.adapters.repository import opened
from gazette.errors import HistoryError, Location, SourceError
from gazette.release.adoption import Text
from gazette.source.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from git import Repo

_SHORT = 10
_FILES = ("100644", "100755")
_ABSENT = "000000"
_REMEDY = "Name it as REPOSITORY:PATH, such as ../website:legal/privacy.md, in a clone of it."
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})\.(?:md|markdown)")


def read_past(folder: Path, path: str, *, revision: str, zone: ZoneInfo) -> tuple[Text, ...]:
    """The texts of `path` (from the top) in the repository at `folder`, oldest first.

    One for each commit up to `revision` that touched it, its former names
    followed. Raises HistoryError where git, the repository, the revision or the
    file is missing, and where the clone is shallow.
    """
    with opened(folder, remedy=_REMEDY) as repository:
        past = _Past(repository, posixpath.normpath(path))
        past.refuse_shallow()
        steps = tuple(past.steps(past.commit(revision)))
        if not steps:
            raise HistoryError(
                f"no commit up to {revision} has a file “{past.path}”",
                where=Location(str(folder)),
                remedy="Paths start at the top of the repository; see: git ls-files",
            )
        return past.texts(steps[::-1], zone)


def read_dated_files(folder: Path) -> tuple[Text, ...]:
    """The files of `folder` that are named after their days (2024-05-01.md), oldest first.

    Raises SourceError for a Markdown file of another name, or where there is none.
    """
    files = sorted(each for each in folder.iterdir() if each.suffix in {".md", ".markdown"})
    if not files:
        raise SourceError(
            "the folder holds no Markdown file",
            where=Location(str(folder)),
            remedy="Name each after its day, such as 2024-05-01.md.",
        )
    texts = tuple(Text(_day_of(each), read_bytes(each), str(each)) for each in files)
    return tuple(sorted(texts, key=lambda each: each.day))


def _day_of(file: Path) -> date:
    found = _DATED.fullmatch(file.name)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise SourceError(
            "the file’s name is no day",
            where=Location(str(file)),
            remedy="Name it after the day on which it was published, such as 2024-05-01.md.",
        ) from None


@dataclass(frozen=True, slots=True)
class _Step:
    """What one commit made of the file."""

    commit: str
    seconds: int
    mode: str
    blob: str
    status: str
    path: str


@dataclass(frozen=True, slots=True)
class _Past:
    """One file in an open repository."""

    repository: Repo
    path: str

    def refuse_shallow(self) -> None:
        """Raise HistoryError where the oldest commits are missing: a first day would be false."""
        if self.repository.git.rev_parse("--is-shallow-repository") == "true":
            raise HistoryError(
                "this clone is shallow: the file’s first days are not in it",
                where=Location(str(self.repository.git_dir)),
                remedy="Fetch the whole history: git fetch --unshallow",
            )

    def commit(self, revision: str) -> str:
        """The commit that `revision` names."""
        found = self.repository.git.rev_parse(
            "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}",
            with_exceptions=False,
        )  # fmt: skip
        if not found:
            raise HistoryError(
                f"there is no revision “{revision}” in this repository",
                where=Location(str(self.repository.git_dir)),
                remedy="List what there is with: git log --oneline, git branch --all",
            )
        return str(found)

    def steps(self, commit: str) -> Iterator[_Step]:
        """What each commit made of the file, the latest first, through its renames."""
        path: str | None = self.path
        while path is not None:
            name, path = path, None
            for step in self._log(commit, name):
                yield step
                former = self._former(step) if step.status == "A" else None
                if former:
                    commit, path = f"{step.commit}^1", former
                    break

    def _log(self, commit: str, path: str) -> Iterator[_Step]:
        """What each commit made of the file while it had this name, the latest first."""
        answer = str(
            self.repository.git.log(
                "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "-z",
                "--format=%H %ct", commit, "--", f":(top,literal){path}",
            )
        )  # fmt: skip
        head, words = "", iter(answer.replace("\n", "\0").split("\0"))
        for word in words:
            if not word.startswith(":"):
                head = word or head
                continue
            _, mode, _, blob, status = word.split(" ")
            name, seconds = head.split(" ")
            yield _Step(name, int(seconds), mode, blob, status, next(words))

    def _former(self, step: _Step) -> str | None:
        """The file's name before the commit that it came with; None where it was new."""
        if not self.repository.commit(step.commit).parents:
            return None
        answer = str(
            self.repository.git.diff_tree(
                "-r", "-z", "--find-renames", "--diff-filter=R", "--name-status",
                f"{step.commit}^1", step.commit,
            )
        )  # fmt: skip
        words = answer.split("\0")
        renamed = dict(zip(words[2::3], words[1::3], strict=False))
        return renamed.get(step.path)

    def texts(self, steps: tuple[_Step, ...], zone: ZoneInfo) -> tuple[Text, ...]:
        """The text that each step left; each blob is read once."""
        read: dict[str, bytes] = {}
        found = []
        for step in steps:
            if step.mode not in (*_FILES, _ABSENT):
                raise HistoryError(
                    "in that commit this is a link, not a file",
                    where=Location(f"{step.commit[:_SHORT]}:{step.path}"),
                    remedy="Name the file that it leads to.",
                )
            if step.mode != _ABSENT and step.blob not in read:
                read[step.blob] = self.repository.odb.stream(bytes.fromhex(step.blob)).read()
            day = datetime.fromtimestamp(step.seconds, UTC).astimezone(zone).date()
            origin = f"{step.commit[:_SHORT]}:{step.path}"
            found.append(Text(day, read.get(step.blob), origin))
        return tuple(found)
