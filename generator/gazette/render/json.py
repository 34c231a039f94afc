"""A comparison as JSON, schema `gazette/comparison/1`.

The same comparison gives the same bytes: keys keep the order below, lists keep
reading order, and nothing in it depends on the machine, the day or the locale.
The schema stands beside this module in `schemas/comparison-1.json`.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, TypeAlias

from gazette.render.report import Entry, Report, entries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gazette.model.comparison import Redline
    from gazette.model.document import Clause
    from gazette.model.policy import Version
    from gazette.model.verdict import Evidence, Finding

SCHEMA = "gazette/comparison/1"

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def comparison_json(report: Report) -> str:
    """The report as JSON text, UTF-8 characters unescaped, with a last line end."""
    return json.dumps(comparison_value(report), ensure_ascii=False, indent=2) + "\n"


def schema_text(schema: str = SCHEMA) -> str:
    """The JSON Schema (draft 2020-12) of our `schema`, such as gazette/comparison/1."""
    name = schema.removeprefix("gazette/").replace("/", "-")
    file = resources.files("gazette.render") / "schemas" / f"{name}.json"
    return file.read_text(encoding="utf-8")


def comparison_value(report: Report) -> dict[str, Json]:
    """The report as plain values, in the order of the contract."""
    verdict = report.verdict
    return {
        "schema": SCHEMA,
        "old": _version(report.old),
        "new": _version(report.new),
        "level": str(verdict.level),
        "outcome": {
            "fail_on": None if report.fail_on is None else str(report.fail_on),
            "exit_code": report.exit_code,
        },
        "changes": [_change(entry) for entry in entries(verdict)],
        "redline": _redline(verdict.comparison.redline),
    }


def _version(version: Version) -> Json:
    return {
        "label": version.label,
        "path": version.path,
        "title": version.title,
        "published": _day(version.published),
        "effective": _day(version.effective),
        "sha256": version.sha256,
    }


def _change(entry: Entry) -> Json:
    change = entry.change
    return {
        "id": change.id,
        "kind": str(change.kind),
        "clause": {"old": _first_id(change.old), "new": _first_id(change.new)},
        # A split or a merge concerns several; `clause` names the first of them.
        "clauses": {"old": _ids(change.old), "new": _ids(change.new)},
        "heading": change.clause.heading,
        "old": change.old_text,
        "new": change.new_text,
        "redline": _redline(change.redline),
        "notes": list(map(str, change.notes)),
        "level": str(entry.level),
        "findings": [finding_value(finding) for finding in entry.findings],
    }


def finding_value(finding: Finding) -> dict[str, Json]:
    """One finding as plain values."""
    return {
        "rule": finding.rule,
        "title": finding.title,
        "level": str(finding.level),
        "decided": _decision(finding),
        "direction": str(finding.direction),
        "topic": finding.topic,
        "fingerprint": finding.fingerprint,
        "message": finding.message,
        "question": finding.question,
        "rationale": finding.rationale,
        "references": [{"cite": source.cite, "url": source.url} for source in finding.references],
        "segments": list(finding.segments),
        "confidence": _confidence(finding),
        "evidence": {"old": _evidence(finding.old), "new": _evidence(finding.new)},
    }


def _confidence(finding: Finding) -> Json:
    measured = finding.confidence
    if measured is None:
        return None
    return {"band": str(measured.band), "share": measured.share, "seen": measured.seen}


def _decision(finding: Finding) -> Json:
    decision = finding.decision
    if decision is None:
        return None
    return {
        "level": str(decision.level),
        "reason": decision.reason,
        "decided_by": decision.decided_by,
        "decided_on": decision.decided_on.isoformat(),
        "approved_by": decision.approved_by,
    }


def _evidence(evidence: Evidence | None) -> Json:
    if evidence is None:
        return None
    return {
        "quote": evidence.quote,
        "path": evidence.where.path,
        "line": evidence.where.line,
    }


def _redline(redline: Redline) -> Json:
    return [[str(span.op), span.text] for span in redline]


def _ids(clauses: Iterable[Clause]) -> Json:
    return [clause.id for clause in clauses]


def _first_id(clauses: tuple[Clause, ...]) -> Json:
    return clauses[0].id if clauses else None


def _day(day: date | None) -> Json:
    return day.isoformat() if day else None
