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
    """Makes keys with the secrets of a ledger (HMAC-SHA-256, RFC 2104), the oldest first.

    Each secret keys what the one before made of an address. So a ledger that
    keeps no addresses can be given a new secret, and whoever has the older
    ones alone can tell nothing by them.
    """

    secrets: tuple[bytes, ...]

    @property
    def secret(self) -> bytes:
        """The newest, which all else is made with."""
        return self.secrets[-1]

    def of(self, address: str) -> bytes:
        """The key of an address. Accounts share it when the audience says that they do."""
        folded = address.strip(" ")
        # As the audience compares: beyond ASCII, lower case is not one function.
        folded = folded.lower() if folded.isascii() else folded
        first, *later = self.secrets
        key = hmac.digest(first, b"address\0" + folded.encode(), "sha256")
        for secret in later:
            key = rotated(key, secret)
        return key

    def next(self) -> Keys:
        """These keys with one more secret, which is new."""
        return Keys((*self.secrets, secrets.token_bytes(_SIZE)))

    def message(self, release: str, key: bytes) -> str:
        """The left part of the Message-ID of a release's notice to an address key."""
        # Keyed BLAKE2 (RFC 7693), since OpenSSL takes its time for short texts.
        return blake2b(release.encode() + b"\0" + key, key=self.secret, digest_size=20).hexdigest()

    def check(self) -> bytes:
        """What the ledger keeps to know its own secret by."""
        return hmac.digest(self.secret, b"check", "sha256")


def rotated(key: bytes, secret: bytes) -> bytes:
    """The key of an address under one more secret."""
    return hmac.digest(secret, b"rotated\0" + key, "sha256")


def keys_at(path: Path, *, new: bool) -> Keys:
    """The keys of a ledger from its secrets' file `path`; made where the ledger is `new`.

    NoticeError where the file is missing for a ledger that exists: with
    another secret everybody would be told again.
    """
    if not path.exists() and new:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_keys(Keys((secrets.token_bytes(_SIZE),)), path)
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if not data or len(data) % _SIZE:
        raise NoticeError(
            "the secret of this notice ledger is missing or damaged",
            where=Location(str(path)),
            remedy="Restore the file from a backup: without it nobody could tell who was told.",
        )
    return Keys(tuple(data[at : at + _SIZE] for at in range(0, len(data), _SIZE)))


def write_keys(keys: Keys, path: Path) -> None:
    """Write the secrets to the file `path`, for its owner only, durably: whole or not at all."""
    aside = path.with_name(f"{path.name}.part")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(b"".join(keys.secrets))
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)
    _make_durable(path.parent)


def _make_durable(folder: Path) -> None:
    """See to it that what was renamed in `folder` stays so when the power fails."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def proven(path: Path, proof: bytes) -> Keys:
    """The keys at `path`, which must be those that `proof` was made with.

    A change of secret that was killed between its two steps is finished: the
    ledger is changed in one step, and the new secrets lay beside the old ones
    before. NoticeError for another ledger's secrets.
    """
    waiting = waiting_at(path)
    if waiting.exists() and keys_at(waiting, new=False).check() == proof:
        waiting.replace(path)
    keys = keys_at(path, new=False)
    if keys.check() != proof:
        raise NoticeError(
            "the secret of this notice ledger is another ledger's",
            where=Location(str(path)),
            remedy="Restore the file from a backup: with another everybody would be told again.",
        )
    # The ledger has the old ones, so what waited came to nothing.
    waiting.unlink(missing_ok=True)
    return keys


def waiting_at(path: Path) -> Path:
    """Where new secrets lie until the ledger has them."""
    return path.with_name(f"{path.name}.next")
