"""The tables that the expression reads and answers, and the words in them; needs no Ibis."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING

from gazette.audience.reasons import LEFT_OUT, LeftOut

if TYPE_CHECKING:
    from gazette.audience.rules import AudienceRules

LEDGER = "notice_ledger"

USER_COLUMNS = {
    "user_id": "string",
    "email": "string",
    "locale": "string",
    "status": "string",
    "status_since": "timestamp",
    "bounced": "boolean",
    "accepted_version": "string",
    LEDGER: "int64",
}
"""Column -> type; `status_since` in UTC. The columns of the segments come on top, as strings.

`notice_ledger` is no column of anybody's table: it holds the `Mark`s that the
notice ledger has against the user's address or id, 0 for none.
"""

RULE_COLUMNS = {
    "cell": "int32",
    "rule_version": "string",
    "rule_members": "int64",
    "segments": "string",
    "action": "string",
    "reason": "string",
    "strength": "int64",
    "rules": "string",
    "cancelled_before": "timestamp",
}
"""Column -> type of `rules`, one row per `Cell`, which `cell` numbers.

`cancelled_before` is one instant in UTC on every row, or null.
"""

RECIPIENT_COLUMNS = (
    "user_id",
    "email",
    "locale",
    "action",
    "reason",
    "accepted_version",
    "segments",
    "accounts",
    "rules",
)
"""The columns of the list, in order; rows are ordered by `user_id`, bytewise.

Those that `chosen` lacks are what `rules` says of its cell; an accepted version
that is missing or unknown is empty text, and so is a locale that is no `LOCALE`.
"""

CODES = {why: code for code, why in enumerate(LEFT_OUT)}
"""Reason for leaving out -> its number in `judged`."""

WITHOUT_MAIL = (LeftOut.NO_ADDRESS, LeftOut.MALFORMED_ADDRESS, LeftOut.BOUNCED)
"""What keeps a user from mail and from nothing else."""


def user_columns(rules: AudienceRules) -> dict[str, str]:
    """The columns that `users` must have for these rules."""
    return USER_COLUMNS | {segment.column: "string" for segment in rules.segments} | USER_COLUMNS


LOCALE = "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"
"""A language tag; anything else is written as no locale."""

GONE = ("cancelled", "canceled")
"""The two spellings of a status that counts from a day."""

STATUSES = ("active", *GONE, "deleted", "erased")
"""The words that `status` may hold, in any case; any other counts as active."""


class Mark(IntFlag):
    """What a notice ledger knows of a user."""

    FORGOTTEN = 1
    """Their address was forgotten on request."""
    BOUNCED = 2
    """Mail to their address came back."""
    TOLD = 4
    """The release was told to their address, or to them at an earlier one."""


class Kind(IntEnum):
    """What an address is."""

    NONE = 0
    MALFORMED = 1
    READY = 2
    """Usable as it stands: ASCII in lower case without outer spaces."""
    PLAIN = 3
    """Usable, in ASCII."""
    ANY = 4
    """Usable, beyond ASCII."""
