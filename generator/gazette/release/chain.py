"""Whether a ledger is whole, and the files are those that it records."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from gazette.errors import Location
from gazette.model.verdict import Level
from gazette.release.complaints import closed, warning
from gazette.release.freezing import body_sha256, words_sha256
from gazette.source.versions import is_label, order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gazette.model.chained import Chain, Chainable, Line
    from gazette.model.gate import Gate
    from gazette.model.ledger import Entry, Ledger
    from gazette.model.policy import Policy, Translation, Version
    from gazette.release.proposal import Proposal

RESTORE = "Restore it from git, or from an evidence bundle; a record is never edited."


def check_ledger(proposal: Proposal) -> Iterator[Gate]:
    """The gate: chain and files hold, and there is a ledger where there are versions."""
    ledger, policy = proposal.ledger, proposal.policy
    if not ledger.lines and policy.versions:
        complain = closed if proposal.draft else warning
        yield complain(
            f"no ledger records {_versions(policy)}",
            where=Location(policy.path),
            remedy=f"Begin it: gazette release --adopt --policy {policy.id}",
        )
        return
    yield from check_chain(ledger, policy.id)
    yield from check_files(policy, ledger)


def _versions(policy: Policy) -> str:
    labels = [version.label for version in policy.versions]
    return f"version {labels[0]}" if len(labels) == 1 else f"versions {', '.join(labels)}"


def check_continuity(chain: Chain[Chainable]) -> Iterator[Gate]:
    """Each line continues the one before, from the first on."""
    if chain.lines and chain.lines[0].entry.previous:
        yield closed(
            "the first line continues one that is not there: the record’s beginning was dropped",
            where=chain.lines[0].where,
            remedy=RESTORE,
        )
    for before, line in pairwise(chain.lines):
        if line.entry.previous != before.sha256:
            yield closed(
                "the line does not continue the one above it: one of the two was altered, "
                "moved, or stood beside another that is gone",
                where=line.where,
                remedy=RESTORE,
            )


def check_chain(ledger: Ledger, policy: str) -> Iterator[Gate]:
    """Each line continues the one before, speaks of `policy`, and agrees with itself."""
    yield from check_continuity(ledger)
    for before, line in pairwise(ledger.releases):
        for what in _backwards(before.entry, line.entry):
            yield closed(f"{what}, as the line above says", where=line.where, remedy=RESTORE)
    released: set[str] = set()
    for line in ledger.lines:
        for what in _contradictions(line.entry, policy):
            yield closed(what, where=line.where, remedy=RESTORE)
        if not line.entry.language:
            released.add(line.entry.version)
        elif line.entry.version not in released:
            yield closed(
                f"the line is about a translation of {line.entry.version}, which no line above "
                "it releases",
                where=line.where,
                remedy=RESTORE,
            )


def _backwards(before: Entry, after: Entry) -> Iterator[str]:
    """What in an entry should come later than in the one before, and does not."""
    labels = (before.version, after.version)
    if all(map(is_label, labels)) and order(after.version) <= order(before.version):
        yield f"version {after.version} does not follow {before.version}"
    for key in ("published", "effective", "released_at"):
        if getattr(after, key) < getattr(before, key):
            yield f"`{key}` lies before {getattr(before, key)}"


def _contradictions(entry: Entry, policy: str) -> Iterator[str]:
    """What in an entry cannot be so."""
    if entry.policy != policy:
        yield f"the line is about the policy “{entry.policy}”, not “{policy}”"
    if entry.effective < entry.published:
        yield f"`effective` lies before `published`, {entry.published}"
    decided = {decision.fingerprint: decision.level for decision in entry.decisions}
    if decided.keys() - {record.fingerprint for record in entry.findings}:
        yield "a decision fits none of its findings"
    levels = [decided.get(record.fingerprint, record.level) for record in entry.findings]
    if entry.findings and entry.level is not max(levels):
        yield f"its level is {entry.level}, and its findings make it {max(levels)}"
    if entry.level is Level.REVIEW and not entry.adopted:
        yield "its level is review, and no release is made before that is decided"


def check_files(policy: Policy, ledger: Ledger) -> Iterator[Gate]:
    """Every line has its file, unaltered, and every file of a version or translation its line."""
    versions = {version.label: version for version in policy.versions}
    for line in ledger.releases:
        version = versions.pop(line.entry.version, None)
        if version is None:
            yield closed(
                f"version {line.entry.version} was released, and its file is gone",
                where=line.where,
                remedy=RESTORE,
            )
        else:
            yield from _check_file(version, line)
    if ledger.lines:
        for version in versions.values():
            yield closed(
                f"version {version.label} was never released: no line of the ledger records it",
                where=Location(version.path),
                remedy="Only `gazette release` makes a version. Rename the file to draft.md and "
                "release it, or remove it.",
            )
    yield from _check_translations(policy, ledger)
    yield from _check_unrecorded(policy, ledger)


def _check_translations(policy: Policy, ledger: Ledger) -> Iterator[Gate]:
    """Every translation on record is there, unaltered."""
    for line in ledger.translations:
        entry = line.entry
        found = policy.translation(entry.language, entry.version)
        if found is None:
            yield closed(
                f"the translation {entry.file} was released, and its file is gone",
                where=line.where,
                remedy=RESTORE,
            )
        else:
            yield from _check_text(f"the translation {entry.file}", found, line)


def _check_unrecorded(policy: Policy, ledger: Ledger) -> Iterator[Gate]:
    """Every translation of a released version has its line, before it is published."""
    for each in unrecorded(policy, ledger):
        yield closed(
            f"no line of the ledger records the translation {each.language.tag}/{each.label}.md, "
            "so it could change unnoticed",
            where=Location(each.path),
            remedy="Freeze it as it is: gazette release --translations --policy "
            f"{policy.id}; until then `gazette serve` alone shows it.",
        )


def unrecorded(policy: Policy, ledger: Ledger) -> tuple[Translation, ...]:
    """The translations of released versions that no line records."""
    return tuple(
        each
        for each in policy.translations
        if ledger.line_of(each.label) and not ledger.line_of(each.label, each.language.tag)
    )


def check_bytes(ledger: Ledger, digests: Mapping[str, str]) -> Iterator[Gate]:
    """Every line has its file, byte for byte, as far as can be told without reading one as a text.

    `digests` has the SHA-256 of each file there is, by its path below the
    policy's folder. It is for a policy that cannot be read, perhaps because a
    frozen file was altered.
    """
    for line in (*ledger.releases, *ledger.translations):
        name = line.entry.file
        if digests.get(name) != line.entry.source_sha256:
            what = "was altered after its release" if name in digests else "is gone"
            yield closed(
                f"{_called(line.entry)} {what} ({line.where} records it)",
                where=Location(str(Path(ledger.path).parent / name)),
                remedy=RESTORE,
            )


def _called(entry: Entry) -> str:
    """The file of an entry, in words."""
    if entry.language:
        return f"the translation {entry.file}"
    return f"the file of version {entry.version}"


def _check_file(version: Version, line: Line[Entry]) -> Iterator[Gate]:
    """The file is the one that was released, dated and worded as it was."""
    entry = line.entry
    same = version.sha256 == entry.source_sha256
    if same and (version.published, version.effective) != (entry.published, entry.effective):
        yield closed(
            f"the line dates version {version.label} otherwise than its file does",
            where=line.where,
            remedy=RESTORE,
        )
    yield from _check_text(f"version {version.label}", version, line)


def _check_text(name: str, text: Version | Translation, line: Line[Entry]) -> Iterator[Gate]:
    """The file is the one that was released, and reads as it did."""
    entry, where = line.entry, Location(text.path)
    if text.sha256 != entry.source_sha256:
        yield closed(
            f"{_called(entry)} was altered after its release ({line.where} records another digest)",
            where=where,
            remedy=RESTORE,
        )
        return
    if words_sha256(text.document) != entry.words_sha256:
        yield closed(
            f"{name} no longer reads as it did when it was released (by {entry.tool})",
            where=where,
            remedy="The file is unaltered, so what renders it has changed: build with the "
            "versions locked at the release, and report this.",
        )
    elif body_sha256(text.document) != entry.body_sha256:
        yield warning(
            f"{name} is marked up otherwise than at its release (by "
            f"{entry.tool}); every word is the same",
            where=where,
            remedy="Nothing, if the renderer was upgraded on purpose.",
        )
