"""`gazette release`: a draft becomes a version, once and for all."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.commits import author_name, commit_files, refuse_commit, tag_version
from gazette.adapters.lock import locked
from gazette.cli.desk import only, policy_dir_option, policy_option, rules_option, tool
from gazette.cli.releasing import (
    Order,
    adopt_versions,
    freeze_translations,
    release_draft,
    working_files,
)
from gazette.errors import ConfigurationError
from gazette.release.recording import Act
from gazette.source.ledger import LEDGER, read_ledger

if TYPE_CHECKING:
    from gazette.model.policy import Policy


@click.command()
@policy_option
@policy_dir_option
@click.option("--dry-run", is_flag=True, help="Show all of it; change nothing.")
@click.option("--label", metavar="N.N.N", help="Instead of the label that the verdict proposes.")
@click.option("--commit", is_flag=True, help="Commit what it wrote, and nothing else.")
@click.option("--tag", is_flag=True, help="Tag that commit ID/N.N.N; implies --commit.")
@click.option("--by", metavar="NAME", help="Who releases.  [default: git's user.name]")
@click.option(
    "--adopt", "adopting", is_flag=True, help="Begin the ledger with the versions already frozen."
)
@click.option(
    "--translations", is_flag=True, help="Freeze translations that came after their versions."
)
@click.option(
    "--correct", is_flag=True, help="With --translations: also those altered since, in a new line."
)
@rules_option
def release(  # noqa: PLR0913 - one parameter an option
    *,
    policy_id: str | None,
    policy_dir: Path,
    dry_run: bool,
    label: str | None,
    commit: bool,
    tag: bool,
    by: str | None,
    adopting: bool,
    translations: bool,
    correct: bool,
    rules: Path | None,
) -> None:
    """Freeze the draft into a version and record it in the ledger.

    Asks every gate of `gazette check` first, and refuses while one is closed.
    Then draft.md becomes N.N.N.md, a line is added to ledger.jsonl, and
    draft.md and decisions.toml are removed. So it goes with the translations
    of the draft. The label follows from the
    verdict: after 1.0.0 a material change is 2.0.0, a minor one 1.1.0, an
    editorial one 1.0.1.

    Killed at any instant it loses nothing: run again, it finishes what it
    began, or does nothing. Two cannot run at once. With --commit and --tag git
    signs where it is set up to.

    Note the head it prints (or keep an evidence bundle): gazette verify --head
    proves with it that not even the whole ledger was rewritten.

    \b
    Exit codes: 0 done, or nothing left to do; 1 refused; 2 wrong use.
    """  # noqa: D301 - the character itself is Click's mark for lines to keep
    folder = Path(only(policy_dir, policy_id).path)
    act = Act(_name(by, folder), datetime.now(UTC), tool())
    order = Order(act, label, rules, dry_run=dry_run)
    committing = (commit or tag) and not dry_run
    if committing:
        # Before anything is frozen: better refused than released and not committed.
        refuse_commit(folder)
    with nullcontext() if dry_run else locked(folder, work="release"):
        # Read under the lock: what another run has just released is no draft any more.
        policy = only(policy_dir, policy_id)
        freezing = translations or correct
        if freezing:
            freeze_translations(policy, order, correct=correct)
        else:
            (adopt_versions if adopting else release_draft)(policy, order)
        if committing:
            _commit(policy, tagging=tag, freezing=freezing)


def _name(by: str | None, folder: Path) -> str:
    """Who releases: as told, or as git knows them."""
    name = " ".join((by or author_name(folder)).split())
    if not name:
        raise ConfigurationError(
            "nobody is named as the one who releases",
            remedy='Say who: gazette release --by "First Last"',
        )
    return name


def _commit(policy: Policy, *, tagging: bool, freezing: bool) -> None:
    """Commit and tag the last release, so far as that is still to be done."""
    folder = Path(policy.path)
    ledger = read_ledger(folder)
    if not ledger.lines:
        return
    entry = ledger.releases[-1].entry
    name = f"{policy.id}/{entry.version}"
    frozen = dict.fromkeys(line.entry.file for line in ledger.lines)
    # A new draft may have been begun since; only what a release used up is committed, as gone.
    used_up = (each for each in working_files(policy) if not (folder / each).exists())
    what = "Begin the ledger with" if entry.adopted else "Release"
    level = f" ({entry.level})" if entry.level is not None else ""
    subject = f"{what} {policy.id} {entry.version}{level}"
    if freezing:
        subject = f"Freeze translations of {policy.id}"
    message = f"{subject}\n\nLedger-Head: {ledger.head}"
    commit = commit_files(folder, (*frozen, LEDGER, *used_up), message=message)
    if commit:
        click.echo(f"  committed {commit}")
    if tagging and tag_version(folder, entry.file, name=name, message=message):
        click.echo(f"  tagged    {name}")
