"""`gazette evidence`: the proof of what was in force on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import click

from gazette.adapters.witness import ask_witness
from gazette.cli.desk import only, policy_dir_option, policy_option
from gazette.cli.output import write_result
from gazette.release.bundle import evidence_files
from gazette.release.evidence import Notices, exhibit
from gazette.release.verification import Case
from gazette.render.archive import zip_of
from gazette.source.files import read_bytes
from gazette.source.ledger import read_ledger
from gazette.source.notice_runs import read_notice_runs


@click.command()
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    metavar="DATE",
    help="The day, in the policy's time zone.",
)
@click.option(
    "--version", "label", metavar="N.N.N", help="This version instead of the one in force."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE.zip",
    help="Where to write the bundle.",
)
@click.option(
    "--notices",
    metavar="FILE|URL",
    help="The notice ledger, as of gazette notify: counts of the release’s notices, nobody’s name.",
)
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of that ledger’s secret.  [default: as of gazette notify]",
)
@policy_option
@policy_dir_option
def evidence(  # noqa: PLR0913 - one parameter an option
    *,
    on: datetime,
    label: str | None,
    output: Path,
    notices: str | None,
    key: Path | None,
    policy_id: str | None,
    policy_dir: Path,
) -> None:
    """Bundle the proof of which text was in force on a day.

    The zip holds the text as released, as rendered and as words, the whole
    ledger, who released it and what was found and decided, what git vouches
    for, and a README that says how to check all of it with sha256sum and a
    text editor. With --notices also how many notices of the release were sent.
    The same records give the same bytes. Refused while
    `gazette verify` finds something broken.
    """
    policy = only(policy_dir, policy_id)
    folder = Path(policy.path)
    labels = tuple(version.label for version in policy.versions)
    witness = ask_witness(folder, labels=labels, tags=f"{policy.id}/")
    case = Case(policy, read_ledger(folder), witness, runs=read_notice_runs(folder))
    shown = exhibit(case, on.date(), at=datetime.now(UTC), label=label)
    if notices:
        release = f"{policy.id}/{shown.version.label}"
        shown = replace(shown, notices=_counted(notices, key, release))
    bundle = zip_of(evidence_files(shown, source=read_bytes(Path(shown.version.path))))
    write_result(bundle, output)
    click.echo(f"{policy.id} {shown.version.label}: {shown.state} on {shown.day}")
    click.echo(f"  {output}  sha256 {sha256(bundle).hexdigest()}")


def _counted(place: str, key: Path | None, release: str) -> Notices:
    """What the notice ledger at `place` says of a release."""
    # Imported here: few bundles ask, and it is not for the layers that make a site.
    from gazette.cli.notify_options import ledger_at  # noqa: PLC0415

    with ledger_at(place, key).opened() as book:
        return Notices(book.lists(release), book.counts().get(release, {}))
