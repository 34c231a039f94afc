"""`gazette serve`: the site with its drafts, rebuilt while legal writes."""

from __future__ import annotations

from pathlib import Path

import click

from gazette.cli.build import CONFIG, silence_material


@click.command()
@click.option("--config", type=CONFIG, default="mkdocs.yml", show_default=True, help="The site.")
@click.option("--address", help="HOST:PORT to serve at; 127.0.0.1:8000 unless given.")
@click.option(
    "--as-of", default="", help="The day or instant to preview, in ISO 8601; now unless given."
)
def serve(config: Path, address: str | None, as_of: str) -> None:
    """Preview the site, drafts included, until interrupted.

    Rebuilds when a policy, a template or mkdocs.yml changes. A fault is told
    here, and the last good pages stay. --as-of shows the site as it is, or
    will be, on another day.
    """
    silence_material()
    from gazette.plugin.serving import serve_site  # noqa: PLC0415 - MkDocs is slow to load

    serve_site(config, address=address, as_of=as_of)
