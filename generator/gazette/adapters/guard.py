"""Keep what holds personal data out of the site and out of git."""

from __future__ import annotations

from subprocess import run
from typing import TYPE_CHECKING

from gazette.errors import Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_REMEDY = "Write it elsewhere, for example under build/, which git ignores."


def refuse_public_place(path: Path, *, public: Sequence[Path] = ()) -> None:
    """OutputError where `path` lies in a public folder, or git tracks or would track it.

    `public` are folders that are published, such as site/. Links are followed
    first. Outside any git work tree nothing needs git.
    """
    real = path.resolve()
    where = Location(str(path))
    if real.is_dir():
        raise OutputError("this is a folder", where=where, remedy="Name a file.")
    for folder in public:
        if real.is_relative_to(folder.resolve()):
            raise OutputError(
                f"what lies in {folder}/ is published; a list of people must not be",
                where=where,
                remedy=_REMEDY,
            )
    root = next((folder for folder in real.parents if (folder / ".git").exists()), None)
    if root is None:
        return
    if real.is_relative_to(root / ".git") or not _is_ignored(root, real):
        raise OutputError(
            "git would track this file; a list of people must never enter a repository",
            where=where,
            remedy=_REMEDY,
        )


def _is_ignored(root: Path, path: Path) -> bool:
    # The program itself: GitPython takes longer to load than a small list to write.
    # It consults the index too, so a tracked file counts as not ignored.
    asked = ["git", "-C", str(root), "check-ignore", "--quiet", "--", str(path)]
    try:
        return run(asked, check=False, capture_output=True).returncode == 0  # noqa: S603 - no shell
    except OSError:
        raise OutputError(
            "this lies in a git work tree, and git is not installed to ask whether it is ignored",
            where=Location(str(path)),
            remedy="Install git, or write outside the work tree.",
        ) from None
