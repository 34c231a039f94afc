"""What git has seen of a policy's files, as values; `gazette.adapters.witness` asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class History(StrEnum):
    """How far git can be asked."""

    FULL = "full"
    SHALLOW = "shallow"
    """The clone holds only the latest commits."""
    NONE = "none"
    """There is no git, no repository here, or no commit in it."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file in one commit that touched it.

    `sha256` is the digest of its bytes, None where the commit took it away.
    `recorded` says whether the ledger in that commit has the file's version.
    """

    commit: str
    sha256: str | None
    recorded: bool


@dataclass(frozen=True, slots=True)
class TaggedVersion:
    """What a version's tag points at.

    `sha256` is the digest of the version's file there, None where it is
    missing. `in_history` says whether the commit leads to the one checked out.
    """

    name: str
    commit: str
    sha256: str | None
    in_history: bool


class Trust(StrEnum):
    """What git makes of a signature."""

    UNSIGNED = "unsigned"
    GOOD = "good"
    """Made with a key that git is told to believe here."""
    UNKNOWN = "unknown"
    """Made with a key that git knows nothing of here, or that has expired."""
    FALSE = "false"
    """Made over something else than what it stands under now."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature of `of` (a tag, a commit), and whose it is where it is good."""

    of: str
    trust: Trust
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """Git's testimony on one policy's folder.

    `sightings` has, for each file's name, every commit in which the file came,
    changed or went, the latest first, also under the names of folders that the
    policy lived in before. `ledgers` has the ledger's bytes in each commit
    that touched it, the latest first. `signatures` has, for each version's
    label, those of its tag and of the commit that its line came with. `dirty`
    names the files that are not as in the commit that is checked out.
    """

    history: History
    reason: str = ""
    head: str = ""
    sightings: Mapping[str, tuple[Sighting, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    ledgers: tuple[tuple[str, bytes], ...] = ()
    tags: Mapping[str, TaggedVersion] = field(default_factory=lambda: MappingProxyType({}))
    signatures: Mapping[str, tuple[Signature, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    dirty: frozenset[str] = frozenset()
