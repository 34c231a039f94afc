"""The relational expression itself: users and rules to recipients.

Unbound Ibis tables only, so nothing here needs an engine. It is cut where an
engine should keep what it found: `judged` reads `users` (`user_columns`) and
`rules` (`RULE_COLUMNS`), both laid out by the adapter, with empty text as
null; each later step reads the one before it by its name.

    users, rules ─► judged ─┬─► tally
                            └─► shared ─► chosen

Addresses are compared by an integer digest first: one that occurs once has its
address to itself. Only who shares a digest is compared by the address itself,
so two addresses of one digest stay apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from gazette.audience.reasons import LEFT_OUT, LeftOut
from gazette.audience.row import (
    GONE,
    Kind,
    address_kind,
    judged_version,
    members,
    status_word,
    trim,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import ibis.expr.types as ir

    from gazette.audience.rules import AudienceRules

    Digest = Callable[[ir.StringValue], ir.Value]

USER_COLUMNS = {
    "user_id": "string",
    "email": "string",
    "locale": "string",
    "status": "string",
    "status_since": "timestamp",
    "bounced": "boolean",
    "accepted_version": "string",
}
"""Column -> type; `status_since` in UTC. The columns of the segments come on top, as strings."""

RULE_COLUMNS = {
    "cell": "int32",
    "rule_version": "string",
    "rule_members": "int64",
    "segments": "string",
    "action": "string",
    "reason": "string",
    "strength": "int64",
    "rules": "string",
}
"""Column -> type of `rules`, one row per `Cell`, which `cell` numbers."""

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


def user_columns(rules: AudienceRules) -> dict[str, str]:
    """The columns that `users` must have for these rules."""
    return USER_COLUMNS | {segment.column: "string" for segment in rules.segments} | USER_COLUMNS


def keyed(rules: AudienceRules) -> ir.Table:
    """One row per user: what they are judged by, and their one rule."""
    users = ibis.table(user_columns(rules), name="users")
    table = ibis.table(RULE_COLUMNS, name="rules")
    seen = users.select(
        "user_id",
        "email",
        "status_since",
        "bounced",
        "locale",
        status=status_word(users.status),
        kind=address_kind(users.email),
        members=members(users, rules.segments),
        version=judged_version(users.accepted_version, rules.labels),
    )
    return seen.join(
        table, (seen.version == table.rule_version) & (seen.members == table.rule_members)
    )


def judged(rules: AudienceRules, *, digest: Digest) -> ir.Table:
    """Each user with the first reason that leaves them out, null for the eligible.

    Only the eligible keep their address, its digest, and its `lower` case
    where that is another text. Never `same-address`: that is a choice among
    the eligible, made by `chosen`.
    """
    rows = keyed(rules)
    steps = tests(rows, rules.cancelled_before)
    code = ibis.cases(
        *((test, ibis.literal(CODES[why], type="int8").cast("int8")) for why, test in steps)
    )
    rows = rows.select("user_id", "email", "locale", "cell", "kind", left_out=code)
    address = ibis.ifelse(rows.kind == int(Kind.READY), rows.email, trim(rows.email))
    eligible = rows.left_out.isnull()
    rows = rows.select(
        "user_id",
        "cell",
        "left_out",
        locale=ibis.ifelse(eligible, rows.locale, ibis.null()),
        address=ibis.ifelse(eligible, address, ibis.null()),
        lower=ibis.ifelse(eligible & (rows.kind == int(Kind.PLAIN)), address.lower(), ibis.null()),
    )
    key = rows.lower.coalesce(rows.address)
    return rows.mutate(digest=ibis.ifelse(rows.left_out.isnull(), digest(key), ibis.null()))


def tests(
    row: ir.Table, cancelled_before: datetime | None
) -> tuple[tuple[LeftOut, ir.BooleanValue], ...]:
    """What leaves a user out, in the order tried; null counts as no."""
    gone = ibis.literal(value=False)
    if cancelled_before is not None:
        cutoff = ibis.literal(cancelled_before.replace(tzinfo=None), type="timestamp")
        gone = row.status.isin(GONE) & (row.status_since < cutoff)
    return (
        (LeftOut.DELETED, row.status == "deleted"),
        (LeftOut.CANCELLED, gone),
        (LeftOut.ERASED, row.status == "erased"),
        (LeftOut.NO_ADDRESS, row.kind == int(Kind.NONE)),
        (LeftOut.MALFORMED_ADDRESS, row.kind == int(Kind.MALFORMED)),
        (LeftOut.BOUNCED, row.bounced),
        *(
            (why, row.reason == str(why))
            for why in (LeftOut.ACCEPTED, LeftOut.NOT_CONCERNED, LeftOut.NOT_MATERIAL)
        ),
    )


def tally(rows: ir.Table) -> ir.Table:
    """How many users of `judged` each number of `CODES` leaves out; null for the eligible."""
    return rows.group_by("left_out").aggregate(users=rows.count())


def shared(rows: ir.Table) -> ir.Table:
    """The digests that more than one eligible account of `judged` has."""
    eligible = rows.filter(rows.left_out.isnull())
    counted = eligible.group_by("digest").aggregate(accounts=eligible.count())
    return counted.filter(counted.accounts > 1).select("digest")


def ranked(rows: ir.Table) -> ir.Table:
    """The eligible of `judged`, each with its `place` among the accounts of one address.

    Place 0 gets the notice: the strongest rule, then the smallest user id.
    """
    rules = ibis.table(RULE_COLUMNS, name="rules").select("cell", "strength")
    eligible = rows.filter(rows.left_out.isnull()).join(rules, "cell")
    key = eligible.lower.coalesce(eligible.address)
    order = ibis.window(group_by=key, order_by=[eligible.strength.desc(), eligible.user_id.asc()])
    return eligible.mutate(
        place=ibis.row_number().over(order),
        accounts=eligible.count().over(ibis.window(group_by=key)),
    )


def chosen(rows: ir.Table, digests: ir.Table) -> ir.Table:
    """One row per address that is told: of `judged`, given `shared`.

    What is told of it is a number, its `cell`: long texts are not carried about.
    """
    columns = ("user_id", "address", "locale", "cell")
    eligible = rows.filter(rows.left_out.isnull())
    alone = eligible.anti_join(digests, "digest")
    first = ranked(rows.semi_join(digests, "digest"))
    first = first.filter(first.place == 0)
    one = ibis.literal(1, type="int64")
    return alone.select(*columns, accounts=one).union(
        first.select(*columns, accounts=first.accounts.cast("int64"))
    )


def steps_of(rules: AudienceRules, user_id: str) -> ir.Table:
    """What one user is judged by, and each test's answer in a column of its name."""
    rows = keyed(rules)
    rows = rows.filter(rows.user_id == user_id)
    answers = {str(why): test for why, test in tests(rows, rules.cancelled_before)}
    return rows.select("version", "segments", "action", "reason", "rules", **answers)


def kin_of(rows: ir.Table, user_id: str) -> ir.Table:
    """Of the accounts that share the address of an eligible user: who gets the notice."""
    own = rows.filter(rows.user_id == user_id)
    own = own.select(own_digest=own.digest, own_key=own.lower.coalesce(own.address))
    same = (rows.digest == own.own_digest) & (rows.lower.coalesce(rows.address) == own.own_key)
    kin = ranked(rows.semi_join(own, same))
    return kin.filter(kin.place == 0).select("user_id", "accounts")
