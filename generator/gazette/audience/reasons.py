"""Why a user is told, and why another is left out: the words and their order."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why somebody is told."""

    MATERIAL = "material"
    """A material change since the version they accepted concerns them."""
    REVIEW = "review"
    """A change concerns them that nobody has decided yet; told unless a person clears it."""
    UNKNOWN_VERSION = "unknown-version"
    """They accepted a version that this policy never had."""
    MISSING_VERSION = "missing-version"
    """Nothing shows which version they accepted."""


class LeftOut(StrEnum):
    """Why somebody is not told.

    The members stand in the order in which they are tried: a user is counted
    under the first that fits. Reasons about the account come first, since no
    verdict can bring back an account that is gone; then those about the
    address; then those about the release, among them that it was told already,
    which the notice ledger knows; last the choice among accounts that
    share an address, which is only among those who would be told.

    A wish to get no marketing is no reason: a notice about changed terms is
    owed to whoever uses the service.
    """

    DELETED = "deleted"
    CANCELLED = "cancelled"
    ERASED = "erased"
    NO_ADDRESS = "no-address"
    MALFORMED_ADDRESS = "malformed-address"
    BOUNCED = "bounced"
    ACCEPTED = "accepted-this-version"
    NOT_CONCERNED = "not-concerned"
    NOT_MATERIAL = "not-material"
    ALREADY_TOLD = "already-told"
    SAME_ADDRESS = "same-address"

    @property
    def says(self) -> str:
        """The reason in words, of one account."""
        return _SAYS[self]


_SAYS = {
    LeftOut.DELETED: "the account is deleted",
    LeftOut.CANCELLED: "the account was cancelled longer ago than the policy keeps data",
    LeftOut.ERASED: "the person had their data erased, or was forgotten on request",
    LeftOut.NO_ADDRESS: "there is no e-mail address",
    LeftOut.MALFORMED_ADDRESS: "the e-mail address is malformed or unsafe to write",
    LeftOut.BOUNCED: "mail to the address bounced before",
    LeftOut.ACCEPTED: "this version, or a later one, was accepted",
    LeftOut.NOT_CONCERNED: "what changed speaks to other segments only",
    LeftOut.NOT_MATERIAL: "nothing material changed since the accepted version",
    LeftOut.ALREADY_TOLD: "the notice ledger shows that they were told of this release",
    LeftOut.SAME_ADDRESS: "another account with the same address gets the notice",
}

LEFT_OUT: tuple[LeftOut, ...] = tuple(LeftOut)
"""The reasons in the order in which they are tried and counted."""
