"""`gazette publish`: a built site goes where visitors see it, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.site_folder import publish_folder, read_site, roll_back
from gazette.errors import Location, OutputError
from gazette.publish.readiness import VERSIONS, refuse_unready

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("directory", type=FOLDER, required=False)
@click.option("--branch", metavar="NAME", help="Publish as a commit on this branch instead.")
@click.option("--push", "remote", metavar="REMOTE", help="Push the branch there, never forced.")
@click.option(
    "--site", type=FOLDER, default=Path("site"), show_default=True, help="What was built."
)
@click.option(
    "--rollback", is_flag=True, help="Exchange DIRECTORY with the site published before it."
)
def publish(
    directory: Path | None, *, branch: str | None, remote: str | None, site: Path, rollback: bool
) -> None:
    """Publish the built site to DIRECTORY, or as a commit on a branch.

    DIRECTORY is replaced in one step, and the site that was there is kept
    beside it as .NAME.before for --rollback. A branch only ever grows: one
    commit whose tree is exactly the site, made without touching the work tree;
    it moves only if nobody else has moved it meanwhile. Killed at any instant,
    either shows the old site or the new one. What was published is read again
    and compared with what was built. Where it is there already, nothing is
    done.

    Refuses a preview, and what Gazette has not built.

    \b
    Exit codes: 0 published, or nothing to do; 1 refused; 2 wrong use.
    """  # noqa: D301 - the character itself is Click's mark for lines to keep
    if (directory is None) == (branch is None):
        raise click.UsageError("name either a DIRECTORY or a --branch")
    if remote and branch is None:
        raise click.UsageError("--push is for a --branch")
    if rollback and directory is None:
        raise click.UsageError("--rollback is for a DIRECTORY; a branch has git revert")
    if rollback and directory is not None:
        roll_back(directory)
        click.echo(f"{directory}: rolled back")
        return
    if directory is not None:
        _refuse_overlap(site, directory)
    files = read_site(site)
    refuse_unready(files, where=str(site))
    if directory is not None:
        _to_folder(files, directory)
    elif branch is not None:
        _to_branch(files, branch, remote or "")


def _refuse_overlap(site: Path, target: Path) -> None:
    """Raise OutputError where one of the two folders lies in the other."""
    one, other = site.resolve(), target.resolve()
    if one.is_relative_to(other) or other.is_relative_to(one):
        raise OutputError(
            "the built site cannot be published into itself",
            where=Location(str(target)),
            remedy="Name the folder that visitors are served from.",
        )


def _to_folder(files: Mapping[str, bytes], target: Path) -> None:
    done = publish_folder(files, target)
    if not done.changed:
        click.echo(f"{target}: nothing to do, this site is there already")
        return
    click.echo(f"{target}: published {_many(files)}, read again and compared")
    if done.kept:
        click.echo(f"Taken back with: gazette publish {target} --rollback", err=True)


def _to_branch(files: Mapping[str, bytes], branch: str, remote: str) -> None:
    # Imported here: a folder needs no git.
    from gazette.adapters.branch import publish_branch, source_commit  # noqa: PLC0415

    here = Path()
    source = source_commit(here)
    message = _subject(files) + (f"\n\nSource: {source}" if source else "")
    done = publish_branch(files, here, branch=branch, message=message, remote=remote)
    what = f"published {_many(files)}" if done.changed else "nothing to do, this site is there"
    pushed = f", pushed to {remote}" if remote else ""
    click.echo(f"{branch}: {what}, commit {done.commit[:10]}{pushed}")


def _subject(files: Mapping[str, bytes]) -> str:
    """What is published, in one line: each policy with its version in force."""
    said = (json.loads(data) for path, data in sorted(files.items()) if _is_list(path))
    front = (f"{each['policy']['id']} {each['in_force'] or 'announced'}" for each in said)
    return f"Publish {', '.join(front)}"


def _is_list(path: str) -> bool:
    return path.rpartition("/")[2] == VERSIONS


def _many(files: Mapping[str, bytes]) -> str:
    return "1 file" if len(files) == 1 else f"{len(files)} files"
