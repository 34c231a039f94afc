"""What a list was made of and came to, for whoever checks or sends it.

Holds no personal data and no time of day: the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from gazette import __version__
from gazette.audience.columns import RULE_COLUMNS
from gazette.audience.statements import rule_rows

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.adapters.tables.asking import Answer
    from gazette.adapters.tables.source import UserSource
    from gazette.audience.outcome import Outcome
    from gazette.audience.rules import AudienceRules
    from gazette.audience.statements import Queries

SCHEMA = "gazette/audience/1"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A source by its name and, for a file, the digest and size of its bytes."""

    name: str
    sha256: str = ""
    size: int = 0


def fingerprint(source: UserSource) -> Fingerprint:
    """The fingerprint of a source as it is now."""
    if source.path is None:
        return Fingerprint(source.name)
    size = source.path.stat().st_size
    return Fingerprint(source.path.name, _digest(source.path), size)


def summarise(
    rules: AudienceRules,
    outcome: Outcome,
    *,
    source: Fingerprint,
    output: Path,
    answer: Answer,
) -> dict[str, object]:
    """What was asked, of whom, and what came of it."""
    cutoff = rules.cancelled_before
    return {
        "schema": SCHEMA,
        "gazette": __version__,
        "engine": answer.engine,
        "policy": rules.policy,
        "release": rules.release,
        "undecided": dict(rules.undecided),
        "cancelled_before": cutoff.isoformat() if cutoff else None,
        "input": asdict(source),
        "output": {"name": output.name, "sha256": _digest(output)},
        "counts": {
            "users": outcome.users,
            "recipients": outcome.recipients,
            "accounts": outcome.accounts,
            "left_out": {str(why): count for why, count in outcome.left_out},
        },
        "told": [asdict(told) for told in outcome.told],
        "notes": list(answer.notes),
    }


def manifest_text(summary: dict[str, object], queries: Queries, *, rules: AudienceRules) -> str:
    """The manifest as JSON: the summary, and all that is needed to ask the same again."""
    content = summary | {
        # The instant in the last column stands above already.
        "rules": [dict(zip(RULE_COLUMNS, row[:-1], strict=False)) for row in rule_rows(rules)],
        "sql": {
            "judged": queries.judged,
            "left_out": queries.tally,
            "shared": queries.shared,
            "chosen": queries.chosen,
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
