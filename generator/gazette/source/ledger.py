"""The ledger's file, a record in one spelling only (`gazette.source.canonical`)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from gazette.model.ledger import Entry, Ledger, Record
from gazette.model.verdict import Decision, Level
from gazette.source.canonical import INSTANT, parsed_lines, spelt, text_of, truth_of
from gazette.source.files import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "ledger.jsonl"
SCHEMA = "gazette/ledger/1"


def read_ledger(folder: Path) -> Ledger:
    """The ledger of the policy in `folder`; without lines where the file is missing.

    Raises SourceError, naming the line, for anything but canonical entries.
    Whether they follow from each other is for `gazette.release` to say.
    """
    path = folder / LEDGER
    data = read_bytes(path) if path.exists() else b""
    return parse_ledger(data, path=str(path))


def parse_ledger(data: bytes, *, path: str) -> Ledger:
    """The ledger that `data` is; `path` is named in errors, as `read_ledger` raises them."""
    lines = parsed_lines(data, path=path, schema=SCHEMA, read=_entry, spell=entry_line)
    return Ledger(path, tuple(lines))


def entry_line(entry: Entry) -> bytes:
    """`entry` as the one line that stands for it, line end included."""
    return spelt(_values(entry))


def _values(entry: Entry) -> dict[str, object]:
    """The entry as plain values."""
    return {
        "schema": SCHEMA,
        "policy": entry.policy,
        "version": entry.version,
        "published": entry.published.isoformat(),
        "effective": entry.effective.isoformat(),
        "released_at": entry.released_at.astimezone(UTC).strftime(INSTANT),
        "released_by": entry.released_by,
        "source_sha256": entry.source_sha256,
        "body_sha256": entry.body_sha256,
        "words_sha256": entry.words_sha256,
        "level": None if entry.level is None else str(entry.level),
        "findings": [
            {
                "rule": each.rule,
                "level": str(each.level),
                "clause": each.clause,
                "fingerprint": each.fingerprint,
            }
            for each in entry.findings
        ],
        "decisions": [_decision_values(each) for each in entry.decisions],
        "shorter_notice": entry.shorter_notice,
        "adopted": entry.adopted,
        "tool": entry.tool,
        "previous": entry.previous,
        # A ledger that was begun before translations were recorded reads as it did.
        **({"language": entry.language} if entry.language else {}),
    }


def _decision_values(decision: Decision) -> dict[str, str]:
    return {
        "fingerprint": decision.fingerprint,
        "rule": decision.rule,
        "level": str(decision.level),
        "reason": decision.reason,
        "decided_by": decision.decided_by,
        "decided_on": decision.decided_on.isoformat(),
        "approved_by": decision.approved_by,
    }


def _entry(values: dict[str, Any]) -> Entry:
    """The entry that `values` spell; ValueError, KeyError or TypeError for any other values."""
    # A key too many is noticed by the caller, because `entry_line` spells the
    # entry without it.
    level = values["level"]
    return Entry(
        policy=text_of(values, "policy"),
        version=text_of(values, "version"),
        published=date.fromisoformat(values["published"]),
        effective=date.fromisoformat(values["effective"]),
        released_at=datetime.strptime(values["released_at"], INSTANT).replace(tzinfo=UTC),
        released_by=text_of(values, "released_by"),
        source_sha256=text_of(values, "source_sha256"),
        body_sha256=text_of(values, "body_sha256"),
        words_sha256=text_of(values, "words_sha256"),
        level=None if level is None else Level.parse(level),
        findings=tuple(_record(each) for each in values["findings"]),
        decisions=tuple(_decision(each) for each in values["decisions"]),
        shorter_notice=text_of(values, "shorter_notice"),
        adopted=truth_of(values, "adopted"),
        tool=text_of(values, "tool"),
        previous=text_of(values, "previous"),
        language=text_of(values, "language") if "language" in values else "",
    )


def _record(values: dict[str, Any]) -> Record:
    return Record(
        rule=text_of(values, "rule"),
        level=Level.parse(values["level"]),
        clause=text_of(values, "clause"),
        fingerprint=text_of(values, "fingerprint"),
    )


def _decision(values: dict[str, Any]) -> Decision:
    return Decision(
        fingerprint=text_of(values, "fingerprint"),
        rule=text_of(values, "rule"),
        level=Level.parse(values["level"]),
        reason=text_of(values, "reason"),
        decided_by=text_of(values, "decided_by"),
        decided_on=date.fromisoformat(values["decided_on"]),
        approved_by=text_of(values, "approved_by"),
    )
