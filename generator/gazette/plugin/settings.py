"""What mkdocs.yml says, for commands that build no site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from gazette.errors import ConfigurationError, Location

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the site is served, where the policies lie, and the organisation's templates."""

    site_url: str
    policy_dir: Path
    templates: Path


def read_settings(config_file: Path) -> Settings:
    """Read `config_file`; ConfigurationError where MkDocs refuses it or there is none."""
    try:
        config: MkDocsConfig = load_config(str(config_file))
    except MkDocsException as error:
        raise ConfigurationError(
            " ".join(str(error).split()) or "MkDocs refuses it",
            where=Location(str(config_file)),
            remedy="Run it where mkdocs.yml lies, or name it with --config.",
        ) from None
    plugin = config.plugins.get("gazette")
    folder = plugin.config["templates"] if plugin else "templates"
    return Settings(
        site_url=config.site_url or "",
        policy_dir=Path(config.docs_dir),
        templates=config_file.parent / folder,
    )
