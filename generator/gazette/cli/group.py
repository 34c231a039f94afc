"""The group of commands, each imported only when it is run.

`gazette --help` lists the commands from the table below without importing
one, so it stays instant however heavy a command's libraries are.
"""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, ClassVar

import click

from gazette import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("gazette.cli.init", "Lay down a policy repository that builds at once."),
    "adopt": ("gazette.cli.adopt", "Turn the past of an existing policy into versions."),
    "diff": ("gazette.cli.diff", "Show the redline of two versions, its findings and verdict."),
    "import": ("gazette.cli.import_", "Turn what counsel returns in Word into Markdown."),
    "rules": ("gazette.cli.rules", "List the rules that decide what is material."),
    "explain": ("gazette.cli.explain", "Explain one rule: reason, citation, examples."),
    "build": ("gazette.cli.build", "Build the site."),
    "serve": ("gazette.cli.serve", "Preview the site, drafts included, while you write."),
    "publish": ("gazette.cli.publish", "Publish the built site, in one step."),
    "check": ("gazette.cli.check", "Ask every gate that stands before a release."),
    "decide": ("gazette.cli.decide", "Record what a person made of a finding."),
    "release": ("gazette.cli.release", "Freeze the draft into a version and record it."),
    "verify": ("gazette.cli.verify", "Prove that what was released still stands as it was."),
    "status": ("gazette.cli.status", "Show each version's state, and what is to come."),
    "evidence": ("gazette.cli.evidence", "Bundle the proof of what was in force on a day."),
    "audience": ("gazette.cli.audience", "List the users a release concerns, and why."),
    "notify": ("gazette.cli.notify", "Write, plan and send the notices of a release."),
    "users": ("gazette.cli.users", "Make a synthetic user table."),
}
"""Command name -> (module, one line of help). The module's function has the command's name."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is looked up."""

    table: ClassVar[Mapping[str, tuple[str, str]]] = COMMANDS
    """Its commands, as in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the work they do."""
        del ctx
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, or None for an unknown name."""
        del ctx
        if cmd_name not in self.table:
            return None
        # PEP 8: a name that Python reserves ends in an underscore.
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = getattr(import_module(self.table[cmd_name][0]), name)
        if not isinstance(command, click.Command):
            raise TypeError(cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, importing nothing."""
        del ctx
        rows: Sequence[tuple[str, str]] = [(name, line) for name, (_, line) in self.table.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gazette")
def gazette() -> None:
    """Publish versioned policies, judge their changes, and find who must be told.

    Gazette does not give legal advice: its findings say what changed and which
    rule noticed, for counsel to decide.
    """
