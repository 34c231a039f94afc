"""A decision as legal would write it into `decisions.toml`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gazette.errors import DecisionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.verdict import Decision, Finding


def find_finding(findings: Iterable[Finding], fingerprint: str) -> Finding:
    """The one finding whose fingerprint begins with `fingerprint`; DecisionError for any other."""
    found = {
        each.fingerprint: each for each in findings if each.fingerprint.startswith(fingerprint)
    }
    if fingerprint and len(found) == 1:
        return next(iter(found.values()))
    many = f"is the beginning of {len(found)} fingerprints" if found else "is no finding’s"
    raise DecisionError(f"“{fingerprint}” {many}", remedy="List the findings with: gazette decide")


def decision_text(decision: Decision) -> str:
    """`decision` as the lines of TOML that `load_decisions` reads it from."""
    lines = {
        "fingerprint": _quoted(decision.fingerprint),
        "rule": _quoted(decision.rule),
        "level": _quoted(str(decision.level)),
        "reason": _quoted(decision.reason),
        "decided_by": _quoted(decision.decided_by),
        "decided_on": decision.decided_on.isoformat(),
    }
    if decision.approved_by:
        lines["approved_by"] = _quoted(decision.approved_by)
    return "\n".join(["[[decision]]", *(f"{key} = {value}" for key, value in lines.items()), ""])


def _quoted(text: str) -> str:
    # JSON spells a string as TOML does, but for DEL, which TOML refuses as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
