"""What git's testimony proves of a ledger and the files that it records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gazette.errors import Location
from gazette.model.gate import Gate, Outcome
from gazette.release.complaints import closed, warning
from gazette.release.witness import History, Trust, Witness
from gazette.source.ledger import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.chained import Line
    from gazette.model.ledger import Entry, Ledger
    from gazette.release.witness import Sighting, Signature, TaggedVersion

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
    """No file was ever another than the one released; a translation's, once it was frozen."""
    for line in (*ledger.releases, *ledger.translations):
        name = line.entry.file
        seen = witness.sightings.get(name, ())
        if not seen:
            yield warning(
                f"{name} is in no commit yet, so git cannot vouch for it",
                where=line.where,
                remedy="Commit the release: gazette release --commit",
            )
        released = {each.entry.source_sha256 for each in ledger.lines if each.entry.file == name}
        yield from _check_sightings(line, released, seen)


def _check_sightings(
    line: Line[Entry], released: set[str], seen: tuple[Sighting, ...]
) -> Iterator[Gate]:
    name = line.entry.file
    for sighting in seen:
        commit = sighting.commit[:_SHORT]
        if (line.entry.adopted or line.entry.language) and not sighting.recorded:
            # Before its ledger began, or a translation was frozen, it may have been worked on.
            continue
        if sighting.sha256 is None:
            yield warning(
                f"commit {commit} took {name} away, and it came back",
                where=line.where,
                remedy="See why with: git show " + commit,
            )
        elif sighting.sha256 not in released:
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
            yield from _check_tag(line, tag, witness)


def _check_tag(line: Line[Entry], tag: TaggedVersion, witness: Witness) -> Iterator[Gate]:
    # A merge brings a release to its branch, and may bear the tag as well as its own commit.
    releasing = {commit for commit, data in witness.ledgers if _ends_with(data, line)}
    shallow = witness.history is History.SHALLOW
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

    elif tag.commit not in releasing and not shallow and not line.entry.adopted:
        yield warning(
            f"the tag {tag.name} points at commit {tag.commit[:_SHORT]}, which is not the one that "
            "the release came with",
            where=line.where,
            remedy="See who moved it; the text there is the one released.",
        )


def _ends_with(ledger: bytes, line: Line[Entry]) -> bool:
    """Whether a ledger's last release is the one of `line`; translations may follow it."""
    _, found, after = ledger.partition(line.data)
    return bool(found) and all(b'"language":' in each for each in after.splitlines())


def check_signatures(ledger: Ledger, witness: Witness) -> Iterator[Gate]:
    """No signature is false, and once releases were signed, all that follow are.

    A release is signed by its tag or by its commit. That none is signed is no
    fault, and is said.
    """
    signed, unsigned = False, []
    for line in ledger.releases:
        signatures = witness.signatures.get(line.entry.version, ())
        yield from _check_signatures(line, signatures)
        if any(each.trust is not Trust.UNSIGNED for each in signatures):
            signed = True
        elif signatures and signed:
            yield warning(
                f"{line.entry.version} is unsigned, and releases before it were signed",
                where=line.where,
                remedy="Ask who released it; sign its tag: git tag --sign --force",
            )
        elif signatures:
            unsigned.append(line.entry.version)
    if unsigned:
        which = ", ".join(unsigned) if signed else "every release"
        typed = "who released is what they called themselves"
        yield Gate("", Outcome.OPEN, f"no signature is false; {which} is unsigned, so {typed}")


def _check_signatures(line: Line[Entry], signatures: tuple[Signature, ...]) -> Iterator[Gate]:
    for each in signatures:
        if each.trust is Trust.FALSE:
            yield closed(
                f"the signature of {each.of} was made over something else",
                where=line.where,
                remedy=_TAMPERED,
            )
    trusts = {each.trust for each in signatures}
    if Trust.UNKNOWN in trusts and Trust.GOOD not in trusts:
        yield warning(
            f"{line.entry.version} is signed with a key that git has no reason to believe here",
            where=line.where,
            remedy="Tell git whose keys to believe: gpg.ssh.allowedSignersFile, or GnuPG’s.",
        )


def check_dirty(ledger: Ledger, witness: Witness) -> Iterator[Gate]:
    """What git has committed is what stands here."""
    released = {LEDGER, *(line.entry.file for line in ledger.lines)}
    for name in sorted(witness.dirty & released):
        yield warning(
            f"{name} is not as in the commit that is checked out",
            where=Location(str(Path(ledger.path).parent / name)),
            remedy="Commit the release: gazette release --commit",
        )
