"""Only what the ledger records, unaltered, is fit to be published."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gazette.errors import SourceError
from gazette.model.gate import Outcome
from gazette.release.chain import check_chain, check_files
from gazette.release.proposal import without_leftover

if TYPE_CHECKING:
    from gazette.model.ledger import Ledger
    from gazette.model.policy import Policy


def as_recorded(policy: Policy, ledger: Ledger) -> Policy:
    """`policy` without what an interrupted release left, once `ledger` vouches for the rest.

    A policy whose ledger has not begun is taken as it is. Raises SourceError
    for the first thing that does not hold: a broken chain, a frozen file that
    was altered or is gone, a version that was never released.
    """
    policy = without_leftover(policy, ledger)
    for gate in chain(check_chain(ledger, policy.id), check_files(policy, ledger)):
        if gate.outcome is Outcome.CLOSED:
            raise SourceError(gate.what, where=gate.where, remedy=gate.remedy)
    return policy
