"""An id as the names of bookmarks, so that a text comes back from Word with its ids.

A bookmark's name begins with a letter and has at most 40 letters, digits and
underscores. A long id is continued in further bookmarks at the same place.
Bookmarks of the old version are told from those of the new by their prefix,
since rejecting changes brings the old ids back.
"""

from __future__ import annotations

import re
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NEW, OLD = "gz_", "gzold_"
_LONGEST = 40
_PIECE = 22
_DIGEST = 8
_PLAIN = re.compile(r"[0-9A-Ya-z]")
_ESCAPED = re.compile(r"Z([0-9a-f]{1,6})z|_")
_CONTINUED = re.compile(rf"(gz_|gzold_)([0-9a-f]{{{_DIGEST}}})x(\d+)x(.*)", re.DOTALL)


def encode(identity: str, prefix: str = NEW) -> tuple[str, ...]:
    """The bookmark names, mostly one, that together spell `identity`.

    >>> encode("data-retention")
    ('gz_data_retention',)
    """
    name = "".join(map(_letter, identity))
    if len(prefix + name) <= _LONGEST and not _CONTINUED.fullmatch(prefix + name):
        return (prefix + name,)
    digest = sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
    starts = range(0, len(name), _PIECE)
    return tuple(
        f"{prefix}{digest}x{n}x{name[start : start + _PIECE]}" for n, start in enumerate(starts)
    )


def decode(names: Iterable[str], prefix: str = NEW) -> str:
    """The id that the bookmarks `names` at one place spell; "" where none is ours."""
    ours = [name for name in names if name.startswith(prefix)]
    pieces = sorted(
        (found[2], int(found[3]), found[4])
        for name in ours
        if (found := _CONTINUED.fullmatch(name))
    )
    if pieces:
        first = pieces[0][0]
        return _spelled("".join(text for digest, _, text in pieces if digest == first))
    return _spelled(ours[0].removeprefix(prefix)) if ours else ""


def _letter(character: str) -> str:
    if character == "-":
        return "_"
    return character if _PLAIN.fullmatch(character) else f"Z{ord(character):x}z"


def _spelled(name: str) -> str:
    return _ESCAPED.sub(_unescaped, name)


def _unescaped(found: re.Match[str]) -> str:
    if not found[1]:
        return "-"
    code = int(found[1], 16)
    return chr(code) if code <= sys.maxunicode else found[0]
