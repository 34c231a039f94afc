"""A notice as mail: a subject, a text, and HTML that loads nothing and tracks nobody."""

from __future__ import annotations

import re
from textwrap import fill
from typing import TYPE_CHECKING

from markupsafe import Markup

from gazette.errors import Location, TemplateError
from gazette.model.comparison import NEW_OPS, OLD_OPS, Op
from gazette.notice import Mail
from gazette.render.environment import render_template, template_environment
from gazette.render.phrasing import plain

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

    from gazette.model.comparison import Redline
    from gazette.notice import Notice

FOLDER = "mail"
WIDTH = 72
LAST_RESORT = "en"
"""The language of the templates that come with Gazette."""

_SUBJECT = "Subject: "
_LOADS = re.compile(
    r"<(?:img|script|link|iframe|object|embed|form)\b|\burl\(|@import", re.IGNORECASE
)


def render_notice(notice: Notice, *, templates: Path | None = None) -> Mail:
    """The mail of `notice`, in the language its readers asked for if there are templates in it.

    The templates are `mail/notice.LANGUAGE.txt`, whose first line is the
    subject, and `.html`. Where a language has none, the next of: its plainer
    form ("pt" for "pt-BR"), the policy's own, English; the mail then says so.
    Raises TemplateError with file and line, also for HTML that would load
    something: a notice tells nobody whether it was opened.
    """
    environment = template_environment(templates)
    environment.filters |= {"before": before, "after": after, "folded": folded}
    language = _language(environment, notice)
    name = f"notice.{language}"
    asked = notice.readership.locale.partition("-")[0].partition("_")[0].lower()
    stands_in = bool(asked) and asked != language.partition("-")[0].lower()
    values: dict[str, object] = {
        "notice": notice,
        "language": language,
        "stands_in": stands_in,
    }
    text = render_template(environment, f"{name}.txt", values, folder=FOLDER)
    html = render_template(environment, f"{name}.html", values, folder=FOLDER)
    subject, _, body = text.partition("\n")
    if not subject.startswith(_SUBJECT):
        raise _broken(f"{name}.txt", "its first line is no subject", "Begin it with “Subject: ”.")
    if _LOADS.search(html):
        raise _broken(
            f"{name}.html",
            "it would load something when it is opened",
            "Take out images, scripts, fonts and forms: a notice must not track its readers.",
        )
    one_line = " ".join(subject.removeprefix(_SUBJECT).split())
    return Mail(one_line, _tidy(body), html, language)


def before(redline: Redline) -> Markup:
    """The old words as HTML, with those that go marked."""
    return _side(redline, OLD_OPS, ("<del", "</del>"))


def after(redline: Redline) -> Markup:
    """The new words as HTML, with those that come marked."""
    return _side(redline, NEW_OPS, ("<ins", "</ins>"))


def folded(text: str, indent: str = "") -> str:
    """Text in lines of at most 72 characters, each after `indent`."""
    lines = (
        fill(
            line,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.splitlines()
    )
    return "\n".join(lines)


_MARKS = {
    "<del": "background:#fbe0dd;color:#86201a;text-decoration:line-through",
    "<ins": "background:#d9f2e0;color:#0b4a2b;text-decoration:underline",
}


def _side(redline: Redline, ops: frozenset[Op], tag: tuple[str, str]) -> Markup:
    """One side of a redline; what stays is plain. A clause that is wholly new needs no marks."""
    spans = [span for span in redline if span.op in ops]
    whole = all(span.op is not Op.KEEP for span in redline)
    opening, closing = tag
    pieces = (
        plain(span.text)
        if span.op is Op.KEEP or whole
        else f'{opening} style="{_MARKS[opening]}">{plain(span.text)}{closing}'
        for span in spans
    )
    return Markup("".join(pieces).replace("\n", "<br>"))  # noqa: S704 - every piece is escaped


def _language(environment: Environment, notice: Notice) -> str:
    asked = notice.readership.locale.replace("_", "-")
    known = {
        name.removeprefix(f"{FOLDER}/notice.").removesuffix(".txt").lower(): name
        for name in environment.list_templates(extensions=["txt"])
        if name.startswith(f"{FOLDER}/notice.")
    }
    for language in (asked, asked.partition("-")[0], notice.language, LAST_RESORT):
        found = known.get(language.lower())
        if found:
            return found.removeprefix(f"{FOLDER}/notice.").removesuffix(".txt")
    return LAST_RESORT


def _tidy(text: str) -> str:
    """Text with at most one empty line in a row, and none at its ends."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _broken(name: str, what: str, remedy: str) -> TemplateError:
    return TemplateError(what, where=Location(f"{FOLDER}/{name}"), remedy=remedy)
