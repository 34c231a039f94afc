"""Git as the witness: what a file said at a revision.

Paths are as git spells them: from the top of the repository, or from `folder`
when they begin with `./` or `../`.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from gazette.errors import HistoryError, Location
from gazette.source.files import decode_text

if TYPE_CHECKING:
    from git import Blob, Commit, Repo

_SYMLINK = 0o120000
_SHORT = 10


@dataclass(frozen=True, slots=True)
class RevisionText:
    """A file as it stood in a commit; `name` is `<commit>:<path>`, which never moves."""

    name: str
    data: bytes

    @property
    def text(self) -> str:
        """The text; SourceError where the bytes are not UTF-8."""
        return decode_text(self.data, path=self.name)


def read_revision(revision: str, path: str, *, folder: Path) -> RevisionText:
    """The file at `path` in the commit that `revision` names, in `folder`'s repository.

    `revision` is anything that git resolves to a commit (`HEAD~3`, a tag, a
    branch, a hash). Raises HistoryError saying what is missing: git, the
    repository, the revision (and whether the clone is shallow), or the path.
    """
    with _open_repository(folder) as repository:
        commit = _find_commit(repository, revision)
        inside = _path_from_top(repository, path, folder)
        blob = _find_blob(commit, inside, asked=f"{revision}:{path}")
        return RevisionText(name=f"{commit.hexsha[:_SHORT]}:{inside}", data=blob.data_stream.read())


def user_name(folder: Path) -> str:
    """The name that git signs commits in `folder` with; "" without git or a name."""
    try:
        from git import Git, GitCommandError  # noqa: PLC0415 - runs git at once
    except ImportError:
        return ""
    try:
        return str(Git(folder).config("user.name"))
    except GitCommandError:
        return ""


def _open_repository(folder: Path) -> Repo:
    """The repository that holds `folder`."""
    try:
        # Imported here: it runs `git version` at once, and fails without git.
        from git import InvalidGitRepositoryError, NoSuchPathError, Repo  # noqa: PLC0415
    except ImportError:
        raise HistoryError(
            "git is not installed, and a revision was asked for",
            remedy="Install git, or compare two files instead.",
        ) from None
    try:
        return Repo(folder, search_parent_directories=True)
    except (InvalidGitRepositoryError, NoSuchPathError):
        raise HistoryError(
            "there is no git repository here, and a revision was asked for",
            where=Location(str(folder)),
            remedy="Run this inside the repository, or compare two files instead.",
        ) from None


def _find_commit(repository: Repo, revision: str) -> Commit:
    """The commit that `revision` names."""
    from git import GitCommandError  # noqa: PLC0415 - only once git is known to be there

    try:
        # git itself resolves the name: it knows spellings that GitPython does not.
        found = repository.git.rev_parse("--verify", "--end-of-options", f"{revision}^{{commit}}")
    except GitCommandError as error:
        _explain_missing_revision(repository, revision, str(error.stderr))
    return repository.commit(str(found))


def _explain_missing_revision(repository: Repo, revision: str, answer: str) -> NoReturn:
    """Raise the HistoryError that fits why `revision` was not found."""
    if "dubious ownership" in answer:
        raise HistoryError(
            "git refuses to read this repository, because someone else owns it",
            where=Location(str(repository.working_dir)),
            remedy="If you trust it, add it to git's setting safe.directory.",
        ) from None
    if repository.git.rev_parse("--is-shallow-repository") == "true":
        raise HistoryError(
            f"the revision “{revision}” is not in this shallow clone, which holds only "
            "the latest commits",
            remedy="Fetch the whole history: git fetch --unshallow --tags",
        ) from None
    raise HistoryError(
        f"there is no revision “{revision}” in this repository",
        remedy="List what there is with: git log --oneline, git tag, git branch --all",
    ) from None


def _path_from_top(repository: Repo, path: str, folder: Path) -> str:
    """`path` from the top of the repository; only `./` and `../` start at `folder`."""
    if not path.startswith(("./", "../")):
        return posixpath.normpath(path)
    top = Path(str(repository.working_dir)).resolve()
    return posixpath.normpath(posixpath.join(folder.resolve().relative_to(top).as_posix(), path))


def _find_blob(commit: Commit, path: str, *, asked: str) -> Blob:
    """The file at `path` in `commit`; `asked` is how the user spelled both."""
    try:
        found = commit.tree / path
    except KeyError:
        raise HistoryError(
            f"“{asked}”: that revision has no file “{path}”",
            remedy=_suggest_path(commit, path),
        ) from None
    if found.type != "blob" or found.mode == _SYMLINK:
        what = "a symbolic link" if found.mode == _SYMLINK else "a folder"
        raise HistoryError(
            f"“{asked}”: in that revision this is {what}, not a file",
            remedy="Name a Markdown file.",
        )
    return found


def _suggest_path(commit: Commit, path: str) -> str:
    """What to try instead of `path`: the same file name elsewhere in `commit`."""
    held = str(commit.repo.git.ls_tree("-r", "--name-only", "-z", commit.hexsha)).split("\0")
    likely = [other for other in held if posixpath.basename(other) == posixpath.basename(path)]
    if likely:
        return f"Paths start at the top of the repository. Did you mean {', '.join(likely[:3])}?"
    return f"See what it holds with: git ls-tree -r --name-only {commit.hexsha[:_SHORT]}"
