"""Verification: whether all that was ever released still stands as it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazette.errors import Location
from gazette.model.notice_run import NoticeRuns
from gazette.release.chain import RESTORE, check_chain, check_files
from gazette.release.complaints import closed
from gazette.release.gates import named
from gazette.release.telling import check_notice_runs
from gazette.release.testimony import (
    check_dirty,
    check_ledger_history,
    check_sightings,
    check_signatures,
    check_tags,
    check_witness,
)
from gazette.release.witness import History

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.gate import Gate
    from gazette.model.ledger import Ledger
    from gazette.model.policy import Policy
    from gazette.release.witness import Witness


@dataclass(frozen=True, slots=True)
class Case:
    """What is verified: a policy, its ledger, git's testimony, and a head noted earlier."""

    policy: Policy
    ledger: Ledger
    witness: Witness
    head: str = ""
    runs: NoticeRuns = field(default_factory=NoticeRuns)


def verify(case: Case) -> tuple[Gate, ...]:
    """What holds and what does not, in the order in which it is believed; pure.

    First the ledger itself, then the files it records, then what git saw. An
    open gate holds, a warning is what cannot be vouched for, a closed gate
    does not hold.
    """
    ledger, witness = case.ledger, case.witness
    answers = {
        "chain": _check_chain(case),
        "notice-runs": check_notice_runs(case.runs, ledger),
        "noted-head": _check_head(case),
        "frozen-files": check_files(case.policy, ledger),
        "git": check_witness(witness),
        "git-files": check_sightings(ledger, witness),
        "git-ledger": check_ledger_history(ledger, witness),
        "git-tags": check_tags(ledger, witness),
        "git-signatures": check_signatures(ledger, witness),
        "git-worktree": check_dirty(ledger, witness),
    }
    asked = {"noted-head": bool(case.head), "notice-runs": bool(case.runs.lines)}
    if witness.history is History.NONE:
        # Nothing is said of what nobody saw: an open gate would read as if git had vouched.
        asked |= dict.fromkeys((name for name in answers if name.startswith("git-")), False)
    return tuple(
        gate
        for name, found in answers.items()
        if asked.get(name, True)
        for gate in named(name, found)
    )


def _check_chain(case: Case) -> Iterator[Gate]:
    if not case.ledger.lines:
        yield closed(
            "there is no ledger, so nothing here can be verified",
            where=Location(case.ledger.path),
            remedy=f"Begin it: gazette release --adopt --policy {case.policy.id}",
        )
    yield from check_chain(case.ledger, case.policy.id)


def _check_head(case: Case) -> Iterator[Gate]:
    """The line that was noted is still there, and with it all above it."""
    if case.head not in {line.sha256 for line in case.ledger.lines}:
        yield closed(
            f"no line has the digest {case.head}",
            where=Location(case.ledger.path),
            remedy=f"What was released when it was noted has been altered or dropped. {RESTORE}",
        )
