"""Results as SARIF 2.1.0, which code hosts show beside the changed lines.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from gazette import __version__
from gazette.render.results import Gravity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.errors import Location
    from gazette.render.json import Json
    from gazette.render.results import About, Result

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "gazette/1"
"""The name of our fingerprints; its number moves when their making does."""


def sarif(results: Iterable[Result], rules: Iterable[About]) -> str:
    """One run of Gazette: all its `rules`, and the `results` of them."""
    known: list[Json] = [_rule(rule) for rule in rules]
    driver: Json = {"name": "gazette", "version": __version__, "rules": known}
    run: Json = {"tool": {"driver": driver}, "results": [_result(each) for each in results]}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: About) -> Json:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": "\n".join([rule.why, *(source.cite for source in rule.references)])},
    }


def _result(result: Result) -> Json:
    value: dict[str, Json] = {
        "ruleId": result.rule,
        # Sections 3.27.9 and 3.27.10: what has no level does not fail, it informs.
        "kind": "informational" if result.gravity is Gravity.NONE else "fail",
        "level": str(result.gravity),
        "message": {"text": result.message},
        "locations": [_place(result.where)] if result.where else [],
    }
    if result.former:
        value["relatedLocations"] = [_place(result.former) | {"message": {"text": "before"}}]
    if result.fingerprint:
        value["partialFingerprints"] = {FINGERPRINT: result.fingerprint}
    if result.accepted:
        value["suppressions"] = [{"kind": "external", "justification": result.accepted}]
    return value


def _place(where: Location) -> dict[str, Json]:
    path = PurePath(where.path)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    # A result without a line is shown on the file's first.
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {"startLine": where.line or 1},
        }
    }
