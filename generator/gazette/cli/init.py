"""`gazette init`: a policy repository that builds at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from gazette.adapters.scaffold import Organisation, lay_down, starter_files
from gazette.render.templates import packaged_templates


def with_slash(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Check that a site's address is absolute, and end it with a slash."""
    del ctx, param
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.BadParameter("write the whole address, such as https://example.com/privacy/")
    return value if value.endswith("/") else f"{value}/"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--organisation", default="Your Organisation", help="Whose policy it is.")
@click.option(
    "--site-url",
    default="https://example.com/privacy/",
    callback=with_slash,
    help="Where the policy will be served.",
)
@click.option("--email", help="The privacy contact; privacy@ the site's host unless given.")
def init(folder: Path, organisation: str, site_url: str, email: str | None) -> None:
    """Lay down a policy repository in FOLDER (this one unless named).

    Writes policy/, templates/, mkdocs.yml and .gitignore. Nothing that exists
    is overwritten.
    """
    owner = Organisation(
        name=organisation,
        site_url=site_url,
        email=email or f"privacy@{urlsplit(site_url).hostname}",
    )
    today = datetime.now(UTC).date()
    contents = starter_files(owner, today=today, templates=packaged_templates())
    lay_down(contents, folder)
    click.echo(f"{len(contents)} files in {folder}")
    click.echo(
        f"Write your policy in {folder / 'policy/privacy/1.0.0.md'}, then run: gazette build\n"
        "Once it is final, freeze it and begin its ledger: gazette release --adopt",
        err=True,
    )
