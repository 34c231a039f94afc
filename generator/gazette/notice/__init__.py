"""A verdict to the content of a notice: what one readership is told of one release.

Notices are few, one for each readership; their recipients are many. So nothing
in a notice is personal, and nothing here knows a user or an address.
"""

from __future__ import annotations

from gazette.notice.compose import base_of, compose, title_of
from gazette.notice.content import (
    CONSENT,
    NOTIFY,
    Edit,
    Effect,
    Link,
    Links,
    Mail,
    Name,
    Notice,
    Part,
    Readership,
)

__all__ = [
    "CONSENT",
    "NOTIFY",
    "Edit",
    "Effect",
    "Link",
    "Links",
    "Mail",
    "Name",
    "Notice",
    "Part",
    "Readership",
    "base_of",
    "compose",
    "title_of",
]
