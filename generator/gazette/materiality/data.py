"""Loads the package's own word lists, which are data so that counsel can read them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LEXICONS = "lexicons"


@dataclass(frozen=True)
class Data:
    """One word list file, by the names of its tables and arrays."""

    content: dict[str, Any]

    def words(self, name: str) -> dict[str, str]:
        """A table from word to word."""
        return _table(self.content, name)

    def numbers(self, name: str) -> dict[str, int]:
        """A table from word to number."""
        return _table(self.content, name)

    def list(self, name: str) -> frozenset[str]:
        """An array as a set."""
        return _set(self.content, name)


def _table(content: dict[str, Any], name: str) -> dict[str, Any]:
    table: dict[str, Any] = content[name]
    return table


def _set(content: dict[str, Any], name: str) -> frozenset[str]:
    cached = content.get(f"={name}")
    if cached is None:
        cached = content[f"={name}"] = frozenset(content[name])
    found: frozenset[str] = cached
    return found


@cache
def load_data(name: str) -> Data:
    """The word list `lexicons/name.toml` of this package, read once."""
    text = (files(__package__) / LEXICONS / f"{name}.toml").read_text(encoding="utf-8")
    return Data(tomllib.loads(text))
