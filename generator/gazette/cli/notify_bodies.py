"""`gazette notify bodies`: what is planned, as request bodies for a mail provider."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.guard import refuse_public_place
from gazette.adapters.notices.bodies import finish, prepared, write_bodies
from gazette.adapters.sealing import seal_for
from gazette.announce.bodies import PROVIDERS
from gazette.cli.notify_options import ledger_option
from gazette.cli.output import hint, write_result
from gazette.errors import NoticeError

if TYPE_CHECKING:
    from gazette.adapters.notices import NoticeLedger
    from gazette.cli.notify_options import LedgerAt


@click.command()
@click.option("--provider", type=click.Choice(list(PROVIDERS)), required=True)
@ledger_option
@click.option("--release", metavar="POLICY/LABEL", help="Where several are planned.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build/bodies"),
    show_default=True,
    help="A new folder.",
)
@click.option(
    "--encrypt-to",
    "keys",
    multiple=True,
    metavar="AGE1…",
    help="A public key of age; its owner alone can read the bodies. Repeat it for more.",
)
@click.option("--take-back", is_flag=True, help="Plan again what was handed over and never sent.")
def bodies(  # noqa: PLR0913 - one parameter an option
    *,
    provider: str,
    ledger: LedgerAt,
    release: str | None,
    output: Path,
    keys: tuple[str, ...],
    take_back: bool,
) -> None:
    """Write what is planned as request bodies for a mail provider.

    Each file is one request for many recipients of the same wording. The
    notices count as handed over, and send leaves them alone; what the provider
    reports is read by bounces. No provider is called, no body was ever tried
    against one, and none holds a key or password: whoever sends them adds it.
    """
    refuse_public_place(output / "manifest.json", public=(Path("policy"), Path("site")))
    seal = seal_for(keys)
    with ledger.opened() as book:
        if take_back:
            taken = book.take_back(release or _only(book, "written"))
            write_result(f"{taken:,} notices are planned again\n", None)
            return
        if finish(output, handed=book.is_written):
            write_result(f"{output} is what a run wrote that was stopped at its last step\n", None)
            return
        planned = release or _only(book, "planned")
        # The ledger's step ends first: what becomes visible is never planned still.
        with prepared(output, handed=book.is_written) as folder, book.handing(planned) as handing:
            written = write_bodies(handing, provider, folder=folder, seal=seal)
        left = len(handing.left)
    write_result(
        f"{written.recipients:,} notices in {written.requests:,} requests for {provider}\n", None
    )
    if left:
        click.echo(f"{left:,} addresses that {provider} cannot send to stay planned.", err=True)
    hint(f"See {output}/manifest.json for where they go. Delete the folder when they are sent.")


def _only(book: NoticeLedger, state: str) -> str:
    """The one release with notices in `state`; NoticeError for none, click's error for several."""
    found = [release for release, states in book.counts().items() if states.get(state)]
    if not found:
        raise NoticeError(
            f"no notice is {state}",
            remedy="Plan first: gazette notify plan; see gazette notify status.",
        )
    if len(found) > 1:
        raise click.UsageError(f"there are several releases: --release {' or '.join(found)}")
    return found[0]
