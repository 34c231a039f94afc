"""Writing XML as text: what is escaped once is joined, never parsed again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

# What is parsed is this package's own writing; the library in C is the fastest there is.
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_NAMESPACE}}}"

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# XML 1.0, production [2] Char; a carriage return is left out because every
# XML parser turns it into a line feed.
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_ATTRIBUTES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}


def clean(text: str) -> str:
    """`text` without the characters that XML forbids; all others are kept."""
    return _FORBIDDEN.sub("", text)


def content(text: str) -> str:
    """`text` as character data."""
    return escape(clean(text))


def value(text: str) -> str:
    """`text` as an attribute's value, to stand between double quotes."""
    return escape(clean(text), _IN_ATTRIBUTES)


def element(name: str, *children: str, **attributes: str | int) -> str:
    """One WordprocessingML element; names are without their prefix `w:`.

    `children` are XML already. An attribute that Python reserves ends in `_`.
    """
    given = "".join(f' w:{key.rstrip("_")}="{value(str(v))}"' for key, v in attributes.items())
    inner = "".join(children)
    return f"<w:{name}{given}>{inner}</w:{name}>" if inner else f"<w:{name}{given}/>"


def parsed(inner: str) -> Element:
    """An element that holds the WordprocessingML `inner`, which this package wrote."""
    return ET.fromstring(f'<w:p xmlns:w="{_NAMESPACE}">{inner}</w:p>')  # noqa: S314 - we wrote it
