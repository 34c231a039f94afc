"""A zip whose bytes depend on its contents alone."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
_UNIX = 3
_MODE = 0o100644 << 16


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """`files`, by their paths in it, as a zip.

    Stored, not deflated: compressors differ from one library to the next, and
    the same evidence must have the same digest everywhere.
    """
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for path in sorted(files):
            entry = ZipInfo(path, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            archive.writestr(entry, files[path])
    return made.getvalue()
