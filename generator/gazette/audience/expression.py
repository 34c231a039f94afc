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

from gazette.audience.columns import (
    CODES,
    GONE,
    RULE_COLUMNS,
    WITHOUT_MAIL,
    Kind,
    Mark,
    user_columns,
)
from gazette.audience.reasons import LeftOut
from gazette.audience.row import address_kind, judged_version, members, status_word, trim
from gazette.audience.rules import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir

    from gazette.audience.rules import AudienceRules

    Digest = Callable[[ir.StringValue], ir.Value]


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
        "notice_ledger",
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
    steps = tests(rows)
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


def tests(row: ir.Table) -> tuple[tuple[LeftOut, ir.BooleanValue], ...]:
    """What leaves a user out, in the order tried; null counts as no."""
    gone = row.status.isin(GONE) & (row.status_since < row.cancelled_before)
    return (
        (LeftOut.DELETED, row.status == "deleted"),
        (LeftOut.CANCELLED, gone),
        (LeftOut.ERASED, (row.status == "erased") | _marked(row, Mark.FORGOTTEN)),
        (LeftOut.NO_ADDRESS, row.kind == int(Kind.NONE)),
        (LeftOut.MALFORMED_ADDRESS, row.kind == int(Kind.MALFORMED)),
        (LeftOut.BOUNCED, row.bounced | _marked(row, Mark.BOUNCED)),
        *(
            (why, row.reason == str(why))
            for why in (LeftOut.ACCEPTED, LeftOut.NOT_CONCERNED, LeftOut.NOT_MATERIAL)
        ),
        (LeftOut.ALREADY_TOLD, _marked(row, Mark.TOLD)),
    )


def _marked(row: ir.Table, mark: Mark) -> ir.BooleanValue:
    return (row.notice_ledger & ibis.literal(int(mark), type="int64")) != 0


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


def unreached(rows: ir.Table) -> ir.Table:
    """The users of `judged` who would be told and whom no mail reaches, and why not."""
    codes = [CODES[why] for why in WITHOUT_MAIL]
    rules = ibis.table(RULE_COLUMNS, name="rules")
    told = rules.filter(rules.action != str(Action.NONE)).select("cell")
    found = rows.filter(rows.left_out.isin(codes)).join(told, "cell")
    return found.select("user_id", "cell", "left_out")


def steps_of(rules: AudienceRules) -> ir.Table:
    """What the users in the table `asked` are judged by, and each test in a column of its name."""
    rows = keyed(rules)
    rows = rows.semi_join(_asked(), rows.user_id == _asked().asked_id)
    answers = {str(why): test for why, test in tests(rows)}
    return rows.select("user_id", "version", "segments", "action", "reason", "rules", **answers)


def kin_of(rows: ir.Table) -> ir.Table:
    """Of each eligible user in `asked`: who gets the notice for their address, and for how many."""
    own = rows.semi_join(_asked(), rows.user_id == _asked().asked_id)
    own = own.filter(own.left_out.isnull()).select(
        asked_id=own.user_id, own_digest=own.digest, own_key=own.lower.coalesce(own.address)
    )
    same = (rows.digest == own.own_digest) & (rows.lower.coalesce(rows.address) == own.own_key)
    kin = ranked(rows.semi_join(own, same))
    first = kin.filter(kin.place == 0)
    first = first.select("user_id", "accounts", "digest", key=first.lower.coalesce(first.address))
    found = own.join(first, (own.own_digest == first.digest) & (own.own_key == first.key))
    return found.select("asked_id", "user_id", "accounts")


def _asked() -> ir.Table:
    return ibis.table({"asked_id": "string"}, name="asked")
