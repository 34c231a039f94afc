"""The relational expression itself: users and rules to recipients.

Unbound Ibis tables only, so nothing here needs an engine. Three tables are
named: `users` (`user_columns`), `rules` (`RULE_COLUMNS`), both laid out by the
adapter, and nothing else. Text that is empty is null in `users`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from gazette.audience.address import ANY, LONGEST, PLAIN
from gazette.audience.reasons import LeftOut
from gazette.audience.rules import MISSING, UNKNOWN, fold

if TYPE_CHECKING:
    from datetime import datetime

    import ibis.expr.types as ir

    from gazette.audience.rules import AudienceRules
    from gazette.model.policy import Segment

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
    "cell": "int64",
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
"""The columns of the list, in order; rows are ordered by `user_id`, bytewise."""

LOCALE = "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"
"""A language tag; anything else is written as no locale."""


# Ibis' own `.strip()` becomes TRIM(x, characters), nearly three times as slow.
@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # Ibis has no types
def trim(text: str) -> str:  # type: ignore[empty-body]  # the engine has the body
    """Text without outer spaces."""


def user_columns(rules: AudienceRules) -> dict[str, str]:
    """The columns that `users` must have for these rules."""
    return USER_COLUMNS | {segment.column: "string" for segment in rules.segments} | USER_COLUMNS


def keyed(rules: AudienceRules) -> ir.Table:
    """One row per user: what they are judged by, their one rule, and their address key.

    Accounts share an address when they share the `key`: the address in lower
    case, or as it is written where it goes beyond ASCII.
    """
    users = ibis.table(user_columns(rules), name="users")
    table = ibis.table(RULE_COLUMNS, name="rules")
    seen = users.select(
        "user_id",
        "status_since",
        "bounced",
        "locale",
        status=trim(users.status).lower(),
        address=trim(users.email),
        kind=_address_kind(users.email),
        members=_members(users, rules.segments),
        version=_version(users.accepted_version, rules.labels),
    )
    joined = seen.join(
        table, (seen.version == table.rule_version) & (seen.members == table.rule_members)
    )
    plain = joined.kind == "plain"
    return joined.mutate(key=ibis.ifelse(plain, joined.address.lower(), joined.address))


def judged(rules: AudienceRules) -> ir.Table:
    """`keyed` with `left_out`: the first reason that fits, null for the eligible.

    Never `same-address`: that is a choice among the eligible, made by `ranked`.
    """
    rows = keyed(rules)
    steps = tests(rows, rules.cancelled_before)
    return rows.select(
        "user_id",
        "locale",
        "address",
        "key",
        "cell",
        "strength",
        left_out=ibis.cases(*((test, str(why)) for why, test in steps)),
    )


def tests(
    row: ir.Table, cancelled_before: datetime | None
) -> tuple[tuple[LeftOut, ir.BooleanValue], ...]:
    """What leaves a user out, in the order tried; null counts as no."""
    gone = ibis.literal(value=False)
    if cancelled_before is not None:
        cutoff = ibis.literal(cancelled_before.replace(tzinfo=None), type="timestamp")
        gone = row.status.isin(["cancelled", "canceled"]) & (row.status_since < cutoff)
    return (
        (LeftOut.DELETED, row.status == "deleted"),
        (LeftOut.CANCELLED, gone),
        (LeftOut.ERASED, row.status == "erased"),
        (LeftOut.NO_ADDRESS, row.kind == "none"),
        (LeftOut.MALFORMED_ADDRESS, row.kind == "malformed"),
        (LeftOut.BOUNCED, row.bounced),
        *(
            (why, row.reason == str(why))
            for why in (LeftOut.ACCEPTED, LeftOut.NOT_CONCERNED, LeftOut.NOT_MATERIAL)
        ),
    )


def ranked(rows: ir.Table) -> ir.Table:
    """The eligible of `judged`, each with its `place` among the accounts of one address.

    Place 0 gets the notice: the strongest rule, then the smallest user id.
    """
    eligible = rows.filter(rows.left_out.isnull())
    address = ibis.window(group_by=eligible.key)
    order = ibis.window(
        group_by=eligible.key, order_by=[eligible.strength.desc(), eligible.user_id.asc()]
    )
    return eligible.mutate(
        place=ibis.row_number().over(order),
        accounts=eligible.count().over(address),
    )


def recipients(rows: ir.Table) -> ir.Table:
    """The list: one row per address, ready to write."""
    # What the rules say joins last: long texts are not carried through the ranking.
    first = ranked(rows)
    rules = ibis.table(RULE_COLUMNS, name="rules")
    told = first.filter(first.place == 0).drop("strength").join(rules, "cell")
    poor = told.rule_version.isin([MISSING, UNKNOWN])
    return told.select(
        user_id=told.user_id,
        email=told.address,
        locale=ibis.ifelse(told.locale.re_search(LOCALE), told.locale, ""),
        action=told.action,
        reason=told.reason,
        accepted_version=ibis.ifelse(poor, "", told.rule_version),
        segments=told.segments,
        accounts=told.accounts,
        rules=told.rules,
    ).order_by("user_id")


def tally(rows: ir.Table) -> ir.Table:
    """How many users each reason leaves out; null for those who are eligible."""
    return rows.group_by("left_out").aggregate(users=rows.count())


def steps_of(rules: AudienceRules, user_id: str) -> ir.Table:
    """What one user is judged by, and each test's answer in a column of its name."""
    rows = keyed(rules)
    rows = rows.filter(rows.user_id == user_id)
    answers = {str(why): test for why, test in tests(rows, rules.cancelled_before)}
    return rows.select("version", "segments", "action", "reason", "rules", **answers)


def kin_of(rows: ir.Table, user_id: str) -> ir.Table:
    """Of the accounts that share the address of an eligible user: who gets the notice."""
    own = rows.filter(rows.user_id == user_id).select("key")
    kin = ranked(rows.semi_join(own, "key"))
    return kin.filter(kin.place == 0).select("user_id", "accounts")


def _address_kind(email: ir.StringValue) -> ir.StringValue:
    # The cheap and common case first: the engine tries the next only for the rest.
    # `$` also matches before a final line break on some engines, hence `contains`.
    broken = email.contains("\n") | (email.length() > LONGEST)
    return ibis.cases(
        (email.isnull(), "none"),
        (broken, "malformed"),
        (email.re_search(PLAIN), "plain"),
        (email.re_search("^ *$"), "none"),
        (email.re_search(ANY), "any"),
        else_="malformed",
    )


def _version(accepted: ir.StringValue, labels: tuple[str, ...]) -> ir.StringValue:
    return ibis.cases(
        (accepted.isnull(), MISSING),
        (accepted.isin(labels), accepted),
        else_=UNKNOWN,
    )


def _members(users: ir.Table, segments: tuple[Segment, ...]) -> ir.IntegerValue:
    bits = ibis.literal(0, type="int64")
    for place, segment in enumerate(segments):
        column = trim(users[segment.column]).lower()
        values = sorted({fold(value) for value in segment.values})
        # No value decides nothing, so the user counts as a member: told, not skipped.
        inside = column.isnull() | (column == "") | column.isin(values)
        bits += ibis.ifelse(inside, ibis.literal(1 << place, type="int64"), 0)
    return bits
