"""Whether an address leads a browser to another host."""

from __future__ import annotations

import re

_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]+")


def is_remote(address: str) -> bool:
    r"""Whether `address`, as a browser reads it, names a scheme or a host.

    Browsers skip control characters and spaces in it, and read `\` as `/`.
    """
    return bool(_REMOTE.match(_IGNORED.sub("", address).replace("\\", "/")))
