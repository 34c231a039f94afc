"""How a gate complains; which gate it is, and on what law it rests, is added after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.model.gate import Gate, Outcome
from gazette.source.front_matter import split_front_matter

if TYPE_CHECKING:
    from gazette.errors import GazetteError, Location
    from gazette.model.policy import Version

QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
"""Typeset to typewritten, so that words are found however they are set."""


def closed(what: str, *, where: Location | None, remedy: str) -> Gate:
    """A complaint for which nothing is released."""
    return Gate("", Outcome.CLOSED, what, where, remedy)


def warning(what: str, *, where: Location | None, remedy: str) -> Gate:
    """A complaint that a person should know of."""
    return Gate("", Outcome.WARNING, what, where, remedy)


def refusal(error: GazetteError, *, where: Location | None = None) -> Gate:
    """An error as a closed gate; `where` serves an error that names no place."""
    return closed(error.what, where=error.where or where, remedy=error.remedy)


def key_of(version: Version, key: str) -> Location:
    """The place of a front matter key of `version`, or of the block where it is missing."""
    return split_front_matter(version.source, path=version.path).where(key)
