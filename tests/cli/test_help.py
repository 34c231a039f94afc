"""The help that every command prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from gazette.cli.group import gazette

if TYPE_CHECKING:
    from collections.abc import Iterator


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


@pytest.mark.parametrize("path", [*commands(gazette)], ids=" ".join)
def test_help_says_what_the_command_does_and_shows_no_markup(path: tuple[str, ...]) -> None:
    done = CliRunner().invoke(gazette, [*path, "--help"])
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: gazette {' '.join(path)}")
    assert "\\" not in done.stdout
    assert "\b" not in done.stdout
