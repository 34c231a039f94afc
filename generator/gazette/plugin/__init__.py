"""Gazette inside MkDocs, and MkDocs inside `gazette build`."""

from __future__ import annotations

from gazette.plugin.plugin import GazettePlugin

__all__ = ["GazettePlugin"]
