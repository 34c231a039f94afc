"""The formats that a report can be had in.

Each renderer is imported when it is asked for: JSON needs neither a terminal
nor a template.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from gazette.render.report import Report


class Format(StrEnum):
    """A form of the report."""

    TEXT = "text"
    """A memo for the terminal."""
    JSON = "json"
    """For programs: schema gazette/comparison/1."""
    MARKDOWN = "markdown"
    """A comment on a pull request."""
    HTML = "html"
    """One page to open or to send: the whole redline."""
    DOCX = "docx"
    """A Word file with tracked changes, for counsel to work on."""
    SARIF = "sarif"
    """Results for code hosts (SARIF 2.1.0)."""
    GITHUB = "github"
    """Annotations in a GitHub workflow."""
    JUNIT = "junit"
    """A test report for build servers: a change that must be told or read is a failure."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who made a redline, and when: Word says so at every change."""

    author: str
    at: datetime


def render_docx(report: Report, signature: Signature) -> bytes:
    """The comparison behind the report as a Word file with tracked changes."""
    from gazette.render.docx import redline_docx  # noqa: PLC0415 - as below

    return redline_docx(
        report.verdict.comparison,
        author=signature.author,
        at=signature.at,
        title=f"{report.new.title}: {_short(report.old.label)} → {_short(report.new.label)}",
    )


def _short(label: str) -> str:
    """`label`, of a file elsewhere on this machine its name alone: the Word file will be sent."""
    return PurePath(label).name if PurePath(label).is_absolute() else label


def render(report: Report, form: Format, *, width: int = 80, colour: bool = False) -> str:
    """The report as text; `width` in columns and `colour` matter to the memo only.

    `Format.DOCX` is no text: `render_docx` makes it.
    """
    # The imports below are the point of this module: see its first lines.
    match form:
        case Format.TEXT:
            from gazette.render.text import render_verdict  # noqa: PLC0415 - slow: rich

            return render_verdict(report, width=width, colour=colour)
        case Format.JSON:
            from gazette.render.json import comparison_json  # noqa: PLC0415 - the others' twin

            return comparison_json(report)
        case Format.MARKDOWN:
            from gazette.render.markdown import verdict_markdown  # noqa: PLC0415 - the same

            return verdict_markdown(report)
        case Format.HTML:
            from gazette.render.page import verdict_page  # noqa: PLC0415 - slow: Jinja

            return verdict_page(report)
        case Format.SARIF | Format.GITHUB:
            return _results(report, form)
        case Format.JUNIT:
            from gazette.render.junit import junit  # noqa: PLC0415 - the same

            return junit(report)
        case Format.DOCX:
            raise ValueError(form)


def _results(report: Report, form: Format) -> str:
    """The findings as results, in the form that a code host reads."""
    from gazette.render.results import results_of, rules_of  # noqa: PLC0415 - as above
    from gazette.render.sarif import sarif  # noqa: PLC0415 - as above
    from gazette.render.workflow import workflow_commands  # noqa: PLC0415 - as above

    results = results_of(report)
    return sarif(results, rules_of(report)) if form is Format.SARIF else workflow_commands(results)
