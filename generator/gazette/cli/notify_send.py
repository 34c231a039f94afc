"""`gazette notify send`: what is planned, to everybody once."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import click

from gazette.adapters.notices import InFlight, NoticeLedger, SmtpCarrier, server_at
from gazette.announce import Pace, Result, Tally, deliver
from gazette.cli.notify_options import ledger_option
from gazette.cli.output import write_result
from gazette.errors import NoticeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazette.cli.notify_options import LedgerAt

_REFRESH = 0.2
"""Seconds between two lines of progress."""


@click.command()
@click.option(
    "--smtp",
    required=True,
    metavar="URL",
    help="smtp://[USER@]HOST[:PORT] or smtps://. The password is in GAZETTE_SMTP_PASSWORD.",
)
@ledger_option
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="Notices a second.")
@click.option("--connections", type=click.IntRange(1, 64), default=4, show_default=True)
def send(*, smtp: str, ledger: LedgerAt, rate: float | None, connections: int) -> None:
    """Deliver what is planned, each notice once.

    Off this machine, only over TLS. Interrupted or killed, run it again: it
    goes on where it stopped. What was on its way at that moment, at most one
    notice a connection, is named and sent again under the same Message-ID,
    since nobody can tell whether it arrived.
    """
    server = server_at(smtp, password=os.environ.get("GAZETTE_SMTP_PASSWORD", ""))
    with ledger.opened() as book:
        _name(book.recover())
        waiting = book.waiting()
        pace = Pace(time.time, time.sleep, rate)
        before = {each.message_id: each.times for each in book.in_flight()}
        try:
            with SmtpCarrier(server, connections, clock=time.time, sleep=time.sleep) as carrier:
                deliver(book, carrier, pace=pace, progress=_progress(waiting))
        finally:
            _name(
                tuple(
                    each for each in book.in_flight() if each.times > before.get(each.message_id, 0)
                )
            )
        _report(book)


def _name(found: tuple[InFlight, ...]) -> None:
    """Say on stderr which notices may arrive twice: by user id, never by address."""
    for each in found:
        who = each.user_id or "a user since forgotten"
        click.echo(f"in flight, may arrive twice: {who}, {each.message_id}", err=True)


def _progress(waiting: int) -> Callable[[Tally], None]:
    """Shows how far it is, on a terminal only, a few times a second."""
    started = shown = time.monotonic()
    if not sys.stderr.isatty():
        return lambda _: None

    def show(tally: Tally) -> None:
        nonlocal shown
        now = time.monotonic()
        done = tally.counts[Result.ACCEPTED]
        if now - shown < _REFRESH and done < waiting:
            return
        shown = now
        rate = done / max(now - started, 1e-9)
        left = f", {(waiting - done) / rate:,.0f} s left" if rate else ""
        line = f"\r{done:,} of {waiting:,} delivered, {rate:,.0f} a second{left}   "
        click.echo(line, err=True, nl=done >= waiting)

    return show


def _report(book: NoticeLedger) -> None:
    """The ledger's own counts; NoticeError where some notices could not be delivered."""
    failures = book.failures()
    for release, states in book.counts().items():
        told = ", ".join(f"{count:,} {state}" for state, count in states.items())
        write_result(f"{release}: {told}\n", None)
    if failures:
        codes = ", ".join(f"{count:,} with {code}" for code, count in failures.items())
        total = sum(failures.values())
        raise NoticeError(
            f"{total:,} notice{'s' if total > 1 else ''} could not be delivered ({codes})",
            remedy="Tell those in the product: gazette notify status --unreached POLICY/LABEL; or"
            " mend their addresses in the user table, then list and plan again.",
        )
