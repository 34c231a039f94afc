"""`gazette notify record`: how many were told goes on record, beside the ledger of releases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.git import user_name
from gazette.adapters.lock import locked
from gazette.cli.desk import at_option, only, policy_dir_option, policy_option
from gazette.cli.notify_options import ledger_option
from gazette.cli.output import hint, write_result
from gazette.errors import ConfigurationError, Location, NoticeError
from gazette.model.notice_run import NoticeRun
from gazette.release.telling import check_notice_runs, next_run
from gazette.source.ledger import read_ledger
from gazette.source.notice_runs import NOTICE_RUNS, read_notice_runs, run_line

if TYPE_CHECKING:
    from datetime import datetime

    from gazette.cli.notify_options import LedgerAt

_WAITING = ("planned", "claimed", "unknown")
_TOLD = ("accepted", "written")
_FAILED = ("failed", "bounced")
BY_GAZETTE = "e-mail, by gazette notify send"


@click.command()
@click.argument("version")
@policy_option
@policy_dir_option
@ledger_option
@click.option("--told", type=click.IntRange(min=0), help="So many were told by other means.")
@click.option("--means", metavar="TEXT", help="By which, such as “letter” or a provider’s name.")
@click.option("--by", "name", help="Who records it; git's user.name unless given.")
@at_option("When it is recorded.")
def record(  # noqa: PLR0913 - one parameter an option
    version: str,
    *,
    policy_id: str | None,
    policy_dir: Path,
    ledger: LedgerAt,
    told: int | None,
    means: str | None,
    name: str | None,
    at: datetime,
) -> None:
    """Put on record how many were told of VERSION, and how.

    Adds a line to notices.jsonl beside the policy's ledger: numbers, the
    digests of the lists, the digest of the release, and that of the line
    before; no person. Commit it. `gazette verify` checks it from then on, and
    a policy with notices_on_record = true in policy.toml comes into force on
    the site only with it.

    The numbers are the notice ledger's, once every notice is settled; or, for
    notices sent by other means, what --told and --means say.
    """
    if (told is None) != (means is None):
        raise click.UsageError("--told and --means go together")
    policy = only(policy_dir, policy_id)
    folder = Path(policy.path)
    run = NoticeRun(policy.id, version, at, _named(name, folder))
    if told is not None and means is not None:
        run = replace(run, means=means, told=told)
    else:
        run = _settled(run, ledger)
    with locked(folder, work="release"):
        run = _append(run, folder)
    click.echo(f"{policy.id} {version}: {run.told:,} told, {run.failed:,} not reached, on record")
    hint(f"Next: commit {folder / NOTICE_RUNS}")


def _named(by: str | None, folder: Path) -> str:
    """Who records it. Raises ConfigurationError where nobody is named."""
    name = (by or user_name(folder)).strip()
    if not name:
        raise ConfigurationError(
            "nobody is named as the one who records this",
            remedy="Name one with --by, or set git's user.name.",
        )
    return name


def _settled(run: NoticeRun, ledger: LedgerAt) -> NoticeRun:
    """`run` with the notice ledger's numbers; NoticeError while notices are left to send."""
    release = f"{run.policy}/{run.version}"
    with ledger.opened() as book:
        counts, lists = book.counts().get(release, {}), book.lists(release)
    if not lists:
        raise NoticeError(
            f"no notices of {release} were planned here",
            where=Location(ledger.place),
            remedy="Name the notice ledger with --ledger, or say --told and --means.",
        )
    waiting = sum(counts.get(state, 0) for state in _WAITING)
    if waiting:
        raise NoticeError(
            f"{waiting:,} notices of {release} are still to be sent",
            where=Location(ledger.place),
            remedy="Finish them first: gazette notify send",
        )
    return replace(
        run,
        means=BY_GAZETTE,
        lists=lists,
        told=sum(counts.get(state, 0) for state in _TOLD),
        failed=sum(counts.get(state, 0) for state in _FAILED),
        forgotten=counts.get("forgotten", 0),
    )


def _append(run: NoticeRun, folder: Path) -> NoticeRun:
    """Add `run` to the record, and return it as it stands there."""
    path, ledger, runs = folder / NOTICE_RUNS, read_ledger(folder), read_notice_runs(folder)
    for gate in check_notice_runs(runs, ledger):
        raise NoticeError(gate.what, where=gate.where, remedy=gate.remedy)
    bound = next_run(run, ledger=ledger, runs=runs)
    # Replaced whole: a line half written would be a record that lies.
    write_result(runs.data + run_line(bound), path)
    return bound
