"""A site as a branch of a repository: one commit a publication, whose tree is the site.

Neither the work tree nor the index is touched, so that any state of the
checkout may publish. Blobs, trees and the commit are written first, where
nothing points at them; then the branch moves in one step, and only if it still
is where it was read (git's own compare-and-swap). Nothing is ever forced: the
history of the branch only grows. Where it is pushed, the remote decides first,
so that a race lost there leaves nothing behind here.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gazette.adapters.repository import answer_of, opened
from gazette.adapters.signatures import signs
from gazette.errors import GazetteError, HistoryError, Location, OutputError
from gazette.publish.readiness import MARK, refuse_difference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from git import Repo

_NOTHING = "0" * 40
_FILE = "100644"
_AGAIN = "Run this again: it begins from what is there then."


@dataclass(frozen=True, slots=True)
class Committed:
    """The commit that the branch is at, and whether this publication made it."""

    commit: str
    changed: bool


def publish_branch(  # noqa: PLR0913 - by keyword, and each tells of another thing
    files: Mapping[str, bytes],
    folder: Path,
    *,
    branch: str,
    message: str,
    remote: str = "",
    keep: tuple[str, ...] = (),
) -> Committed:
    """Make the site `files` the tip of `branch` in `folder`'s repository.

    Begins from the branch, or where it is not here yet, from the one of that
    name at `remote` or at the only remote that has it. With `remote` it is
    pushed there. What the branch has under the names `keep` at its top (`CNAME`)
    stays, unless the site has it too. Raises HistoryError or OutputError; the branch is then as it
    was, here and there.
    """
    with opened(folder, remedy="Run this in the repository, or name a folder instead.") as found:
        site = SiteBranch(found, branch)
        site.refuse()
        tip, here = site.tip(remote)
        kept = site.kept(tip, keep)
        files = {path: data for path, data in kept.items() if path not in files} | dict(files)
        tree = site.write_tree(files)
        changed = tip == _NOTHING or found.git.rev_parse(f"{tip}^{{tree}}") != tree
        if changed:
            site.refuse_other(tip, keep)
        commit = site.write_commit(tree, tip, message) if changed else tip
        site.compare(files, commit)
        if remote:
            site.push(remote, commit)
        site.move(commit, here)
        return Committed(commit, changed)


@dataclass(frozen=True, slots=True)
class SiteBranch:
    """One branch of an open repository."""

    repository: Repo
    name: str

    @property
    def ref(self) -> str:
        """The branch's full name."""
        return f"refs/heads/{self.name}"

    @property
    def where(self) -> Location:
        """The branch, for errors."""
        return Location(self.name)

    def refuse(self) -> None:
        """Raise where the branch cannot be named so, or is checked out somewhere."""
        git = self.repository.git
        spelt = git.check_ref_format("--branch", self.name, with_exceptions=False)
        if not self.name or spelt != self.name:
            raise HistoryError(
                f"“{self.name}” cannot be a branch’s name",
                remedy="Name one such as gh-pages.",
            )
        current = git.symbolic_ref("--quiet", "HEAD", with_exceptions=False)
        elsewhere = git.for_each_ref(self.ref, format="%(worktreepath)")
        if current == self.ref or elsewhere:
            raise OutputError(
                "the branch is checked out, and its files would no longer be as committed",
                where=self.where,
                remedy="Name a branch that nobody works on, such as gh-pages.",
            )

    def tip(self, remote: str) -> tuple[str, str]:
        """The commit to begin from, and the one that the branch is at here; zeros for none.

        HistoryError where neither the branch here nor the one at `remote` leads to the other.
        """
        here = self._resolve(self.ref)
        there = self._fetch(remote) if remote else self._tracked() if here == _NOTHING else _NOTHING
        if there in {_NOTHING, here}:
            return here, here
        if here == _NOTHING or self._leads(here, there):
            return there, here
        if self._leads(there, here):
            return here, here
        raise HistoryError(
            f"the branch here and the one at {remote} have each gone their own way",
            where=self.where,
            remedy=f"Nothing is ever forced: see which is right with git log {self.name}, "
            "then move the other one yourself.",
        )

    def _resolve(self, name: str) -> str:
        found = self.repository.git.rev_parse("--verify", "--quiet", name, with_exceptions=False)
        return str(found) or _NOTHING

    def _fetch(self, remote: str) -> str:
        """The commit that the branch is at in `remote`, once it is here."""
        answer = str(self.repository.git.ls_remote("--", remote, self.ref))
        if not answer:
            return _NOTHING
        self.repository.git.fetch("--quiet", "--no-tags", "--", remote, self.ref)
        return answer.split(maxsplit=1)[0]

    def _tracked(self) -> str:
        """The commit of the branch as the only remote that has it was last seen."""
        names = (f"refs/remotes/{each.name}/{self.name}" for each in self.repository.remotes)
        found = [tip for tip in map(self._resolve, names) if tip != _NOTHING]
        return found[0] if len(found) == 1 else _NOTHING

    def _leads(self, old: str, new: str) -> bool:
        commit = self.repository.commit
        return bool(self.repository.is_ancestor(commit(old), commit(new)))

    def kept(self, tip: str, keep: tuple[str, ...]) -> dict[str, bytes]:
        """The files of the branch that lie at its top under one of the names `keep`, or below."""
        if tip == _NOTHING or not keep:
            return {}
        held = self._files(tip)
        return {path: data for path, data in held.items() if path.split("/", 1)[0] in keep}

    def refuse_other(self, tip: str, keep: tuple[str, ...]) -> None:
        """Raise OutputError where the branch holds something that is neither a site nor kept."""
        if tip == _NOTHING:
            return
        names = {*str(self.repository.git.ls_tree("--name-only", "-z", tip)).split("\0")}
        if names - {"", *keep} and MARK not in names:
            raise OutputError(
                "the branch holds something that is no site, and publishing would replace it",
                where=self.where,
                remedy="Name a new branch, or one that only a site is published to.",
            )

    def write_tree(self, files: Mapping[str, bytes]) -> str:
        """Write the files as a tree that nothing points at yet; its name."""
        entries = (f"{_FILE} {self._blob(data)}\t{path}\0" for path, data in files.items())
        git = self.repository.git
        with TemporaryDirectory() as aside:
            # An index of its own: the user's holds what they are about to commit.
            index = {"GIT_INDEX_FILE": str(Path(aside, "index"))}
            listing = Path(aside, "listing")
            listing.write_text("".join(entries), encoding="utf-8", newline="")
            with listing.open("rb") as stream:
                git.update_index("-z", "--index-info", istream=stream, env=index)
            return str(git.write_tree(env=index))

    def _blob(self, data: bytes) -> str:
        from git.db import IStream  # type: ignore[attr-defined]  # noqa: PLC0415 - gitdb's, re-exported

        return bytes(
            self.repository.odb.store(IStream("blob", len(data), BytesIO(data))).hexsha
        ).decode()

    def write_commit(self, tree: str, tip: str, message: str) -> str:
        """Write the commit that nothing points at yet, signed where git is set up for it."""
        git = self.repository.git
        parent = () if tip == _NOTHING else ("-p", tip)
        sign = ("-S",) if signs(self.repository, "commit") else ()
        return str(git.commit_tree(tree, *parent, *sign, "-m", message))

    def compare(self, files: Mapping[str, bytes], commit: str) -> None:
        """Read the commit again; OutputError where it is not the site, byte for byte."""
        refuse_difference(
            files, self._files(commit), where=self.name, remedy="Run this again; check the disk."
        )

    def _files(self, commit: str) -> dict[str, bytes]:
        """The files of a commit by their paths."""
        listed = str(self.repository.git.ls_tree("-r", "-z", commit)).split("\0")
        named = (each.split(" ", 2)[2].split("\t", 1) for each in listed if each)
        odb = self.repository.odb
        return {path: odb.stream(bytes.fromhex(blob)).read() for blob, path in named}

    def push(self, remote: str, commit: str) -> None:
        """Push the commit, which the remote takes only where the branch grows by it."""
        from git import GitCommandError  # noqa: PLC0415 - only once git is known to be there

        try:
            self.repository.git.push("--quiet", "--", remote, f"{commit}:{self.ref}")
        except GitCommandError as error:
            raise OutputError(
                f"{remote} does not take it: {answer_of(error)}",
                where=self.where,
                remedy=f"Where another publication was quicker: {_AGAIN[0].lower()}{_AGAIN[1:]}",
            ) from None
        if str(self.repository.git.ls_remote("--", remote, self.ref)).split()[:1] != [commit]:
            raise OutputError(
                f"{remote} has taken it, and now shows another commit",
                where=self.where,
                remedy=f"Another publication may have followed at once. {_AGAIN}",
            )

    def move(self, commit: str, here: str) -> None:
        """Let the branch point at `commit`, if it still points at `here`."""
        from git import GitCommandError  # noqa: PLC0415 - only once git is known to be there

        if commit == here:
            return
        try:
            self.repository.git.update_ref("-m", "gazette publish", self.ref, commit, here)
        except GitCommandError:
            raise OutputError(
                "another publication has moved the branch meanwhile",
                where=self.where,
                remedy=_AGAIN,
            ) from None


def source_commit(folder: Path) -> str:
    """The commit that is checked out in `folder`; empty where there is none."""
    try:
        with opened(folder, remedy="") as found:
            head = found.git.rev_parse("--verify", "--quiet", "HEAD", with_exceptions=False)
            return str(head)
    except GazetteError:
        return ""
