"""Checks on finished pages: nothing loads from elsewhere, and no link of ours is dead."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from lxml.etree import _Element

LOADING = ("src", "srcset", "poster", "data", "action", "formaction", "background", "ping")
"""Attributes whose address a browser loads or sends to without being asked."""
PASSIVE_LINKS = frozenset({"canonical", "alternate", "prev", "next", "author", "license"})
TEXTS = ("text", "redline")
"""Classes of what holds a policy's own words."""
_REMOTE = re.compile(r"(^|[\s,])(https?:)?//", re.IGNORECASE)
_LOADED = frozenset((*LOADING, "style"))
_REMOTE_STYLE = re.compile(r"""(url\(|@import)\s*["']?\s*(https?:)?//""", re.IGNORECASE)

_TEXT_LINKS = etree.XPath(
    "//*[@class]["
    + " or ".join(f"contains(concat(' ', normalize-space(@class), ' '), ' {n} ')" for n in TEXTS)
    + "]//a"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the page in `file`.

    `in_text` marks a fault in a policy's own words. A released text is never
    edited again, so there it is worth a remark and not the whole build.
    """

    file: str
    what: str
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """What matters of a page: what is wrong in itself, its anchors, and the addresses it links."""

    loads: tuple[Problem, ...]
    anchors: frozenset[str]
    links: frozenset[str]


def check_pages(
    files: Mapping[str, bytes], *, written: Collection[str], base: str
) -> tuple[Problem, ...]:
    """The problems of all pages among `files`, which are served below `base`.

    `written` are the paths of the whole site, so that a link into it can be
    followed.
    """
    # Only what is read off them is kept: the trees of a thousand pages would not fit.
    pages = {
        path: _read(path, content) for path, content in files.items() if path.endswith(".html")
    }
    problems: list[Problem] = []
    for path, page in pages.items():
        problems.extend(page.loads)
        dead = {each for each in page.links if _is_dead(each, path, pages, written, base)}
        if dead:
            problems.extend(_dead_links(path, files[path], dead))
    return tuple(problems)


def _read(path: str, content: bytes) -> _Read:
    """Read the page in the file `path`."""
    seen = _Seen()
    # To hear of the elements takes less than half of what it takes to build and ask a tree of them.
    etree.fromstring(content, etree.HTMLParser(target=seen, encoding="utf-8"))  # type: ignore[arg-type]  # the stubs think of Python 2's bytes
    return _Read(
        loads=(*_remote_loads(path, seen.loaders), *_remote_sheets(path, content)),
        anchors=frozenset(seen.anchors),
        links=frozenset(seen.links),
    )


class _Seen:
    """What lxml's parser tells of a page, as far as it matters."""

    def __init__(self) -> None:
        self.anchors: set[str] = set()
        self.links: set[str] = set()
        self.loaders: list[tuple[str, Mapping[str, str]]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        if not attributes:
            return
        # Of a thousand pages most have the same anchors and links: one text for all of them.
        if "id" in attributes:
            self.anchors.add(intern(attributes["id"]))
        if tag == "a" and "href" in attributes:
            self.links.add(intern(attributes["href"]))
        if tag == "link" or not _LOADED.isdisjoint(attributes):
            self.loaders.append((tag, dict(attributes)))

    def close(self) -> None:
        """End the page."""


def _parse(content: bytes) -> _Element:
    """The page's elements."""
    return etree.fromstring(content, etree.HTMLParser(encoding="utf-8"))


def _remote_loads(path: str, loaders: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[Problem]:
    """Every address that one of `loaders`, a tag and its attributes, takes from another host."""
    for tag, attributes in loaders:
        addresses = [attributes.get(name, "") for name in LOADING]
        if tag == "link" and attributes.get("rel", "") not in PASSIVE_LINKS:
            addresses.append(attributes.get("href", ""))
        for address in addresses:
            if not address.startswith("data:") and _REMOTE.search(address):
                yield Problem(path, f"<{tag}> loads {address} from another host")
        if _REMOTE_STYLE.search(attributes.get("style", "")):
            yield Problem(path, f"the style of <{tag}> loads from another host")


def _remote_sheets(path: str, content: bytes) -> Iterator[Problem]:
    """Every style sheet within the page that loads from another host."""
    folded = content.lower()
    # A sheet can load by nothing else, and hardly a page says either of them anywhere.
    if b"url(" not in folded and b"@import" not in folded:
        return
    for sheet in _parse(content).iter("style"):
        if _REMOTE_STYLE.search(sheet.text or ""):
            yield Problem(path, "the style of <style> loads from another host")


def _dead_links(path: str, content: bytes, dead: Collection[str]) -> Iterator[Problem]:
    """Each of the page's links to one of the addresses `dead`."""
    # Whether a link stands in a policy's own words takes long to ask, and few are dead.
    page = _parse(content)
    in_text = set(cast("list[_Element]", _TEXT_LINKS(page)))
    for link in page.iter("a"):
        address = link.get("href", "")
        if address in dead:
            yield Problem(path, f"the link {address} leads nowhere", in_text=link in in_text)


def _is_dead(
    address: str, path: str, pages: Mapping[str, _Read], written: Collection[str], base: str
) -> bool:
    """Whether a link on the page `path` leads into the site, and nowhere."""
    if address.startswith("#") and address.isprintable():
        # Most links by far; to take them apart as an address would change nothing.
        anchor = unquote(address[1:])
        return bool(anchor) and anchor not in pages[path].anchors
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return False
    here = base + path.removesuffix("index.html")
    target = posixpath.join(here, unquote(parts.path)) if parts.path else here
    if not target.startswith(base):
        return False
    file = _file(posixpath.normpath(target), trailing=target.endswith("/"), base=base)
    anchor = unquote(parts.fragment)
    return file not in written or bool(
        anchor and file in pages and anchor not in pages[file].anchors
    )


def _file(target: str, *, trailing: bool, base: str) -> str:
    """The file that answers for the path `target`."""
    inside = (target + "/").removeprefix(base).strip("/")
    if trailing or "." not in posixpath.basename(inside):
        return posixpath.join(inside, "index.html")
    return inside
