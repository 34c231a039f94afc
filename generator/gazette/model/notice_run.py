"""The record of notice runs: how many were told of a release, and how; no person in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gazette.model.chained import Chain


@dataclass(frozen=True, slots=True)
class NoticeRun:
    """That the notices of a release went out.

    `release_sha256` is the digest of the release's line in the ledger, which
    binds the two records. `lists` are the digests of the recipient lists that
    were planned, empty for notices sent by other means. `told` counts notices
    that a mail server, or whoever else carried them, took; `failed` those
    refused for good or returned; `forgotten` those never sent because the
    person asked to be erased. `means` says how they were sent. `previous` is
    the digest of the line before, line end included; empty in the first.
    """

    policy: str
    version: str
    recorded_at: datetime
    recorded_by: str
    means: str = ""
    lists: tuple[str, ...] = ()
    told: int = 0
    failed: int = 0
    forgotten: int = 0
    release_sha256: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRuns(Chain[NoticeRun]):
    """All that is on record for one policy."""

    def of(self, version: str) -> tuple[NoticeRun, ...]:
        """The runs about the version with that label."""
        return tuple(line.entry for line in self.lines if line.entry.version == version)
