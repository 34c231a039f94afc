"""Files encrypted to whom they are for, as the tool `age` reads them (age-encryption.org/v1).

Needs pyrage, the extra `age`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gazette.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SUFFIX = ".age"


@dataclass(frozen=True, slots=True)
class Seal:
    """Encrypts to one or more recipients, each of whom alone can decrypt."""

    keys: tuple[str, ...]
    _encrypt: Callable[[bytes], bytes]
    _encrypt_file: Callable[[Path, Path], None]

    def __call__(self, data: bytes) -> bytes:
        """`data`, encrypted: its plain form need not touch the disk."""
        return self._encrypt(data)

    def file(self, path: Path) -> Path:
        """Put the encrypted form of the file `path`, of any size, in its place; its path."""
        sealed = path.with_name(path.name + SUFFIX)
        self._encrypt_file(path, sealed)
        path.unlink()
        return sealed


def seal_for(keys: tuple[str, ...]) -> Seal | None:
    """The seal for the public keys `keys`, such as age1…; None for none.

    OutputError for what is no public key, and where pyrage is not installed.
    """
    if not keys:
        return None
    try:
        import pyrage  # noqa: PLC0415 - optional, and only this needs it
    except ImportError:
        raise OutputError(
            "encryption needs pyrage, which is not installed",
            remedy="Install Gazette with it: pip install 'policy-gazette[age]'",
        ) from None
    recipients = [_recipient(pyrage, key) for key in keys]
    return Seal(
        keys,
        lambda data: bytes(pyrage.encrypt(data, recipients)),
        lambda plain, sealed: pyrage.encrypt_file(str(plain), str(sealed), recipients),
    )


def _recipient(pyrage: Any, key: str) -> Any:  # noqa: ANN401 - an extension without types
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        # Not repeated: by mistake it may be the secret half.
        raise OutputError(
            "--encrypt-to is given something that is no public key of age",
            remedy="It begins with age1; age-keygen prints it, and keeps the other half.",
        ) from None
