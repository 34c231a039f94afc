"""`gazette notify`: the notices of a release, from a look at them to what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import click

from gazette.cli.group import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: dict[str, tuple[str, str]] = {
    "preview": ("gazette.cli.notify_preview", "Write every notice of a release, to look at."),
    "plan": ("gazette.cli.notify_plan", "Freeze who gets which notice."),
    "send": ("gazette.cli.notify_send", "Deliver what is planned, each notice once."),
    "bodies": ("gazette.cli.notify_bodies", "Write what is planned for a mail provider."),
    "bounces": ("gazette.cli.notify_bounces", "Record what a provider says became of notices."),
    "status": ("gazette.cli.notify_status", "Show what became of the notices."),
    "record": ("gazette.cli.notify_record", "Put on record how many were told."),
    "rotate": ("gazette.cli.notify_rotate", "Give the notice ledger a new secret."),
    "forget": ("gazette.cli.notify_forget", "Erase persons from the notice ledger."),
}
"""Command name -> (module, one line of help)."""


class NotifyGroup(LazyGroup):
    """The commands about notices, imported when run."""

    table: ClassVar[Mapping[str, tuple[str, str]]] = COMMANDS


@click.group(cls=NotifyGroup)
def notify() -> None:
    """Write, plan and send the notices of a release.

    preview shows them, plan freezes who gets which, send delivers each once
    over SMTP, or bodies writes them for a provider and bounces reads what it
    reports; status says what became of them, record puts that on record,
    forget erases a person.
    """
    leave_no_core()


def leave_no_core() -> None:
    """See to it that a crash writes no memory, which holds addresses, to the disk."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows, which writes no core files
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
