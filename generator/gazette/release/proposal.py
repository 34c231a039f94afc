"""A draft with all that its release is judged by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gazette.errors import DecisionError, GazetteError, Location
from gazette.materiality import judge
from gazette.model.notice_run import NoticeRuns
from gazette.model.verdict import Level
from gazette.redline import compare_documents
from gazette.release.freezing import freeze
from gazette.release.labels import next_label
from gazette.source.decisions import DECISIONS

if TYPE_CHECKING:
    from datetime import datetime

    from gazette.materiality import Catalogue
    from gazette.model.ledger import Ledger
    from gazette.model.policy import Policy, Version
    from gazette.model.verdict import Decision, Verdict
    from gazette.release.witness import History


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be released at the instant `at`, and after what.

    `policy` is as it was before: a version that an interrupted release left
    behind is not in it. `verdict` is None where the draft has nothing to be
    compared with, or there is no draft. `refused` is what is wrong with the
    decisions; the verdict is then without them.
    """

    policy: Policy
    ledger: Ledger
    at: datetime
    history: History
    runs: NoticeRuns = field(default_factory=NoticeRuns)
    verdict: Verdict | None = None
    refused: GazetteError | None = None

    @property
    def draft(self) -> Version | None:
        """The version that would be released."""
        return self.policy.draft

    @property
    def last(self) -> Version | None:
        """The version before it."""
        return self.policy.versions[-1] if self.policy.versions else None

    @property
    def text(self) -> Version | None:
        """The text that a check looks at: the draft, or else the last version."""
        return self.draft or self.last

    @property
    def level(self) -> Level:
        """The verdict; a first version is editorial, because nobody relied on another."""
        return self.verdict.level if self.verdict else Level.EDITORIAL

    @property
    def label(self) -> str:
        """The label that the draft would get."""
        return next_label(self.last.label if self.last else None, self.level)

    def file(self, name: str) -> Location:
        """The place of a file in the policy's folder."""
        return Location(str(Path(self.policy.path) / name))


def propose(  # noqa: PLR0913 - all that a release is judged by, each named
    policy: Policy,
    ledger: Ledger,
    *,
    catalogue: Catalogue,
    decisions: tuple[Decision, ...],
    at: datetime,
    history: History,
    runs: NoticeRuns | None = None,
) -> Proposal:
    """What a release at the instant `at` would be judged by; pure."""
    policy = without_leftover(policy, ledger)
    proposal = Proposal(policy, ledger, at, history, runs or NoticeRuns())
    if proposal.draft is None or proposal.last is None:
        return replace(proposal, refused=_needless(decisions))
    comparison = compare_documents(proposal.last.document, proposal.draft.document)

    def judged(binding: tuple[Decision, ...]) -> Verdict:
        return judge(
            comparison,
            catalogue,
            policy=policy.id,
            segments=policy.segments,
            decisions=binding,
            old_path=proposal.last.path if proposal.last else "",
            new_path=proposal.draft.path if proposal.draft else "",
        )

    try:
        return replace(proposal, verdict=judged(decisions))
    except DecisionError as error:
        return replace(proposal, verdict=judged(()), refused=error)


def without_leftover(policy: Policy, ledger: Ledger) -> Policy:
    """`policy` without the version file that an interrupted release left behind.

    That is the newest version where it has no line in the ledger and is, byte
    for byte, what the draft becomes under its label: nothing but the release
    of this very draft can have written it, and no visitor was promised it,
    because only the ledger's line makes a release.
    """
    newest = policy.versions[-1] if policy.versions else None
    if newest is None or ledger.line_of(newest.label) or not freezes_to(policy.draft, newest):
        return policy
    return replace(policy, versions=policy.versions[:-1])


def freezes_to(draft: Version | None, version: Version) -> bool:
    """Whether `version` is what `draft` becomes when it is released under its label."""
    if draft is None:
        return False
    try:
        frozen = freeze(draft.source.encode(), version.label, path=draft.path)
    except GazetteError:
        return False
    return frozen.decode() == version.source


def _needless(decisions: tuple[Decision, ...]) -> GazetteError | None:
    """The error for decisions with no comparison to bind to."""
    if not decisions:
        return None
    return DecisionError(
        "there are decisions, and no comparison that they could be about",
        remedy=f"Remove {DECISIONS}.",
    )
