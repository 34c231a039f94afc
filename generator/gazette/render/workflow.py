"""Results as GitHub's workflow commands, shown as annotations on the changed files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.render.results import Gravity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.render.results import Result

_COMMANDS = {Gravity.ERROR: "error", Gravity.WARNING: "warning", Gravity.NOTE: "notice"}


def workflow_commands(results: Iterable[Result]) -> str:
    """One command a line, for all that is an error, a warning or worth a note.

    GitHub shows the first ten of each kind, so the gravest come first.
    """
    return "".join(_annotation(each) for each in results if each.gravity in _COMMANDS)


def _annotation(result: Result) -> str:
    where = result.where
    place = f"file={_property(where.path)}," if where else ""
    line = f"line={where.line}," if where and where.line else ""
    command = _COMMANDS[result.gravity]
    title = _property(result.rule)
    return f"::{command} {place}{line}title={title}::{_escaped(result.message)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
