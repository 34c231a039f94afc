"""What is written down of a release."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from gazette.errors import SourceError
from gazette.materiality import judge
from gazette.model.ledger import Entry, Ledger, Record
from gazette.redline import compare_documents
from gazette.release.freezing import body_sha256, freeze, words_sha256
from gazette.source.ledger import entry_line

if TYPE_CHECKING:
    from datetime import datetime

    from gazette.materiality import Catalogue
    from gazette.model.policy import Policy, Version
    from gazette.model.verdict import Verdict
    from gazette.release.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Act:
    """Who releases, when, and with what tool."""

    released_by: str
    released_at: datetime
    tool: str


@dataclass(frozen=True, slots=True)
class Promulgation:
    """All that a release writes: the version's file and the whole ledger, to the byte.

    `file` is the version's file name; `frozen` is empty where the file is
    there already (an adoption). `ledger` ends with the `lines` that are new.
    """

    label: str
    file: str
    frozen: bytes
    ledger: bytes
    lines: tuple[bytes, ...]

    @property
    def head(self) -> str:
        """The digest of the ledger's last line."""
        return sha256(self.lines[-1]).hexdigest()


def promulgate(proposal: Proposal, draft: bytes, *, label: str, act: Act) -> Promulgation:
    """What releasing the proposal's draft as `label` writes; `draft` is its file's bytes.

    The gates are the caller's to ask. Raises SourceError where `draft` is not
    what was judged, or cannot be frozen.
    """
    version = proposal.draft
    if version is None or sha256(draft).hexdigest() != version.sha256:
        raise SourceError(
            "the draft changed while it was being judged",
            where=proposal.file("draft.md"),
            remedy="Run it again when nobody is writing.",
        )
    frozen = freeze(draft, label, path=version.path)
    entry = _entry(
        replace(version, label=label, sha256=sha256(frozen).hexdigest()),
        proposal.verdict,
        act=act,
        previous=proposal.ledger.head,
    )
    line = entry_line(entry)
    return Promulgation(label, f"{label}.md", frozen, proposal.ledger.data + line, (line,))


def adopt(policy: Policy, ledger: Ledger, *, catalogue: Catalogue, act: Act) -> Promulgation | None:
    """What begins the ledger with the versions that were frozen before there was one.

    None where the ledger has begun: from then on only a release adds to it.
    Each version is judged against the one before as the catalogue judges
    today, without decisions: an adopted line records the past, and asks no gate.
    """
    if ledger.lines or not policy.versions:
        return None
    verdicts = [
        None,
        *(_judged(old, new, policy, catalogue) for old, new in pairwise(policy.versions)),
    ]
    lines: list[bytes] = []
    for version, verdict in zip(policy.versions, verdicts, strict=True):
        previous = sha256(lines[-1]).hexdigest() if lines else ""
        entry = _entry(version, verdict, act=act, previous=previous)
        lines.append(entry_line(replace(entry, adopted=True)))
    last = policy.versions[-1].label
    return Promulgation(last, f"{last}.md", b"", b"".join(lines), tuple(lines))


def _judged(old: Version, new: Version, policy: Policy, catalogue: Catalogue) -> Verdict:
    return judge(
        compare_documents(old.document, new.document),
        catalogue,
        policy=policy.id,
        segments=policy.segments,
    )


def _entry(version: Version, verdict: Verdict | None, *, act: Act, previous: str) -> Entry:
    findings = verdict.findings if verdict else ()
    return Entry(
        policy=version.policy,
        version=version.label,
        published=_dated(version.published, version),
        effective=_dated(version.effective, version),
        released_at=act.released_at.astimezone(UTC).replace(microsecond=0),
        released_by=act.released_by,
        source_sha256=version.sha256,
        body_sha256=body_sha256(version.document),
        words_sha256=words_sha256(version.document),
        level=verdict.level if verdict else None,
        findings=tuple(
            Record(each.rule, each.level, each.change.clause.id, each.fingerprint)
            for each in findings
        ),
        decisions=tuple(each.decision for each in findings if each.decision),
        shorter_notice=version.shorter_notice,
        tool=act.tool,
        previous=previous,
    )


def _dated(day: date | None, version: Version) -> date:
    if day is None:
        # The gate `dates` is closed on such a draft.
        raise SourceError(
            "the version lacks a date", where=None, remedy=f"Give {version.path} both dates."
        )
    return day
