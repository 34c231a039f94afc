r"""The ledger's file: one JSON object a line, in one spelling only.

The spelling is canonical (keys sorted, no spaces, UTF-8, `\n`), so that there
is one way to write an entry and any other is noticed.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from gazette.errors import Location, SourceError
from gazette.model.ledger import Entry, Ledger, Line, Record
from gazette.model.verdict import Decision, Level
from gazette.source.files import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "ledger.jsonl"
SCHEMA = "gazette/ledger/1"
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"
_NOT_EDITED = (
    "A ledger is never edited by hand: restore the file from git, or from an evidence bundle."
)


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
    lines = data.split(b"\n")
    if lines.pop() != b"":
        raise _wrong(path, len(lines) + 1, "the line does not end")
    return Ledger(path, tuple(_line(each, path, number) for number, each in enumerate(lines, 1)))


def entry_line(entry: Entry) -> bytes:
    """`entry` as the one line that stands for it, line end included."""
    text = json.dumps(_values(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _line(data: bytes, path: str, number: int) -> Line:
    """One line, once it is sure to be an entry spelt canonically."""
    try:
        entry = _entry(json.loads(data.decode("utf-8")))
        spelt = entry_line(entry)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _wrong(path, number, f"the line is no entry of {SCHEMA}") from None
    if spelt != data + b"\n":
        raise _wrong(path, number, "the line is not spelt as Gazette writes it")
    return Line(entry, spelt, Location(path, number))


def _wrong(path: str, number: int, what: str) -> SourceError:
    return SourceError(what, where=Location(path, number), remedy=_NOT_EDITED)


def _values(entry: Entry) -> dict[str, object]:
    """The entry as plain values."""
    return {
        "schema": SCHEMA,
        "policy": entry.policy,
        "version": entry.version,
        "published": entry.published.isoformat(),
        "effective": entry.effective.isoformat(),
        "released_at": entry.released_at.astimezone(UTC).strftime(_INSTANT),
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
        policy=_text(values, "policy"),
        version=_text(values, "version"),
        published=date.fromisoformat(values["published"]),
        effective=date.fromisoformat(values["effective"]),
        released_at=datetime.strptime(values["released_at"], _INSTANT).replace(tzinfo=UTC),
        released_by=_text(values, "released_by"),
        source_sha256=_text(values, "source_sha256"),
        body_sha256=_text(values, "body_sha256"),
        words_sha256=_text(values, "words_sha256"),
        level=None if level is None else Level.parse(level),
        findings=tuple(_record(each) for each in values["findings"]),
        decisions=tuple(_decision(each) for each in values["decisions"]),
        shorter_notice=_text(values, "shorter_notice"),
        adopted=_truth(values, "adopted"),
        tool=_text(values, "tool"),
        previous=_text(values, "previous"),
    )


def _record(values: dict[str, Any]) -> Record:
    return Record(
        rule=_text(values, "rule"),
        level=Level.parse(values["level"]),
        clause=_text(values, "clause"),
        fingerprint=_text(values, "fingerprint"),
    )


def _decision(values: dict[str, Any]) -> Decision:
    return Decision(
        fingerprint=_text(values, "fingerprint"),
        rule=_text(values, "rule"),
        level=Level.parse(values["level"]),
        reason=_text(values, "reason"),
        decided_by=_text(values, "decided_by"),
        decided_on=date.fromisoformat(values["decided_on"]),
        approved_by=_text(values, "approved_by"),
    )


def _text(values: dict[str, Any], key: str) -> str:
    value = values[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _truth(values: dict[str, Any], key: str) -> bool:
    value = values[key]
    if not isinstance(value, bool):
        raise TypeError(key)
    return value
