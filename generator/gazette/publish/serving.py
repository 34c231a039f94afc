"""How a site's files are served where no web server decides it, and the order they go up in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Written out, because what a machine's own table of types says differs from machine to machine.
_TYPES = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_PLAIN = {"_headers", "_redirects", "CNAME"}
_FEEDS = {".xml": "application/atom+xml", ".json": "application/feed+json"}
_FEED = re.compile(r"feed[\w-]*\.(?:xml|json)")
_ENTRIES = {"versions.json", "notice.json", "sitemap.xml", "robots.txt"}

FRESH = "no-cache"
"""Kept, and asked about before each use: a text must not be shown a minute after its term."""
HOURLY = "public, max-age=3600"


@dataclass(frozen=True, slots=True)
class Serving:
    """The headers a file is served with: `Content-Type` and `Cache-Control`."""

    kind: str
    cache: str


def serving_of(path: str) -> Serving:
    """How the file at `path`, below the site's root, is served."""
    return Serving(_kind(PurePosixPath(path)), HOURLY if _turn(path) == 0 else FRESH)


def _kind(path: PurePosixPath) -> str:
    if path.name in _PLAIN:
        return _TYPES[".txt"]
    table = _FEEDS if _FEED.fullmatch(path.name) else _TYPES
    return table.get(path.suffix.lower(), "application/octet-stream")


def upload_order(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths so that what names another file follows it.

    What pages show comes first, then the pages, the deepest first and the front
    page last; then what machines poll: feeds, lists of versions, the sitemap.
    """
    return tuple(sorted(paths, key=lambda path: (_turn(path), -path.count("/"), path)))


def pages_begin(path: str) -> bool:
    """Whether `path` is a page, or names pages: what shows visitors the new site."""
    return _turn(path) > 0


def _turn(path: str) -> int:
    """0 for what a page shows, 1 for a page, 2 for what names the pages."""
    name = PurePosixPath(path).name
    if _FEED.fullmatch(name) or name in _ENTRIES:
        return 2
    return int(name.endswith(".html"))
