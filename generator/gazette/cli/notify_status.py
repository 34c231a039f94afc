"""`gazette notify status`: what became of the notices."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING

import click

from gazette.cli.notify_options import ledger_option
from gazette.cli.output import write_result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.adapters.notices import NoticeLedger
    from gazette.cli.notify_options import LedgerAt

_SAYS = {
    "planned": "still to be sent",
    "claimed": "on their way, or were when the last run was killed",
    "unknown": "were on their way when the connection broke; to be sent again",
    "written": "as request bodies for a provider, which has not reported on them",
    "accepted": "taken by the mail server",
    "failed": "refused for good, or given up",
    "bounced": "sent, and not delivered: tell them in the product",
    "forgotten": "never sent: the person asked to be forgotten",
}


@click.command()
@ledger_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--unreached",
    metavar="POLICY/LABEL",
    help="Print instead, as CSV, the user ids that mail about this release did not reach.",
)
def status(*, ledger: LedgerAt, form: str, unreached: str | None) -> None:
    """Show what became of the notices, and which may have arrived twice.

    Whom mail did not reach must be told in the product: those that
    --unreached prints, and those in the list beside the recipients.
    """
    with ledger.opened() as book:
        if unreached:
            write_result(_csv(book.unreached(unreached)), None)
            return
        text = _json(book) if form == "json" else "".join(f"{line}\n" for line in _lines(book))
    write_result(text, None)


def _csv(rows: list[tuple[str, str, str, str]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([("user_id", "state", "code", "action"), *rows])
    return out.getvalue()


def _json(book: NoticeLedger) -> str:
    content = {
        "schema": "gazette/notice-status/1",
        "releases": book.counts(),
        "failures": book.failures(),
        "in_flight": [asdict(each) for each in book.in_flight()],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _lines(book: NoticeLedger) -> Iterator[str]:
    for release, states in book.counts().items():
        yield release
        yield from (f"{states[s]:>12,}  {s:<11}{says}" for s, says in _SAYS.items() if s in states)
    for code, count in book.failures().items():
        yield f"{count:>12,}  failed with {code or 'no answer'}"
    for each in book.in_flight():
        yield f"in flight, may have arrived twice: {each.user_id or 'forgotten'}, {each.message_id}"
