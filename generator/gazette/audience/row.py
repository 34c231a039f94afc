"""One user's cells as the audience reads them: address, status, version, memberships.

Engines disagree about white space and case beyond ASCII, so only text in
printable ASCII is trimmed (of spaces) and lower-cased; any other is compared
as it is written. The common case comes first in every choice: an engine tries
the next branch only for the rows that are left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from gazette.audience.address import ANY, LONGEST, PLAIN, READY
from gazette.audience.columns import STATUSES, Kind
from gazette.audience.rules import MISSING, UNKNOWN, fold

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gazette.model.policy import Segment

PRINTABLE = "^[ -~]*$"
LINE_ENDS = ("\n", "\r", "\x85", "\u2028", "\u2029")


# Ibis' own `.strip()` becomes TRIM(x, characters), nearly three times as slow.
@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # Ibis has no types
def trim(text: str) -> str:  # type: ignore[empty-body]  # the engine has the body
    """Text without outer spaces."""


def folded(text: ir.StringValue) -> ir.StringValue:
    """Text as `rules.fold` folds it."""
    return ibis.ifelse(text.re_search(PRINTABLE), trim(text).lower(), text)


def address_kind(email: ir.StringValue) -> ir.IntegerValue:
    """The `Kind` of an address, as a number."""
    # `$` also matches before a final line break on some engines, whatever they call one.
    broken = email.right(1).isin(LINE_ENDS) | (email.length() > LONGEST)
    return _numbers(
        (email.isnull(), Kind.NONE),
        (broken, Kind.MALFORMED),
        (email.re_search(READY), Kind.READY),
        (email.re_search(PLAIN), Kind.PLAIN),
        (email.re_search("^ *$"), Kind.NONE),
        (email.re_search(ANY), Kind.ANY),
        otherwise=Kind.MALFORMED,
    )


def status_word(status: ir.StringValue) -> ir.StringValue:
    """The status, folded; null stays null."""
    return ibis.ifelse(status.isin(STATUSES), status, folded(status))


def judged_version(accepted: ir.StringValue, labels: tuple[str, ...]) -> ir.StringValue:
    """The label that was accepted, or what stands for none or an unknown one."""
    return ibis.cases(
        (accepted.isnull(), MISSING), (accepted.isin(labels), accepted), else_=UNKNOWN
    )


def members(users: ir.Table, segments: tuple[Segment, ...]) -> ir.IntegerValue:
    """Bit i is set for a member of the i-th segment.

    No value decides nothing, so the user counts as a member: told, not skipped.
    """
    bits = ibis.literal(0, type="int64")
    for column in dict.fromkeys(segment.column for segment in segments):
        bits += _members_by(users[column], column, segments)
    return bits


def _members_by(
    cell: ir.StringValue, column: str, segments: tuple[Segment, ...]
) -> ir.IntegerValue:
    meant: dict[str, int] = {}
    whole = 0
    for place, segment in enumerate(segments):
        if segment.column == column:
            whole |= 1 << place
            for value in {fold(value) for value in segment.values}:
                meant[value] = meant.get(value, 0) | 1 << place
    by_bits = {
        bits: sorted(value for value, other in meant.items() if other == bits)
        for bits in sorted(set(meant.values()))
    }
    text = folded(cell)
    return _numbers(
        (cell.isnull(), whole),
        *((cell.isin(values), bits) for bits, values in by_bits.items()),
        *((text.isin(values), bits) for bits, values in by_bits.items()),
        (text == "", whole),
        otherwise=0,
    )


def _numbers(*cases: tuple[ir.BooleanValue, int], otherwise: int) -> ir.IntegerValue:
    typed = [(test, ibis.literal(int(number), type="int64")) for test, number in cases]
    return ibis.cases(*typed, else_=ibis.literal(int(otherwise), type="int64"))
