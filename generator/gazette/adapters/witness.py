"""Asking git what it has seen of a policy's files."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from gazette.adapters.signatures import commit_signature, tag_signature
from gazette.release.witness import History, Sighting, Signature, TaggedVersion, Witness
from gazette.source.ledger import LEDGER
from gazette.source.versions import is_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from git import Repo

_NO_GIT = "git is not installed"
_NO_REPOSITORY = "this is no git repository"
_NO_COMMIT = "the repository has no commit yet"
_NOT_OURS = "git refuses to read this repository, because someone else owns it"


def history_of(folder: Path) -> History:
    """How far git can be asked about `folder`; never raises for want of git."""
    return _ask(folder, lambda inquiry: Witness(inquiry.history)).history


def ask_witness(folder: Path, *, labels: tuple[str, ...], tags: str = "") -> Witness:
    """Git's testimony on the policy in `folder`, whose versions are `labels`, oldest first.

    `tags` is what the tags of its versions begin with (`privacy/`). Never
    raises for want of git: what it cannot say, the testimony says.
    """
    return _ask(folder, lambda inquiry: inquiry.testimony(labels, tags))


def _ask(folder: Path, question: Callable[[_Inquiry], Witness]) -> Witness:
    """What git answers to `question`, or why it does not."""
    try:
        # Imported here: it runs `git version` at once, and fails without git.
        from git import (  # noqa: PLC0415
            GitCommandError,
            InvalidGitRepositoryError,
            NoSuchPathError,
            Repo,
        )
    except ImportError:
        return Witness(History.NONE, _NO_GIT)
    try:
        with Repo(folder, search_parent_directories=True) as repository:
            if repository.bare or not repository.head.is_valid():
                return Witness(History.NONE, _NO_COMMIT)
            return question(_Inquiry.of(repository, folder))
    except (InvalidGitRepositoryError, NoSuchPathError):
        return Witness(History.NONE, _NO_REPOSITORY)
    except GitCommandError as error:
        said = " ".join(str(error.stderr).split())
        return Witness(History.NONE, _NOT_OURS if "dubious ownership" in said else said)


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """One policy's folder in an open repository; `inside` is its path from the top."""

    repository: Repo
    inside: str

    @classmethod
    def of(cls, repository: Repo, folder: Path) -> _Inquiry:
        top = Path(str(repository.working_dir)).resolve()
        return cls(repository, folder.resolve().relative_to(top).as_posix())

    @property
    def history(self) -> History:
        """Whether all of it is here."""
        shallow = self.repository.git.rev_parse("--is-shallow-repository") == "true"
        return History.SHALLOW if shallow else History.FULL

    def testimony(self, labels: tuple[str, ...], tags: str) -> Witness:
        git = self.repository.git
        folders = (self.inside, *self._former_folders(labels))
        touched = self._touched(folders)
        ledgers = tuple(
            (commit, self._blob(blobs[LEDGER]))
            for commit, blobs in touched
            if LEDGER in blobs and not _is_gone(blobs[LEDGER])
        )
        tagged = dict(self._tags(tags, folders))
        return Witness(
            self.history,
            head=str(git.rev_parse("HEAD")),
            sightings=MappingProxyType(self._sightings(touched, folders)),
            ledgers=ledgers,
            tags=MappingProxyType(tagged),
            signatures=MappingProxyType(
                {label: tuple(self._signatures(label, tagged, ledgers)) for label in labels}
            ),
            dirty=self._dirty(),
        )

    def _signatures(
        self,
        label: str,
        tagged: Mapping[str, TaggedVersion],
        ledgers: tuple[tuple[str, bytes], ...],
    ) -> Iterator[Signature]:
        """The signatures of a version's tag, and of the first commit that records it."""
        if label in tagged:
            yield tag_signature(self.repository, tagged[label].name)
        recording = [commit for commit, data in ledgers if _records(data, label)]
        # The first that a shallow clone holds need not be the one that the line came with.
        if recording and self.history is History.FULL:
            yield commit_signature(self.repository, recording[-1])

    def _former_folders(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """Where the policy lived before: its oldest version keeps its name when it moves."""
        if not labels:
            return ()
        name = f"{labels[0]}.md"
        answer = self.repository.git.log(
            "--follow",
            "--name-only",
            "--format=",
            "-z",
            "HEAD",
            "--",
            f":(top,literal){self.inside}/{name}",
        )
        found = dict.fromkeys(
            posixpath.dirname(path)
            for path in str(answer).replace("\n", "\0").split("\0")
            if posixpath.basename(path) == name
        )
        return tuple(each for each in found if each != self.inside)

    def _touched(self, folders: tuple[str, ...]) -> tuple[tuple[str, dict[str, str]], ...]:
        """The commits that touched the policy, the latest first: their files' blobs by name.

        A merge is held against each of its parents, so that nothing can be
        altered in a merge alone. Where the policy moves, its coming in one
        folder outweighs its going from another.
        """
        answer = str(
            self.repository.git.log(
                "--full-history", "--topo-order", "-m", "--raw", "--no-abbrev", "--no-renames",
                "--format=%H", "-z", "HEAD", "--", *(f":(top,literal){each}" for each in folders),
            )
        )  # fmt: skip
        commits: dict[str, dict[str, str]] = {}
        commit, words = "", iter(answer.replace("\n", "\0").split("\0"))
        for word in words:
            if not word.startswith(":"):
                commit = word or commit
                continue
            blob, path = word.split(" ")[3], next(words)
            name = _name(path, folders)
            if name:
                files = commits.setdefault(commit, {})
                files[name] = files.get(name, blob) if _is_gone(blob) else blob
        return tuple(commits.items())

    def _sightings(
        self, touched: tuple[tuple[str, dict[str, str]], ...], folders: tuple[str, ...]
    ) -> dict[str, tuple[Sighting, ...]]:
        """Each file's commits, the latest first."""
        found: dict[str, list[Sighting]] = defaultdict(list)
        for commit, blobs in touched:
            ledger = self._file(commit, LEDGER, folders) or b""
            for name, blob in blobs.items():
                language, _, label = name.removesuffix(".md").rpartition("/")
                digest = None if _is_gone(blob) else sha256(self._blob(blob)).hexdigest()
                found[name].append(Sighting(commit, digest, _records(ledger, label, language)))
        return {name: tuple(each) for name, each in found.items()}

    def _tags(self, prefix: str, folders: tuple[str, ...]) -> Iterator[tuple[str, TaggedVersion]]:
        """The tags of versions, by label; a tag of anything else is not ours."""
        names = str(self.repository.git.for_each_ref(f"refs/tags/{prefix}", format="%(refname)"))
        for name in names.split():
            label = name.removeprefix(f"refs/tags/{prefix}")
            if not is_label(label):
                continue
            commit = str(self.repository.git.rev_parse(f"{name}^{{commit}}"))
            data = self._file(commit, f"{label}.md", folders)
            digest = sha256(data).hexdigest() if data is not None else None
            ours = self._leads_to_head(commit)
            yield label, TaggedVersion(f"{prefix}{label}", commit, digest, ours)

    def _leads_to_head(self, commit: str) -> bool:
        """Whether the commit is part of the history that is checked out."""
        repository = self.repository
        return repository.is_ancestor(repository.commit(commit), repository.head.commit)

    def _file(self, commit: str, name: str, folders: tuple[str, ...]) -> bytes | None:
        """A file of the policy in a commit, in whichever folder it lived then."""
        tree = self.repository.commit(commit).tree
        for folder in folders:
            try:
                return self._blob((tree / posixpath.normpath(f"{folder}/{name}")).hexsha)
            except KeyError:
                continue
        return None

    def _blob(self, name: str) -> bytes:
        """The bytes of a blob."""
        stream = self.repository.odb.stream(bytes.fromhex(name))
        data: bytes = stream.read()
        return data

    def _dirty(self) -> frozenset[str]:
        """The names of the policy's files that are not as committed."""
        answer = str(
            self.repository.git.status(
                "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames",
                "--", f":(top,literal){self.inside}",
            )
        )  # fmt: skip
        return frozenset(_name(each[3:], (self.inside,)) for each in answer.split("\0") if each)


def _name(path: str, folders: tuple[str, ...]) -> str:
    """A file's name below the one of `folders` it lies in; empty for one that is not ours.

    Ours are the files of such a folder, and the translations one below it.
    """
    folder, name = posixpath.split(path)
    if folder in folders:
        return name
    above, language = posixpath.split(folder)
    return f"{language}/{name}" if above in folders and name.endswith(".md") else ""


def _records(ledger: bytes, label: str, language: str = "") -> bool:
    """Whether a ledger's bytes record a version, or a translation of it.

    An entry has one spelling, so none is parsed.
    """
    version, spoken = f'"version":"{label}"'.encode(), f'"language":"{language}"'.encode()
    if not language:
        return version in ledger
    return any(version in line and spoken in line for line in ledger.splitlines())


def _is_gone(blob: str) -> bool:
    """Whether a blob's name stands for none."""
    return not blob.strip("0")
