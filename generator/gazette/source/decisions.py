"""A file of decisions: what named persons made of findings, and why.

Its form:

[[decision]]
fingerprint = "5b1f0c2de9a87734"   # as `gazette diff` shows it
rule = "clause-removed"
level = "minor"
reason = "The sentence now stands in section 2."
decided_by = "Dana Counsel"
decided_on = 2026-11-30
approved_by = "Gil Partner"        # needed to lower a material finding
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from gazette.errors import DecisionError, Location
from gazette.model.verdict import Decision, Level
from gazette.source.files import read_text

if TYPE_CHECKING:
    from pathlib import Path

DECISIONS = "decisions.toml"
"""Where the decisions on a draft's findings lie, beside it."""

_TEXTS = ("fingerprint", "rule", "reason", "decided_by")
_KEYS = frozenset({*_TEXTS, "level", "decided_on", "approved_by"})
_REMEDY = (
    "Each [[decision]] has fingerprint, rule, level, reason, decided_by, decided_on "
    "and, to lower a material finding, approved_by."
)


def load_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions in the TOML file at `path`, in its order.

    Raises DecisionError naming the file, the line where there is one, and what
    is wrong; SourceError where the file cannot be read.
    """
    try:
        table = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = Location(str(path), int(line[1]) if line else None)
        raise DecisionError(f"this is not TOML: {error}", where=where, remedy=_REMEDY) from None
    entries = table.pop("decision", [])
    if table or not isinstance(entries, list):
        raise DecisionError(
            "there is something else here than a list of [[decision]]",
            where=Location(str(path)),
            remedy=_REMEDY,
        )
    return tuple(_decision(entry, f"decision {n}", path) for n, entry in enumerate(entries, 1))


def _decision(entry: object, name: str, path: Path) -> Decision:
    def wrong(what: str) -> NoReturn:
        raise DecisionError(f"{name} {what}", where=Location(str(path)), remedy=_REMEDY)

    if not isinstance(entry, dict):
        wrong("is no table")
    if unknown := sorted(entry.keys() - _KEYS):
        wrong(f"has an unknown key: {', '.join(unknown)}")
    for key in _TEXTS:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            wrong(f"has no text in {key}")
    if type(entry.get("decided_on")) is not date:
        wrong("has no date in decided_on, such as 2026-11-30 without quotes")
    if not isinstance(entry.get("approved_by", ""), str):
        wrong("has no text in approved_by")
    levels = {str(level): level for level in Level}
    if entry.get("level") not in levels:
        wrong(f"has no level: {', '.join(levels)}")
    return Decision(
        fingerprint=entry["fingerprint"],
        rule=entry["rule"],
        level=levels[entry["level"]],
        reason=entry["reason"],
        decided_by=entry["decided_by"],
        decided_on=entry["decided_on"],
        approved_by=entry.get("approved_by", ""),
    )
