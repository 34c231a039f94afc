"""What the law asks a privacy policy to say, found by its usual words.

The words are data (`requirements/*.toml`), with the law each rests on and
sentences that say it and that do not. A word ending in `*` stands for all
that begin with it. Finding the words does not show that the matter is said
well; not finding any of them is worth a warning.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from gazette.errors import Location
from gazette.model.verdict import Reference
from gazette.release.complaints import QUOTES, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.gate import Gate
    from gazette.release.proposal import Proposal

FOLDER = "requirements"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One matter that a law asks for.

    It is said where each of `parts` is: a part is its name and the pattern of
    its usual words. `said` and `unsaid` are examples of either.
    """

    id: str
    asks: str
    reference: Reference
    parts: tuple[tuple[str, re.Pattern[str]], ...]
    said: tuple[str, ...]
    unsaid: tuple[str, ...]

    def missing(self, text: str) -> tuple[str, ...]:
        """The names of the parts of which `text` has no usual word."""
        folded = " ".join(text.translate(QUOTES).split())
        return tuple(name for name, pattern in self.parts if not pattern.search(folded))


@cache
def requirements() -> tuple[Requirement, ...]:
    """Every requirement of the package, law by law."""
    folder = files(__package__) / FOLDER
    laws = sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml"))
    tables = [tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in laws]
    return tuple(
        _requirement(values, table["url"]) for table in tables for values in table["requirement"]
    )


def check_content(proposal: Proposal) -> Iterator[Gate]:
    """Each matter that a law asks for is said in its usual words."""
    text = proposal.text
    if text is None or not text.language.lower().startswith("en"):
        return
    words = text.document.text
    for requirement in requirements():
        if missing := requirement.missing(words):
            lacking = "" if len(requirement.parts) == 1 else f" (missing: {', '.join(missing)})"
            found = warning(
                f"nothing was found that says {requirement.asks}{lacking}",
                where=Location(text.path),
                remedy="Say it, or have counsel confirm that it is not asked for here.",
            )
            yield replace(found, references=(requirement.reference,))


def _requirement(values: dict[str, object], url: str) -> Requirement:
    parts = values["parts"]
    if not isinstance(parts, dict):
        raise TypeError(values["id"])
    return Requirement(
        id=str(values["id"]),
        asks=str(values["asks"]),
        reference=Reference(str(values["cite"]), str(values.get("url", url))),
        parts=tuple((name, _pattern(words)) for name, words in parts.items()),
        said=_texts(values["said"]),
        unsaid=_texts(values["unsaid"]),
    )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TypeError(value)
    return tuple(value)


def _pattern(words: list[str]) -> re.Pattern[str]:
    """One pattern for whole words, or beginnings of words, in any case."""
    each = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)
