"""What git's testimony proves of a ledger and the files that it records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gazette.errors import Location
from gazette.release.complaints import closed, warning
from gazette.release.witness import History, Witness
from gazette.source.ledger import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.gate import Gate
    from gazette.model.ledger import Ledger, Line
    from gazette.release.witness import Sighting, TaggedVersion

_SHORT = 10
_TAMPERED = "Find out who rewrote it, and restore what was released from that commit’s parent."


def check_witness(witness: Witness) -> Iterator[Gate]:
    """Whether git can vouch for anything at all, and for how much."""
    if witness.history is History.NONE:
        yield warning(
            f"git vouches for nothing: {witness.reason}",
            where=None,
            remedy="Verify in a clone of the repository, or hold the ledger’s head against one "
            "noted earlier, with --head.",
        )
    elif witness.history is History.SHALLOW:
        yield warning(
            "this clone is shallow: git vouches only for the commits it still has",
            where=None,
            remedy="Fetch the whole history: git fetch --unshallow --tags",
        )


def check_sightings(ledger: Ledger, witness: Witness) -> Iterator[Gate]:
    """No version's file was ever another than the one released."""
    for line in ledger.lines if witness.history is not History.NONE else ():
        name = f"{line.entry.version}.md"
        seen = witness.sightings.get(name, ())
        if not seen:
            yield warning(
                f"{name} is in no commit yet, so git cannot vouch for it",
                where=line.where,
                remedy="Commit the release: gazette release --commit",
            )
        yield from _check_sightings(line, name, seen)


def _check_sightings(line: Line, name: str, seen: tuple[Sighting, ...]) -> Iterator[Gate]:
    for sighting in seen:
        commit = sighting.commit[:_SHORT]
        if line.entry.adopted and not sighting.recorded:
            # Before its ledger began, the text may have been worked on.
            continue
        if sighting.sha256 is None:
            yield warning(
                f"commit {commit} took {name} away, and it came back",
                where=line.where,
                remedy="See why with: git show " + commit,
            )
        elif sighting.sha256 != line.entry.source_sha256:
            yield closed(
                f"in commit {commit} {name} is another text than the one released",
                where=line.where,
                remedy=_TAMPERED,
            )


def check_ledger_history(ledger: Ledger, witness: Witness) -> Iterator[Gate]:
    """The ledger only ever grew: each committed state is a beginning of the present one."""
    for commit, data in witness.ledgers:
        if not ledger.data.startswith(data):
            yield closed(
                f"commit {commit[:_SHORT]} holds a ledger that this one does not continue",
                where=_first_difference(ledger, data),
                remedy=_TAMPERED,
            )


def _first_difference(ledger: Ledger, data: bytes) -> Location:
    """The first line in which the ledger is not as in `data`."""
    for line, before in zip(ledger.lines, data.splitlines(keepends=True), strict=False):
        if line.data != before:
            return line.where
    return Location(ledger.path, len(ledger.lines) + 1)


def check_tags(ledger: Ledger, witness: Witness) -> Iterator[Gate]:
    """Each version's tag points at its text, in the history that is checked out."""
    for label, tag in witness.tags.items():
        line = ledger.line_of(label)
        if line is None:
            yield closed(
                f"the tag {tag.name} says that {label} was released, and no line records it",
                where=Location(ledger.path),
                remedy=_TAMPERED,
            )
        else:
            yield from _check_tag(line, tag, shallow=witness.history is History.SHALLOW)


def _check_tag(line: Line, tag: TaggedVersion, *, shallow: bool) -> Iterator[Gate]:
    if tag.sha256 != line.entry.source_sha256:
        yield closed(
            f"at the tag {tag.name} the file is not the one released",
            where=line.where,
            remedy=_TAMPERED,
        )
    elif not tag.in_history and not shallow:
        yield closed(
            f"the tag {tag.name} points at commit {tag.commit[:_SHORT]}, which is not part of the "
            "history checked out here",
            where=line.where,
            remedy="Either history was rewritten after the release, or another branch is "
            "checked out: compare with the branch that is published.",
        )


def check_dirty(ledger: Ledger, witness: Witness) -> Iterator[Gate]:
    """What git has committed is what stands here."""
    released = {LEDGER, *(f"{line.entry.version}.md" for line in ledger.lines)}
    for name in sorted(witness.dirty & released):
        yield warning(
            f"{name} is not as in the commit that is checked out",
            where=Location(str(Path(ledger.path).with_name(name))),
            remedy="Commit the release: gazette release --commit",
        )
