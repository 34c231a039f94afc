"""`gazette build`: the site, built aside, checked, and swapped in whole."""

from __future__ import annotations

import os
from pathlib import Path

import click

CONFIG = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--config", type=CONFIG, default="mkdocs.yml", show_default=True, help="The site.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to replace; mkdocs.yml's site_dir unless given.",
)
@click.option("--preview", is_flag=True, help="Show drafts, marked as such. Never for publishing.")
@click.option(
    "--as-of", default="", help="The day or instant the site is for, in ISO 8601; now unless given."
)
def build(config: Path, output: Path | None, as_of: str, *, preview: bool) -> None:
    """Build the site.

    The folder is replaced in one step at the very end. A build that fails or
    is killed leaves it as it was. Prints the folder.
    """
    silence_material()
    from gazette.plugin.building import build_site  # noqa: PLC0415 - MkDocs is slow to load

    built = build_site(config, output=output, preview=preview, as_of=as_of)
    for remark in built.remarks:
        click.echo(f"warning: {remark}", err=True)
    for line in built.site.timelines:
        if line.front:
            front = line.front
            click.echo(
                f"{line.policy.title} {front.label}: {front.state}, {len(line.entries)} "
                f"{'version' if len(line.entries) == 1 else 'versions'} published",
                err=True,
            )
    click.echo(_near(built.folder))
    hint = "This is a preview: do not publish it." if preview else "Look at it with: gazette serve"
    click.echo(hint, err=True)


def silence_material() -> None:
    """Keep Material's announcements about MkDocs 2 out of our own output."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "1")


def _near(folder: Path) -> Path:
    """`folder` as one would type it here."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
