"""Opening the repository that holds a folder, and saying plainly what git refuses."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gazette.errors import HistoryError, Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from git import GitCommandError, Repo


@contextmanager
def opened(folder: Path, *, remedy: str) -> Iterator[Repo]:
    """The repository that holds `folder`; whatever git refuses within is a HistoryError.

    `remedy` is what to do where git is missing, or this is no repository. What
    cannot be written (a full disk) is an OutputError.
    """
    where = Location(str(folder))
    try:
        # Imported here: it runs `git version` at once, and fails without git.
        from git import GitCommandError, InvalidGitRepositoryError, NoSuchPathError, Repo  # noqa: PLC0415
    except ImportError:
        raise HistoryError("git is not installed", where=where, remedy=remedy) from None
    try:
        with Repo(folder, search_parent_directories=True) as repository:
            yield repository
    except (InvalidGitRepositoryError, NoSuchPathError):
        raise HistoryError("this is no git repository", where=where, remedy=remedy) from None
    except GitCommandError as error:
        raise HistoryError(
            f"git refuses: {answer_of(error)}",
            where=where,
            remedy="Mend that, then run the same command again.",
        ) from None
    except OSError as error:
        raise OutputError(
            f"the repository cannot be read or written: {(error.strerror or str(error)).lower()}",
            where=where,
            remedy="Check that it can be written to and has room, then run this again.",
        ) from None


def answer_of(error: GitCommandError) -> str:
    """What git said, in one line."""
    said = str(error.stderr).removeprefix("\n  stderr: ").strip().strip("'").strip()
    return " ".join(said.split()) or f"exit code {error.status}"
