"""A verdict as one HTML page to open or to send: it needs nothing but itself."""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gazette.model.comparison import ChangeKind
from gazette.model.verdict import Level
from gazette.render.html import change_html, redline_html
from gazette.render.report import (
    FAVOURS,
    MEANINGS,
    Report,
    decided,
    entries,
    first_occurrences,
    occurrence,
    place,
    summary,
)

if TYPE_CHECKING:
    from jinja2 import Template

    from gazette.model.comparison import Change


def verdict_page(report: Report) -> str:
    """The report as a page: the verdict, the findings, and the redline of the whole text.

    No script and no request of any kind; colours follow the reader's choice of
    light or dark; insertions and deletions are told apart without colour.
    """
    listed = entries(report.verdict)
    grave = [entry for entry in listed if entry.level >= Level.REVIEW]
    return _template().render(
        report=report,
        style=Markup(_style()),  # noqa: S704 - our own file
        meaning=MEANINGS[report.verdict.level],
        summary=summary(listed),
        sections=[
            (section, list(group)) for section, group in groupby(grave, lambda entry: entry.section)
        ],
        lesser=[
            (level, MEANINGS[level], [entry for entry in listed if entry.level is level])
            for level in (Level.MINOR, Level.EDITORIAL)
        ],
        regraded=[f for entry in listed for f in entry.findings if f.decision],
        first=first_occurrences(grave),
        redline=Markup(redline_html(report.verdict.comparison)),  # noqa: S704 - escaped there
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("gazette.render", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["redline"] = _redline
    environment.filters["anchor"] = _anchor
    environment.filters["occurrence"] = occurrence
    environment.filters["decided"] = decided
    environment.filters["favours"] = FAVOURS.__getitem__
    environment.filters["place"] = place
    return environment.get_template("verdict.html")


def _redline(change: Change) -> Markup:
    return Markup(change_html(change))  # noqa: S704 - escaped there


def _anchor(change: Change) -> str:
    """The id of a change in the redline of the whole text."""
    end = "-here" if change.kind is ChangeKind.MOVED else ""
    return f"change-{change.id}{end}"


def _style() -> str:
    file = resources.files("gazette.render") / "pages" / "verdict.css"
    return file.read_text(encoding="utf-8")
