"""Whether it is on record that those concerned were told.

A site that shows a materially changed text as in force before anyone was told
of it breaks the policy's own promise; gate G9 of the release process. Where
policy.toml says `notices_on_record = true`, no such site is built.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from gazette.errors import Location, NoticeError
from gazette.model.gate import Outcome
from gazette.model.notice_run import NoticeRun, NoticeRuns
from gazette.model.policy import State
from gazette.model.verdict import Level
from gazette.release.chain import RESTORE, check_continuity
from gazette.release.complaints import closed, warning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from gazette.model.gate import Gate
    from gazette.model.ledger import Ledger
    from gazette.model.policy import Policy, Version
    from gazette.release.proposal import Proposal


def check_told(proposal: Proposal) -> Iterator[Gate]:
    """The gate: the record of notice runs is whole, and no one waits to be told."""
    yield from check_notice_runs(proposal.runs, proposal.ledger)
    yield from untold(proposal.policy, proposal.ledger, proposal.runs, at=proposal.at)


def untold(policy: Policy, ledger: Ledger, runs: NoticeRuns, *, at: datetime) -> Iterator[Gate]:
    """A complaint for each material release, public at `at`, of which nobody is on record as told.

    What is superseded is past mending, and what was adopted was told, or not,
    before the ledger began.
    """
    for version in policy.versions:
        line, state = ledger.line_of(version.label), policy.state(version, at)
        if line is None or line.entry.adopted or line.entry.level is not Level.MATERIAL:
            continue
        if state in (State.ANNOUNCED, State.IN_FORCE) and not runs.of(version.label):
            yield _complaint(policy, version, state)


def _complaint(policy: Policy, version: Version, state: State) -> Gate:
    refused = policy.notices_on_record and state is State.IN_FORCE
    complain = closed if refused else warning
    return complain(
        f"version {version.label} is {state} and materially changed, and it is not on record "
        "that anyone was told",
        where=Location(version.path),
        remedy="Send the notices, then: gazette notify record; or record those sent by other "
        "means with --told NUMBER --means TEXT.",
    )


def refuse_untold(policy: Policy, ledger: Ledger, runs: NoticeRuns, *, at: datetime) -> None:
    """Raise NoticeError where no site may show `policy` as it is at the instant `at`."""
    for gate in (*check_notice_runs(runs, ledger), *untold(policy, ledger, runs, at=at)):
        if gate.outcome is Outcome.CLOSED:
            raise NoticeError(gate.what, where=gate.where, remedy=gate.remedy)


def check_notice_runs(runs: NoticeRuns, ledger: Ledger) -> Iterator[Gate]:
    """Each line continues the one before, and is about a release as the ledger has it."""
    yield from check_continuity(runs)
    for before, line in pairwise(runs.lines):
        if line.entry.recorded_at < before.entry.recorded_at:
            yield closed(
                f"`recorded_at` lies before {before.entry.recorded_at}, as the line above says",
                where=line.where,
                remedy=RESTORE,
            )
    for line in runs.lines:
        released = ledger.line_of(line.entry.version)
        if released is None or released.sha256 != line.entry.release_sha256:
            yield closed(
                f"the line is about a release of {line.entry.version} that is not in the ledger",
                where=line.where,
                remedy=RESTORE,
            )


def next_run(run: NoticeRun, *, ledger: Ledger, runs: NoticeRuns) -> NoticeRun:
    """`run` bound to its release and to the line before it.

    Raises NoticeError for a version that is not in the ledger, and for what is
    on record already.
    """
    released = ledger.line_of(run.version)
    if released is None:
        raise NoticeError(
            f"{run.version} is not released, so nobody was told of it",
            where=Location(ledger.path),
            remedy="Name a released version: gazette status",
        )
    if any(_same(run, each) for each in runs.of(run.version)):
        raise NoticeError(
            f"these notices of {run.version} are on record already",
            where=Location(runs.path),
            remedy="Nothing is left to do.",
        )
    return replace(run, release_sha256=released.sha256, previous=runs.head)


def _same(run: NoticeRun, other: NoticeRun) -> bool:
    """Whether two runs say the same of the same notices, whoever recorded them and when."""
    return (run.means, run.lists, run.told, run.failed, run.forgotten) == (
        other.means,
        other.lists,
        other.told,
        other.failed,
        other.forgotten,
    )
