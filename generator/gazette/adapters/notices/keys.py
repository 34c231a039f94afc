"""Addresses as keys: the same for the same address, and of no use without the secret."""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from gazette.errors import Location, NoticeError

if TYPE_CHECKING:
    from pathlib import Path

_SIZE = 32


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Makes keys with one secret (HMAC-SHA-256, RFC 2104)."""

    secret: bytes

    def of(self, address: str) -> bytes:
        """The key of an address. Accounts share it when the audience says that they do."""
        folded = address.strip(" ")
        # As the audience compares: beyond ASCII, lower case is not one function.
        folded = folded.lower() if folded.isascii() else folded
        return hmac.digest(self.secret, b"address\0" + folded.encode(), "sha256")

    def message(self, release: str, key: bytes) -> str:
        """The left part of the Message-ID of a release's notice to an address key."""
        # Keyed BLAKE2 (RFC 7693), since OpenSSL takes its time for short texts.
        return blake2b(release.encode() + b"\0" + key, key=self.secret, digest_size=20).hexdigest()

    def check(self) -> bytes:
        """What the ledger keeps to know its own secret by."""
        return hmac.digest(self.secret, b"check", "sha256")


def keys_at(path: Path, *, new: bool) -> Keys:
    """The keys of a ledger from its secret's file `path`; made where the ledger is `new`.

    NoticeError where the file is missing for a ledger that exists: with
    another secret everybody would be told again.
    """
    if not path.exists() and new:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(_SIZE))
            stream.flush()
            os.fsync(stream.fileno())
    try:
        secret = path.read_bytes()
    except OSError:
        secret = b""
    if len(secret) != _SIZE:
        raise NoticeError(
            "the secret of this notice ledger is missing or damaged",
            where=Location(str(path)),
            remedy="Restore the file from a backup: without it nobody could tell who was told.",
        )
    return Keys(secret)
