"""Checks on finished pages: nothing loads from elsewhere, and no link of ours is dead."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lxml.html import HtmlElement

LOADING = ("src", "srcset", "poster", "data", "action", "formaction", "background", "ping")
"""Attributes whose address a browser loads or sends to without being asked."""
PASSIVE_LINKS = frozenset({"canonical", "alternate", "prev", "next", "author", "license"})
TEXTS = frozenset({"text", "redline"})
"""Classes of what holds a policy's own words."""
_REMOTE = re.compile(r"(^|[\s,])(https?:)?//", re.IGNORECASE)
_REMOTE_STYLE = re.compile(r"""(url\(|@import)\s*["']?\s*(https?:)?//""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the page in `file`.

    `in_text` marks a fault in a policy's own words. A released text is never
    edited again, so there it is worth a remark and not the whole build.
    """

    file: str
    what: str
    in_text: bool = False


def check_pages(
    files: Mapping[str, bytes], *, written: Collection[str], base: str
) -> tuple[Problem, ...]:
    """The problems of all pages among `files`, which are served below `base`.

    `written` are the paths of the whole site, so that a link into it can be
    followed.
    """
    pages = {
        path: html.document_fromstring(content.decode())
        for path, content in files.items()
        if path.endswith(".html")
    }
    anchors = {path: {each.get("id") for each in page.iter()} for path, page in pages.items()}
    return tuple(
        problem
        for path, page in pages.items()
        for problem in (
            *_remote_loads(path, page),
            *_dead_links(path, page, written=written, anchors=anchors, base=base),
        )
    )


def _remote_loads(path: str, page: HtmlElement) -> Iterator[Problem]:
    """Everything that the page would load from another host."""
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        addresses = [element.get(name, "") for name in LOADING]
        if element.tag == "link" and element.get("rel", "") not in PASSIVE_LINKS:
            addresses.append(element.get("href", ""))
        for address in addresses:
            if not address.startswith("data:") and _REMOTE.search(address):
                yield Problem(path, f"<{element.tag}> loads {address} from another host")
        styles = (element.get("style", ""), element.text or "" if element.tag == "style" else "")
        if any(_REMOTE_STYLE.search(each) for each in styles):
            yield Problem(path, f"the style of <{element.tag}> loads from another host")


def _dead_links(
    path: str,
    page: HtmlElement,
    *,
    written: Collection[str],
    anchors: Mapping[str, set[str | None]],
    base: str,
) -> Iterator[Problem]:
    """Every link into the site that leads nowhere."""
    here = base + path.removesuffix("index.html")
    for link in page.iter("a"):
        address = link.get("href", "")
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = posixpath.join(here, unquote(parts.path)) if parts.path else here
        if not target.startswith(base):
            continue
        file = _file(posixpath.normpath(target), trailing=target.endswith("/"), base=base)
        known = {"", *anchors.get(file, ())}
        if file not in written or (file in anchors and unquote(parts.fragment) not in known):
            in_text = any(
                TEXTS.intersection(each.get("class", "").split()) for each in link.iterancestors()
            )
            yield Problem(path, f"the link {address} leads nowhere", in_text=in_text)


def _file(target: str, *, trailing: bool, base: str) -> str:
    """The file that answers for the path `target`."""
    inside = (target + "/").removeprefix(base).strip("/")
    if trailing or "." not in posixpath.basename(inside):
        return posixpath.join(inside, "index.html")
    return inside
