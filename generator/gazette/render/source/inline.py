"""Running text and the mark-up within it, as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    Piece = str | _Element
    """Text, or an element within it."""

EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
TRANSPARENT = frozenset(("span", "bdi", "ruby", "data", "time"))
_KEPT = ("href", "title", "lang", "dir", "id", "datetime")

_SPACE = re.compile(r"\s+")
_SIGNS = re.compile(r"[\\`*\[\]{]|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# What begins a heading, a list, a quotation, a definition, a rule, a fence or
# a table where it begins a line. A sign that no backslash escapes becomes a
# character reference.
_BEGINS = re.compile(r"^(?:(\d+)(?=\.(?:\s|$))|([-+](?=\s|$)|[#>]|-(?=[-\s]*$))|([:=~|]))")
# What Markdown reads before it sees that it stands in a tag.
_IN_ATTRIBUTES = re.compile(r"[\\`*_\[\]{}!<>&\"|]")
_AWKWARD = re.compile(r"[\s()<>\"'\\]")


def write_inline(
    pieces: Sequence[Piece], *, in_table: bool = False, in_heading: bool = False
) -> str:
    """`pieces` as Markdown: a line ends at each line break, except in a table or heading."""
    text = fold(write_pieces(pieces, in_table=in_table))
    lines = [line.strip() for line in text.split("\0")]
    if in_table or in_heading:
        return "<br>".join(lines)
    return "<br>\n".join(map(_begun, lines)).rstrip("\n")


def pieces_of(element: _Element) -> Iterator[Piece]:
    """The text and elements right inside `element`, in order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def write_pieces(pieces: Sequence[Piece], *, in_table: bool) -> str:
    r"""`pieces` as Markdown, with `\0` for each line break."""
    written = ""
    for place, piece in enumerate(pieces):
        if not isinstance(piece, str):
            written += _element(piece, before=written, in_table=in_table)
            continue
        text = escape(piece, in_table=in_table)
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        if text.endswith("!") and following is not None:
            # With the bracket of a link after it, it would make a picture.
            text = f"{text[:-1]}\\!"
        written += text
    return written


def escape(text: str, *, in_table: bool = False) -> str:
    """`text` as Markdown that shows exactly it, wherever it stands in a line."""
    text = _ENTITY.sub("&amp;", text.replace("\0", ""))
    text = _SIGNS.sub(lambda found: f"\\{found[0]}", text).replace("<", "&lt;")
    return text.replace("|", "&#124;") if in_table else text


def fold(text: str) -> str:
    """`text` with its white space folded, as a browser does."""
    return _SPACE.sub(" ", text)


def _begun(line: str) -> str:
    """`line` so that it begins nothing but text."""
    found = _BEGINS.match(line)
    if not found:
        return line
    if found[1]:
        return f"{found[1]}\\{line[found.end() :]}"
    return f"\\{line}" if found[2] else f"&#{ord(line[0])};{line[1:]}"


def _element(element: _Element, *, before: str, in_table: bool) -> str:
    """One inline element; `before` is what was written of the same text."""
    tag = str(element.tag)
    if tag in _POINTS:
        return _POINTS[tag](element, in_table)
    inner = write_pieces(list(pieces_of(element)), in_table=in_table)
    if tag in TRANSPARENT:
        return inner
    if tag == "a":
        return _link(element, inner)
    return _emphasis(tag, inner, before=before) if tag in EMPHASIS else _raw(element, inner)


def _emphasis(tag: str, inner: str, *, before: str) -> str:
    """Stars around `inner`, its outer spaces outside; tags where stars would meet."""
    words = inner.strip()
    if not words:
        return inner
    start, end = inner[: inner.index(words)], inner[inner.index(words) + len(words) :]
    stars = EMPHASIS[tag]
    unescaped = words.replace("\\*", "")
    nested = stars == "**" and re.fullmatch(r"\*[^*]+\*", unescaped)
    meets = before.endswith("*") or words[0] == "*" or unescaped[-1:] == "*"
    deep = stars == "*" and "*" in unescaped
    if ((meets or deep) and not (nested and not before.endswith("*"))) or "\0" in words:
        return f"{start}<{tag}>{words}</{tag}>{end}"
    return f"{start}{stars}{words}{stars}{end}"


def _link(element: _Element, inner: str) -> str:
    target = element.get("href")
    if target is None:
        return inner
    title = element.get("title") or ""
    if re.search(r'["\\|]', title) or re.search(r"[<>\n|]", target) or "\0" in inner:
        return _raw(element, inner)
    where = f"<{target}>" if _AWKWARD.search(target) or not target else target
    return f'[{inner}]({where} "{title}")' if title else f"[{inner}]({where})"


def _picture(element: _Element, in_table: bool) -> str:  # noqa: FBT001 - as its siblings
    """A picture; one from elsewhere was disarmed on reading, and keeps its address."""
    del in_table
    source = element.get("src") or element.get("data-src") or ""
    label = element.get("alt") or ""
    title = element.get("title") or ""
    if title or _IN_ATTRIBUTES.search(label) or _AWKWARD.search(source) or not source:
        return f"<img{_attributes({'src': source, 'alt': label, 'title': title})}>"
    return f"![{label}]({source})"


def _code(element: _Element, in_table: bool) -> str:  # noqa: FBT001 - as its siblings
    """Code between backticks; between tags where it holds mark-up or odd edges."""
    text = fold("".join(map(str, element.itertext())))
    odd = text != text.strip(" `") or not text or len(element) or (in_table and "|" in text)
    if odd:
        inner = write_pieces(list(pieces_of(element)), in_table=in_table)
        return _raw(element, inner)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence}{text}{fence}"


def _raw(element: _Element, inner: str) -> str:
    """`inner` between the element's own tags."""
    given = {name: element.get(name, "") for name in _KEPT}
    return f"<{element.tag}{_attributes(given)}>{inner}</{element.tag}>"


def _attributes(given: Mapping[str, str]) -> str:
    """Attributes of a tag within Markdown; those without a value are left out."""
    return "".join(
        f' {name}="{_IN_ATTRIBUTES.sub(lambda found: f"&#{ord(found[0])};", value)}"'
        for name, value in given.items()
        if value or name == "alt"
    )


_POINTS = {
    "br": lambda _element, _in_table: "\0",
    "wbr": lambda _element, _in_table: "",
    "img": _picture,
    "code": _code,
}
