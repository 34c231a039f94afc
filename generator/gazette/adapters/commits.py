"""Committing and tagging a release through git, signed where git is set up for it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from gazette.adapters.signatures import signs
from gazette.errors import HistoryError, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from git import GitCommandError, Repo

_AGAIN = "Mend that, then run the same command again: what is released stays released."


def author_name(folder: Path) -> str:
    """The name that git would sign with in `folder`; empty where it has none."""
    try:
        from git import GitCommandError, InvalidGitRepositoryError, NoSuchPathError, Repo  # noqa: PLC0415
    except ImportError:
        return ""
    try:
        with Repo(folder, search_parent_directories=True) as repository:
            return str(repository.git.config("--get", "user.name"))
    except (GitCommandError, InvalidGitRepositoryError, NoSuchPathError):
        return ""


def refuse_commit(folder: Path) -> None:
    """Raise HistoryError where a commit in `folder` would fail, or be lost."""
    with _repository(folder) as repository:
        if repository.head.is_detached:
            raise HistoryError(
                "no branch is checked out, so a commit would be lost with the next checkout",
                where=Location(str(folder)),
                remedy="Check out the branch that is published: git switch main",
            )
        if (Path(str(repository.git_dir)) / "MERGE_HEAD").exists():
            raise HistoryError(
                "a merge is under way, and git commits no part of it",
                where=Location(str(folder)),
                remedy="Finish it, or give it up: git merge --abort",
            )


def commit_files(folder: Path, names: tuple[str, ...], *, message: str) -> str:
    """Commit the named files of `folder` and nothing else; the commit's hash.

    A file that is gone is committed as gone. Empty where all of them are as
    committed already. Raises HistoryError where git refuses.
    """
    with _repository(folder) as repository:
        paths = [str((folder / name).resolve()) for name in names]
        known = [
            path for path in paths if Path(path).exists() or repository.git.ls_files("--", path)
        ]
        if not known:
            # Without a path git would take everything.
            return ""
        repository.git.add("--all", "--force", "--", *known)
        if not repository.git.status("--porcelain", "--", *known):
            return ""
        sign = "--gpg-sign" if signs(repository, "commit") else "--no-gpg-sign"
        repository.git.commit("--quiet", "--only", sign, f"--message={message}", "--", *known)
        return str(repository.git.rev_parse("HEAD"))


def tag_version(folder: Path, file: str, *, name: str, message: str) -> bool:
    """Tag the commit that `file` came with as `name`; False where there is that tag already.

    Raises HistoryError where git refuses.
    """
    with _repository(folder) as repository:
        if name in {str(tag) for tag in repository.tags}:
            return False
        path = str((folder / file).resolve())
        commit = repository.git.log("-1", "--format=%H", "--diff-filter=A", "--", path)
        kind = ("--sign",) if signs(repository, "tag") else ("--annotate", "--no-sign")
        repository.git.tag(*kind, f"--message={message}", name, commit)
        return True


@contextmanager
def _repository(folder: Path) -> Iterator[Repo]:
    """The repository that holds `folder`; what git answers is raised as HistoryError."""
    try:
        from git import GitCommandError, InvalidGitRepositoryError, NoSuchPathError, Repo  # noqa: PLC0415
    except ImportError:
        raise HistoryError(
            "git is not installed, and a commit was asked for",
            remedy="Install git, or leave out --commit and --tag.",
        ) from None
    try:
        with Repo(folder, search_parent_directories=True) as repository:
            yield repository
    except (InvalidGitRepositoryError, NoSuchPathError):
        raise HistoryError(
            "this is no git repository, and a commit was asked for",
            where=Location(str(folder)),
            remedy="Run this inside the repository, or leave out --commit and --tag.",
        ) from None
    except GitCommandError as error:
        _refused(folder, error)


def _refused(folder: Path, error: GitCommandError) -> NoReturn:
    """Raise what git said, in one line."""
    said = str(error.stderr).removeprefix("\n  stderr: ").strip().strip("'").strip()
    raise HistoryError(
        f"git refuses: {' '.join(said.split()) or error.status}",
        where=Location(str(folder)),
        remedy=_AGAIN,
    ) from None
