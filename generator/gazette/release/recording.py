"""What is written down of a release."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from gazette.errors import Location, SourceError
from gazette.materiality import judge
from gazette.model.ledger import Entry, Ledger, Record
from gazette.redline import compare_documents
from gazette.release.chain import unrecorded
from gazette.release.freezing import body_sha256, freeze, words_sha256
from gazette.source.ledger import entry_line
from gazette.source.versions import DRAFT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gazette.materiality import Catalogue
    from gazette.model.policy import Policy, Translation, Version
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
    """All that a release writes: the frozen files and the whole ledger, to the byte.

    `frozen` are the version's file and those of its translations, by their
    paths below the policy's folder; empty where they are there already (an
    adoption). `ledger` ends with the `lines` that are new.
    """

    label: str
    frozen: Mapping[str, bytes]
    ledger: bytes
    lines: tuple[bytes, ...]

    @property
    def head(self) -> str:
        """The digest of the ledger's last line."""
        return _digest(self.lines[-1])


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
    released = replace(version, label=label, sha256=sha256(frozen).hexdigest())
    entry = _entry(released, proposal.verdict, act=act, previous=proposal.ledger.head)
    files, lines = {f"{label}.md": frozen}, [entry_line(entry)]
    for each in drafted(proposal.policy):
        data = freeze(each.data, label, path=each.path)
        text = replace(each, label=label, sha256=sha256(data).hexdigest())
        translated = _translation(text, released, act=act, previous=_digest(lines[-1]))
        files[translated.file] = data
        lines.append(entry_line(translated))
    return Promulgation(label, files, proposal.ledger.data + b"".join(lines), tuple(lines))


def drafted(policy: Policy) -> tuple[Translation, ...]:
    """The translations of the draft."""
    return tuple(each for each in policy.translations if each.label == DRAFT)


def record_translations(
    policy: Policy, ledger: Ledger, *, act: Act, correct: bool
) -> Promulgation | None:
    """What freezes the translations of released versions that no line records; None without any.

    With `correct`, those too that were altered since they were recorded: both
    lines stay, and the later counts. Raises SourceError for one that was
    altered otherwise.
    """
    versions = {each.label: each for each in policy.versions}
    found = list(unrecorded(policy, ledger))
    for line in ledger.translations:
        text = policy.translation(line.entry.language, line.entry.version)
        if text and text.sha256 != line.entry.source_sha256:
            if not correct:
                raise SourceError(
                    f"the translation was altered after it was frozen ({line.where})",
                    where=Location(text.path),
                    remedy="Restore it; or freeze it as it reads now, in a further line: --correct",
                )
            found.append(text)
    lines: list[bytes] = []
    for text in found:
        previous = _digest(lines[-1]) if lines else ledger.head
        entry = _translation(text, versions[text.label], act=act, previous=previous)
        lines.append(entry_line(entry))
    if not lines:
        return None
    return Promulgation(found[-1].label, {}, ledger.data + b"".join(lines), tuple(lines))


def _translation(text: Translation, version: Version, *, act: Act, previous: str) -> Entry:
    """The entry of a translation of `version`; what is judged is the version alone."""
    entry = _entry(version, None, act=act, previous=previous)
    return replace(
        entry,
        language=text.language.tag,
        source_sha256=text.sha256,
        body_sha256=body_sha256(text.document),
        words_sha256=words_sha256(text.document),
        shorter_notice="",
    )


def _digest(line: bytes) -> str:
    return sha256(line).hexdigest()


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
        previous = _digest(lines[-1]) if lines else ""
        entry = _entry(version, verdict, act=act, previous=previous)
        lines.append(entry_line(replace(entry, adopted=True)))
        for text in policy.translations:
            if text.label == version.label:
                told = _translation(text, version, act=act, previous=_digest(lines[-1]))
                lines.append(entry_line(replace(told, adopted=True)))
    return Promulgation(policy.versions[-1].label, {}, b"".join(lines), tuple(lines))


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
