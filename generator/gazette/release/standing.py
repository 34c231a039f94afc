"""Where a policy stands: its versions' states, and what its draft waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.model.gate import Outcome
from gazette.release.gates import check

if TYPE_CHECKING:
    from gazette.model.gate import Gate
    from gazette.model.ledger import Entry
    from gazette.model.policy import Policy, State, Version
    from gazette.model.verdict import Level
    from gazette.release.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Row:
    """A released version, its state, and its entry in the ledger, if it has one."""

    version: Version
    state: State
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Pending:
    """The draft: what it would become, after what verdict, and which gates are closed."""

    draft: Version
    level: Level | None
    label: str
    closed: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A policy at an instant: its versions, the newest first, and its draft."""

    policy: Policy
    rows: tuple[Row, ...]
    pending: Pending | None


def standing_of(proposal: Proposal) -> Standing:
    """Where the proposal's policy stands at its instant; pure."""
    policy, ledger = proposal.policy, proposal.ledger
    rows = []
    for version in reversed(policy.versions):
        line = ledger.line_of(version.label)
        entry = line.entry if line else None
        rows.append(Row(version, policy.state(version, proposal.at), entry))
    return Standing(policy, tuple(rows), _pending(proposal))


def _pending(proposal: Proposal) -> Pending | None:
    if proposal.draft is None:
        return None
    level = proposal.level if proposal.verdict else None
    closed = tuple(gate for gate in check(proposal) if gate.outcome is Outcome.CLOSED)
    return Pending(proposal.draft, level, proposal.label, closed)
