"""What a version is called, and where it stands, in words that a search result can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.model.policy import State

if TYPE_CHECKING:
    from gazette.publish.timeline import Entry


def named(entry: Entry) -> str:
    """`version 1.0.0`, or what a draft is called."""
    return "the proposed next version" if entry.version.is_draft else f"version {entry.label}"


def standing(entry: Entry) -> str:
    """When the version applies."""
    effective = entry.version.effective
    if entry.state is State.IN_FORCE:
        return f"in force since {effective}"
    if entry.state is State.SUPERSEDED:
        return f"in force {effective} to {entry.until}" if entry.applied else "never in force"
    if entry.state is State.DRAFT:
        return "not in force"
    return f"in force from {effective}"
