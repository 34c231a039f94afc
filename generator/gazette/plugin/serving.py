"""`gazette serve`: MkDocs' live preview, drafts shown."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mkdocs.commands.serve import serve
from mkdocs.exceptions import ConfigurationError as MkDocsConfigurationError
from mkdocs.exceptions import MkDocsException

from gazette.errors import ConfigurationError, Location
from gazette.plugin.plugin import AS_OF
from gazette.plugin.rendering import read_instant

if TYPE_CHECKING:
    from pathlib import Path


class _Plain(logging.Formatter):
    """Log lines as a person reads them: only what is wrong is given a name."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, led by `error:` or `warning:` where it is one."""
        name = "" if record.levelno < logging.WARNING else f"{record.levelname.lower()}: "
        return f"{name}{record.getMessage()}"


def serve_site(config_file: Path, *, address: str | None = None, as_of: str = "") -> None:
    """Serve the site that `config_file` describes until interrupted, rebuilding on change.

    `address` is `host:port`; MkDocs' own default is 127.0.0.1:8000. `as_of` is
    an ISO instant, the present when empty. What goes wrong while serving is
    told on stderr and on the pages, of which the last good ones stay. Raises
    ConfigurationError when there is nothing to serve to begin with.
    """
    read_instant(as_of, now=datetime.now(UTC))
    asked = AS_OF.set(as_of)
    log = logging.getLogger("mkdocs")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Plain())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        serve(str(config_file), dev_addr=address)
    except MkDocsConfigurationError as error:
        raise ConfigurationError(
            str(error),
            where=Location(str(config_file)),
            remedy="Run this where mkdocs.yml is, or lay one down with `gazette init`.",
        ) from error
    except MkDocsException:
        # MkDocs has logged what is wrong by now.
        sys.exit(1)
    except OSError as error:
        raise ConfigurationError(
            f"the preview cannot be served at {address or 'this address'}: {error.strerror}",
            remedy="Another preview may be running; try --address 127.0.0.1:8001.",
        ) from error
    finally:
        AS_OF.reset(asked)
        log.removeHandler(handler)
