"""The YAML block at the top of a Markdown file, with the line of every key."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml

from gazette.errors import Location, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

FENCE = "---"
_ENDS = (FENCE, "...")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a text's front matter says, and the text below it.

    `meta` is empty for a text without front matter. `first_line` is the line,
    counted from 1, on which `body` begins in the file. `lines` gives the line
    of each key.
    """

    meta: Mapping[str, object]
    body: str
    first_line: int
    path: str = "<text>"
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def where(self, key: str) -> Location:
        """The place of `key`, or of the whole block where the key is missing."""
        return Location(self.path, self.lines.get(key, 1))


@lru_cache(maxsize=1)
def split_front_matter(text: str, *, path: str) -> FrontMatter:
    """Split `text` into its front matter and its body.

    Front matter is a YAML mapping between a first line `---` and the next line
    `---` or `...`. `path` is only named in errors. Raises SourceError when the
    block is not closed, is not YAML, is no mapping, or has a key twice.
    """
    # A version is asked for its facts and then for its text, so the last answer is remembered.
    lines = text.removeprefix("\ufeff").split("\n")
    if lines[0].rstrip() != FENCE:
        return FrontMatter(MappingProxyType({}), text.removeprefix("\ufeff"), 1, path)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in _ENDS), None)
    if end is None:
        raise SourceError(
            "the front matter that begins here is never closed",
            where=Location(path, 1),
            remedy="Add a line `---` below its last key.",
        )
    meta, places = _mapping("\n".join(lines[1:end]), path)
    return FrontMatter(meta, "\n".join(lines[end + 1 :]), end + 2, path, places)


def _mapping(block: str, path: str) -> tuple[Mapping[str, object], Mapping[str, int]]:
    """The YAML mapping in `block` and the line of each of its keys in the file."""
    # `yaml.safe_load` would drop the places, and let the second of two equal
    # keys win without a word; so the nodes are read here.
    try:
        loader = yaml.SafeLoader(block)
        node = loader.get_single_node()
        if node is None:
            return MappingProxyType({}), MappingProxyType({})
        if not isinstance(node, yaml.MappingNode):
            raise SourceError(
                "the front matter is not a list of `key: value` lines",
                where=Location(path, node.start_mark.line + 2),
                remedy="Write one `key: value` a line, such as `title: Privacy Policy`.",
            )
        places = _places(node, path)
        values = {key.value: _value(loader, value, path) for key, value in node.value}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        raise _invalid(error.problem or error.context or "unreadable", path, line) from None
    except yaml.reader.ReaderError as error:
        line = block.count("\n", 0, error.position) + 2
        raise _invalid(f"the character U+{error.character:04X}", path, line) from None
    except RecursionError:
        raise _invalid("brackets nested too deeply", path, 1) from None
    return MappingProxyType(values), MappingProxyType(places)


def _value(loader: yaml.SafeLoader, node: yaml.Node, path: str) -> object:
    """One value as Python; SourceError at its line for a day no calendar has."""
    try:
        return loader.construct_object(node, deep=True)
    except ValueError as error:
        raise _invalid(str(error), path, node.start_mark.line + 2) from None


def _places(node: yaml.MappingNode, path: str) -> dict[str, int]:
    """The line of each key; SourceError for a key that stands twice."""
    places: dict[str, int] = {}
    for key, _ in node.value:
        # +1 counts from 1, +1 for the opening fence.
        line = key.start_mark.line + 2
        if not isinstance(key, yaml.ScalarNode):
            raise SourceError(
                "a front matter key is not a plain word",
                where=Location(path, line),
                remedy="Write one `key: value` a line.",
            )
        if key.value in places:
            raise SourceError(
                f"the front matter has `{key.value}` twice, first on line {places[key.value]}",
                where=Location(path, line),
                remedy="Keep one of the two.",
            )
        places[key.value] = line
    return places


def _invalid(problem: str, path: str, line: int) -> SourceError:
    """The parser's complaint at the line it is about."""
    return SourceError(
        f"the front matter is not valid YAML: {problem}",
        where=Location(path, line),
        remedy="Correct it; put a value that holds `: ` or `#` in quotes.",
    )
