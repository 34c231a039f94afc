"""What the gates found, in the formats that people and pipelines read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from gazette.model.gate import Gate, Outcome, is_closed
from gazette.release.gates import about_gates
from gazette.render.memo import Memo
from gazette.render.results import About, Gravity, Result
from gazette.render.sarif import sarif
from gazette.render.workflow import workflow_commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gazette.render.json import Json

SCHEMA = "gazette/check/1"
_STYLES = {
    Outcome.CLOSED: "bold white on red",
    Outcome.WARNING: "bold black on yellow",
    Outcome.OPEN: "bold green",
}
_GATE = {
    Outcome.CLOSED: ("closed", "closed"),
    Outcome.WARNING: ("warning", "warnings"),
    Outcome.OPEN: ("open", "open"),
}
_PROOF = {
    Outcome.CLOSED: ("broken", "broken"),
    Outcome.WARNING: ("unproven", "unproven"),
    Outcome.OPEN: ("holds", "hold"),
}
"""What an outcome is called: of one thing, of several."""
_GRAVITIES = {Outcome.CLOSED: Gravity.ERROR, Outcome.WARNING: Gravity.WARNING}
_GRAVEST_FIRST = (Outcome.CLOSED, Outcome.WARNING, Outcome.OPEN)


class Form(StrEnum):
    """The formats, by the name that the command line knows them by."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was asked about one policy, and what its gates found.

    `subject` says what was looked at, in half a sentence. A `proof` is told in
    other words than gates are: it holds, or it is broken.
    """

    policy: str
    subject: str
    gates: tuple[Gate, ...]
    proof: bool = False

    @property
    def words(self) -> Mapping[Outcome, tuple[str, str]]:
        """What each outcome is called here, of one thing and of several."""
        return _PROOF if self.proof else _GATE

    def at(self, outcome: Outcome) -> tuple[Gate, ...]:
        """The gates found in exactly this way."""
        return tuple(gate for gate in self.gates if gate.outcome is outcome)


def render_checks(checked: tuple[Checked, ...], form: Form, *, width: int, colour: bool) -> str:
    """All that was found, in one of the formats; `width` and `colour` are for text."""
    if form is Form.TEXT:
        return _text(checked, width=width, colour=colour)
    return _MACHINE[form](checked)


def _text(checked: tuple[Checked, ...], *, width: int, colour: bool) -> str:
    memo = Memo(width=width, colour=colour)
    for each in checked:
        memo.blank().divider(f"{each.policy}: {each.subject}" if each.policy else each.subject)
        for gate in (*each.at(Outcome.CLOSED), *each.at(Outcome.WARNING)):
            _gate(memo, gate, each.words[gate.outcome][0])
        memo.blank()
        for gate in each.at(Outcome.OPEN):
            memo.row(each.words[gate.outcome][0], gate.what, style="green")
        memo.blank().paragraph(_count(each))
    return str(memo)


def _gate(memo: Memo, gate: Gate, word: str) -> None:
    memo.row(word.upper(), _sentence(gate.what), style=_STYLES[gate.outcome])
    memo.unbroken("", f"{gate.where or 'here'} ({gate.id})")
    memo.row("", f"→ {gate.remedy}")
    for source in gate.references:
        memo.row("", source.cite)
    memo.blank()


def _count(checked: Checked) -> str:
    """How much was found in which way, such as "1 closed, 12 open."."""
    found = Counter(gate.outcome for gate in checked.gates)
    parts = [
        f"{found[each]} {checked.words[each][found[each] > 1]}"
        for each in _GRAVEST_FIRST
        if found[each]
    ]
    return f"{', '.join(parts)}."


def outcome_of(gates: Iterable[Gate]) -> Outcome:
    """The gravest outcome among `gates`; open for none."""
    found = {gate.outcome for gate in gates}
    return next((outcome for outcome in _GRAVEST_FIRST if outcome in found), Outcome.OPEN)


def _json(checked: tuple[Checked, ...]) -> str:
    everything = [gate for each in checked for gate in each.gates]
    return _dump(
        {
            "schema": SCHEMA,
            "outcome": str(outcome_of(everything)),
            "exit_code": int(is_closed(everything)),
            "policies": [
                {
                    "policy": each.policy,
                    "subject": each.subject,
                    "gates": [gate_value(gate) for gate in each.gates],
                }
                for each in checked
            ],
        }
    )


def gate_value(gate: Gate) -> Json:
    """A gate as plain values."""
    return {
        "gate": gate.id,
        "outcome": str(gate.outcome),
        "what": gate.what,
        "path": gate.where.path if gate.where else None,
        "line": gate.where.line if gate.where else None,
        "remedy": gate.remedy,
        "references": [{"cite": each.cite, "url": each.url} for each in gate.references],
    }


def _sarif(checked: tuple[Checked, ...]) -> str:
    rules = (About(a.id, a.open, a.why, a.references) for a in about_gates().values())
    return sarif(_results(checked), rules)


def _github(checked: tuple[Checked, ...]) -> str:
    return workflow_commands(_results(checked))


def _results(checked: tuple[Checked, ...]) -> tuple[Result, ...]:
    """What the gates complain of."""
    return tuple(
        Result(
            rule=gate.id,
            gravity=_GRAVITIES[gate.outcome],
            message=f"{_sentence(gate.what)}\n{gate.remedy}",
            where=gate.where,
        )
        for each in checked
        for gate in each.gates
        if gate.remedy
    )


def _sentence(what: str) -> str:
    """What a gate found, as a sentence; a file's name or a key keeps its small letter."""
    first = what.split(" ", maxsplit=1)[0]
    begun = f"{what[:1].upper()}{what[1:]}" if first.isalpha() else what
    return f"{begun}{'' if what.endswith(('.', '”', '?')) else '.'}"


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_MACHINE: dict[Form, Callable[[tuple[Checked, ...]], str]] = {
    Form.JSON: _json,
    Form.SARIF: _sarif,
    Form.GITHUB: _github,
}
