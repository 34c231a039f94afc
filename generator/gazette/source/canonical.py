r"""Records that are never edited: one JSON object a line, in one spelling only.

The spelling is canonical (keys sorted, no spaces, UTF-8, `\n`), so that there
is one way to write an entry and any other is noticed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from gazette.errors import Location, SourceError
from gazette.model.chained import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gazette.model.chained import Chainable

Read = TypeVar("Read", bound="Chainable")

INSTANT = "%Y-%m-%dT%H:%M:%SZ"
"""How an instant is spelt: UTC, whole seconds."""
NOT_EDITED = "It is never edited by hand: restore the file from git, or from an evidence bundle."


def spelt(values: Mapping[str, object]) -> bytes:
    """`values` as the one line that stands for them, line end included."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def parsed_lines(
    data: bytes,
    *,
    path: str,
    schema: str,
    read: Callable[[dict[str, Any]], Read],
    spell: Callable[[Read], bytes],
) -> Iterator[Line[Read]]:
    """The lines of `data`.

    `read` makes a value of a line's object, and may raise ValueError, KeyError
    or TypeError for one that is no entry of `schema`; `spell` writes it again,
    so that a key too many is noticed too. Raises SourceError, naming the line.
    """
    lines = data.split(b"\n")
    if lines.pop() != b"":
        raise _wrong(path, len(lines) + 1, "the line does not end")
    for number, line in enumerate(lines, 1):
        try:
            value = read(json.loads(line.decode("utf-8")))
            again = spell(value)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise _wrong(path, number, f"the line is no entry of {schema}") from None
        if again != line + b"\n":
            raise _wrong(path, number, "the line is not spelt as Gazette writes it")
        yield Line(value, again, Location(path, number))


def text_of(values: dict[str, Any], key: str) -> str:
    """The text under `key`; TypeError for anything else."""
    value = values[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def truth_of(values: dict[str, Any], key: str) -> bool:
    """True or false under `key`; TypeError for anything else."""
    value = values[key]
    if not isinstance(value, bool):
        raise TypeError(key)
    return value


def count_of(values: dict[str, Any], key: str) -> int:
    """The number, 0 or more, under `key`; TypeError for anything else."""
    value = values[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(key)
    return value


def _wrong(path: str, number: int, what: str) -> SourceError:
    return SourceError(what, where=Location(path, number), remedy=NOT_EDITED)
