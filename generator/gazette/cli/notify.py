"""`gazette notify`: the notices of a release, from a look at them to what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import click

from gazette.cli.group import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: dict[str, tuple[str, str]] = {
    "preview": ("gazette.cli.notify_preview", "Write every notice of a release, to look at."),
}
"""Command name -> (module, one line of help)."""


class NotifyGroup(LazyGroup):
    """The commands about notices, imported when run."""

    table: ClassVar[Mapping[str, tuple[str, str]]] = COMMANDS


@click.group(cls=NotifyGroup)
def notify() -> None:
    """Write, plan and send the notices of a release.

    preview shows them, plan freezes who gets which, send delivers each once,
    status says what became of them, forget erases a person.
    """
