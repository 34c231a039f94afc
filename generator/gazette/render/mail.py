"""A notice as mail: a subject, a text, and HTML that loads nothing and tracks nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from textwrap import fill
from typing import TYPE_CHECKING

from markupsafe import Markup

from gazette.errors import Location, TemplateError
from gazette.model.comparison import NEW_OPS, OLD_OPS, Op
from gazette.notice import CONSENT, Mail, Name
from gazette.render.environment import render_template, template_environment
from gazette.render.phrasing import plain
from gazette.render.words import FOLDER, LAST_RESORT, Words, fitting, languages, load_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from jinja2 import Environment

    from gazette.model.comparison import Redline
    from gazette.notice import Effect, Notice, Part

WIDTH = 72
_SUBJECT = "Subject: "
_LOADS = re.compile(
    r"<(?:img|script|link|iframe|object|embed|form)\b|\burl\(|@import", re.IGNORECASE
)


def render_notice(notice: Notice, *, templates: Path | None = None) -> Mail:
    """The mail of `notice`, in the language its readers asked for if there are words in it.

    The templates are `mail/notice.html` and `notice.txt`, whose first line is
    the subject, with the words of `words.LANGUAGE.toml`. Where a language has
    none, the next of: its plainer form ("pt" for "pt-BR"), the policy's own,
    English; the mail then says so. Raises TemplateError with the place, also
    for HTML that would load something: a notice tells nobody whether it was
    opened.
    """
    environment = _environment(templates)
    language = _language(environment, notice)
    words = load_words(environment, language)
    notice = _named(notice, language)
    values = _values(notice, words)
    text = render_template(environment, "notice.txt", {**values, "say": words.text}, folder=FOLDER)
    html = render_template(environment, "notice.html", {**values, "say": words.html}, folder=FOLDER)
    subject, _, body = text.lstrip("\n").partition("\n")
    if not subject.startswith(_SUBJECT):
        raise _broken("notice.txt", "its first line is no subject", "Begin it with “Subject: ”.")
    if _LOADS.search(html):
        raise _broken(
            "notice.html",
            "it would load something when it is opened",
            "Take out images, scripts, fonts and forms: a notice must not track its readers.",
        )
    one_line = " ".join(subject.removeprefix(_SUBJECT).split())
    return Mail(one_line, _tidy(body), html, language, notice.readership.action)


@lru_cache(maxsize=2)
def _environment(templates: Path | None) -> Environment:
    """The environment of the mails; Jinja sees by itself that a template was edited."""
    environment = template_environment(templates)
    environment.filters |= {"before": before, "after": after, "folded": folded}
    return environment


def unreviewed(mails: Iterable[Mail], *, templates: Path | None = None) -> tuple[str, ...]:
    """The languages of `mails` whose words nobody is said to have reviewed."""
    environment = _environment(templates)
    used = sorted({mail.language for mail in mails})
    return tuple(each for each in used if not load_words(environment, each).reviewed)


def _named(notice: Notice, language: str) -> Notice:
    """`notice` with each name as it is said in `language`."""
    contact = notice.contact
    name = Name(contact.name, contact.names).said_in(language)
    return replace(
        notice,
        title=Name(notice.title.said_in(language)),
        contact=replace(contact, name=name),
        segments=tuple(Name(each.said_in(language)) for each in notice.segments),
    )


def _values(notice: Notice, words: Words) -> dict[str, object]:
    """What the templates are given, the same for text and HTML."""
    asked = notice.readership.locale.partition("-")[0].partition("_")[0].lower()
    written = words.language.partition("-")[0].lower()
    return {
        "notice": notice,
        "language": words.language,
        "asks": notice.readership.action == CONSENT,
        "stands_in": bool(asked) and asked != written,
        "foreign": bool(notice.parts) and written != notice.language.partition("-")[0].lower(),
        "count": words.count,
        "day": words.day,
        "told": partial(_told, words),
        "subject": _subject(notice, words),
        "heading": _dated(notice, words, "heading"),
        "opening": _opening(notice, words),
        "missed": _missed(notice, words),
        "redlines": tuple(
            {"title": words.text("changes_from", old=each.old, new=each.new), "url": each.url}
            for each in notice.links.redlines
        ),
    }


def _subject(notice: Notice, words: Words) -> str:
    draft = words.text("subject_draft") if notice.is_draft else ""
    if notice.readership.action == CONSENT:
        return draft + words.text(
            "subject_consent", organisation=notice.organisation, title=notice.title
        )
    means = words.text("subject_means") if notice.parts else ""
    return draft + _dated(notice, words, "subject") + means


def _dated(notice: Notice, words: Words, key: str) -> str:
    """The sentence called `key`, with the day where that is set."""
    values = {"organisation": notice.organisation, "title": notice.title}
    if notice.effective is None:
        return words.text(key, **values)
    return words.text(f"{key}_on_day", day=words.day(notice.effective), **values)


def _opening(notice: Notice, words: Words) -> str:
    """Who writes about what: the version that the reader knows, and the new one."""
    label = "version_draft" if notice.is_draft else "version"
    if not notice.base:
        key = "opening_first"
    else:
        key = "opening_accepted" if notice.readership.accepted else "opening_before"
    return words.text(
        key,
        organisation=notice.organisation,
        title=notice.title,
        base=notice.base,
        version=words.text(label, label=notice.release),
    )


def _missed(notice: Notice, words: Words) -> str:
    """What readers are told who were told nothing of some versions; empty for others."""
    if not notice.between:
        return ""
    versions = ", ".join(words.text("version", label=label) for label in notice.between)
    return words.text("missed", versions=versions, base=notice.base)


@dataclass(frozen=True, slots=True)
class _Told:
    """An effect as a template reads it, in `language`."""

    title: str
    means: str
    words: tuple[str, ...]
    asks: bool
    language: str


def _told(words: Words, part: Part) -> tuple[_Told, ...]:
    """The effects of a part, each in the language of `words` if they know its rule."""
    return tuple(_translated(words, effect) for effect in part.effects)


def _translated(words: Words, effect: Effect) -> _Told:
    """An effect in the language of `words`; as the rules say it where that lacks the rule.

    What was found in particular is said by the rules alone. In another
    language the passages below, before and after, have to show it.
    """
    if words.language.partition("-")[0] == LAST_RESORT:
        return _Told(effect.title, effect.means, effect.words, effect.asks, LAST_RESORT)
    known = words.rules.get(effect.rule)
    if known is None:
        return _Told(effect.title, effect.means, (), effect.asks, LAST_RESORT)
    return _Told(known["title"], known["means"], (), effect.asks, words.language)


def before(redline: Redline) -> Markup:
    """The old words as HTML, with those that go marked."""
    return _side(redline, OLD_OPS, ("<del", "</del>"))


def after(redline: Redline) -> Markup:
    """The new words as HTML, with those that come marked."""
    return _side(redline, NEW_OPS, ("<ins", "</ins>"))


def folded(text: str, indent: str = "") -> str:
    """Text in lines of at most 72 characters, each after `indent`; a list item hangs."""
    lines = (
        fill(
            line,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent + ("  " if line.startswith("* ") else ""),
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
    return fitting(languages(environment), (asked, notice.language))


def _tidy(text: str) -> str:
    """Text with at most one empty line in a row, and none at its ends."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _broken(name: str, what: str, remedy: str) -> TemplateError:
    return TemplateError(what, where=Location(f"{FOLDER}/{name}"), remedy=remedy)
