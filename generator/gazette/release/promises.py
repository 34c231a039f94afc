"""What the policy itself promises about its changes."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from gazette.materiality.quantities import find_quantities
from gazette.release.complaints import QUOTES, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.gate import Gate
    from gazette.model.policy import Policy
    from gazette.release.proposal import Proposal

_AHEAD = re.compile(r"\b(?:before|prior|advance|ahead|notice|notify|notified)\b", re.IGNORECASE)


def promised_days(policy: Policy) -> int:
    """The longest notice, in whole days, that a promise of the policy names; 0 for none."""
    spans = [
        quantity.amount
        for promise in policy.promises
        if _AHEAD.search(promise)
        for quantity in find_quantities(promise)
        if quantity.kind == "duration" and quantity.amount is not None
    ]
    # A period without end is no notice that could be kept.
    return max((ceil(days) for days in spans if days < float("inf")), default=0)


def check_promises(proposal: Proposal) -> Iterator[Gate]:
    """Each promise of policy.toml stands in the text that people rely on."""
    relied_on = proposal.last or proposal.draft
    if relied_on is None:
        return
    words = _folded(relied_on.document.text)
    for promise in proposal.policy.promises:
        if _folded(promise) not in words:
            yield warning(
                f"policy.toml names a promise that {relied_on.label} does not make: “{promise}”",
                where=proposal.file("policy.toml"),
                remedy="Copy the promise from the text word for word, or remove it.",
            )


def _folded(text: str) -> str:
    return " ".join(text.translate(QUOTES).casefold().split())
