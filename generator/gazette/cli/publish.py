"""`gazette publish`: a built site goes where visitors see it, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import click

from gazette.adapters.site_folder import publish_folder, read_site, roll_back
from gazette.errors import Location, OutputError
from gazette.publish.readiness import VERSIONS, refuse_unready

if TYPE_CHECKING:
    from collections.abc import Mapping

_BUCKET = "s3://"
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("target", metavar="DIRECTORY|s3://BUCKET/PREFIX", required=False)
@click.option("--branch", metavar="NAME", help="Publish as a commit on this branch instead.")
@click.option("--push", "remote", metavar="REMOTE", help="Push the branch there, never forced.")
@click.option(
    "--keep",
    multiple=True,
    metavar="NAME",
    help="A file or folder at the top of the branch that is not the site’s, and stays: CNAME.",
)
@click.option(
    "--endpoint-url", "endpoint", metavar="URL", help="The S3-compatible store, if not Amazon’s."
)
@click.option(
    "--site", type=FOLDER, default=Path("site"), show_default=True, help="What was built."
)
@click.option(
    "--rollback", is_flag=True, help="Exchange DIRECTORY with the site published before it."
)
def publish(  # noqa: PLR0913 - one parameter an option
    target: str | None,
    *,
    branch: str | None,
    remote: str | None,
    keep: tuple[str, ...],
    endpoint: str | None,
    site: Path,
    rollback: bool,
) -> None:
    """Publish the built site to DIRECTORY, as a commit on a branch, or to a bucket.

    DIRECTORY is replaced in one step, and the site that was there is kept
    beside it as .NAME.before for --rollback. A branch only ever grows: one
    commit whose tree is exactly the site and what --keep names, made without
    touching the work tree; it moves only if nobody else has moved it meanwhile.
    Killed at any instant, either shows the old site or the new one.

    A bucket (S3 or like it; needs the extra “s3”) has no such step: what pages
    show goes up first, then the pages, then what names them, and nothing is
    removed before all is up, so that no link breaks on the way. Only one
    publication runs at a time; one that was killed is gone on with.
    Credentials come from the environment, as for Amazon’s own tools.

    What was published is read again and compared with what was built. Where it
    is there already, nothing is done. Refuses a preview, and what Gazette has
    not built.

    \b
    Exit codes: 0 published, or nothing to do; 1 refused; 2 wrong use.
    """  # noqa: D301 - the character itself is Click's mark for lines to keep
    bucket = target if target and target.startswith(_BUCKET) else None
    directory = Path(target) if target and not bucket else None
    _refuse_mixture(
        {
            "name either a DIRECTORY, a bucket or a --branch": (target is None) == (branch is None),
            "--push is for a --branch": bool(remote) and branch is None,
            "--keep is for a --branch": bool(keep) and branch is None,
            "--endpoint-url is for s3://BUCKET/PREFIX": endpoint is not None and bucket is None,
            "--rollback is for a DIRECTORY; elsewhere publish the site of the commit before": (
                rollback and directory is None
            ),
        }
    )
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
    elif bucket is not None:
        _to_bucket(files, bucket, endpoint)
    elif branch is not None:
        _to_branch(files, branch, remote or "", keep)


def _refuse_mixture(wrong: Mapping[str, bool]) -> None:
    """Raise a UsageError for the first that is so."""
    for what, is_so in wrong.items():
        if is_so:
            raise click.UsageError(what)


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


def _to_bucket(files: Mapping[str, bytes], url: str, endpoint: str | None) -> None:
    # Imported here: only this needs the extra.
    from gazette.adapters.bucket import open_bucket  # noqa: PLC0415
    from gazette.adapters.site_bucket import publish_bucket  # noqa: PLC0415

    bucket = open_bucket(url, endpoint=endpoint)
    changed = publish_bucket(files, bucket, owner=token_hex(16))
    done = f"published {_many(files)}, read again and compared"
    click.echo(f"{bucket.url}: {done if changed else 'nothing to do, this site is there already'}")


def _to_branch(files: Mapping[str, bytes], branch: str, remote: str, keep: tuple[str, ...]) -> None:
    # Imported here: a folder needs no git.
    from gazette.adapters.branch import publish_branch, source_commit  # noqa: PLC0415

    here = Path()
    source = source_commit(here)
    message = _subject(files) + (f"\n\nSource: {source}" if source else "")
    done = publish_branch(files, here, branch=branch, message=message, remote=remote, keep=keep)
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
