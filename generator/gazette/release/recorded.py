"""Only what the ledger records, unaltered, is fit to be published."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from gazette.errors import SourceError
from gazette.model.gate import Outcome
from gazette.release.chain import check_chain, check_files, unrecorded
from gazette.release.proposal import without_leftover

if TYPE_CHECKING:
    from collections.abc import Collection

    from gazette.model.ledger import Ledger
    from gazette.model.policy import Policy, Translation


def as_recorded(policy: Policy, ledger: Ledger, *, preview: bool = False) -> Policy:
    """`policy` without what an interrupted release left, once `ledger` vouches for the rest.

    A policy whose ledger has not begun is taken as it is. A `preview` shows
    translations that are still worked on. Raises SourceError for the first
    thing that does not hold: a broken chain, a frozen file that was altered or
    is gone, a version that was never released, a translation not on record.
    """
    policy = without_leftover(policy, ledger)
    fit = _without(policy, unrecorded(policy, ledger)) if preview else policy
    for gate in chain(check_chain(ledger, policy.id), check_files(fit, ledger)):
        if gate.outcome is Outcome.CLOSED:
            raise SourceError(gate.what, where=gate.where, remedy=gate.remedy)
    return policy


def _without(policy: Policy, texts: Collection[Translation]) -> Policy:
    """`policy` as if nobody had written `texts`."""
    kept = tuple(each for each in policy.translations if each not in texts)
    return replace(policy, translations=kept)
