"""`policy.toml`: what legal owns about a policy besides its wording."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from gazette.errors import Location, SourceError
from gazette.model.policy import Contact, Language, NoticePeriod, Segment, Titles
from gazette.source.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

KEYS = (
    "title",
    "titles",
    "organisation",
    "time_zone",
    "notice_days",
    "notice",
    "notices_on_record",
    "retention_days",
    "consent_url",
    "consent",
    "promises",
    "reviewed",
    "contact",
    "segments",
    "languages",
)
CONTACT_KEYS = ("name", "names", "email", "url")
SEGMENT_KEYS = ("title", "titles", "column", "values", "mentions", "rules")
LANGUAGE_KEYS = ("title", "note")
PERIOD_KEYS = ("title", "source", "material", "minor", "editorial")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that policy.toml says; see `gazette.model.policy.Policy`."""

    title: str
    organisation: str
    contact: Contact
    time_zone: str
    notice_days: int
    segments: tuple[Segment, ...]
    promises: tuple[str, ...]
    reviewed: date | None = None
    retention_days: int | None = None
    notice_periods: tuple[NoticePeriod, ...] = ()
    consent_url: str = ""
    consent: tuple[str, ...] = ()
    notices_on_record: bool = False
    languages: tuple[Language, ...] = ()
    titles: Titles = ()


def read_settings(path: Path) -> Settings:
    """The settings in the file at `path`.

    Raises SourceError, with the line where there is one, for a file that is
    missing, not TOML, or has a key that is missing, unknown, or of the wrong
    kind.
    """
    table = _parse(read_text(path), str(path))
    table.refuse_unknown(KEYS)
    return Settings(
        title=table.text("title"),
        organisation=table.text("organisation"),
        contact=_contact(table.table("contact")),
        time_zone=_time_zone(table),
        notice_days=table.days("notice_days"),
        segments=tuple(_segment(each) for each in table.table("segments", needed=False).tables()),
        promises=table.texts("promises", needed=False),
        reviewed=table.day("reviewed"),
        retention_days=table.days("retention_days") if "retention_days" in table.values else None,
        notice_periods=tuple(
            _notice_period(each) for each in table.table("notice", needed=False).tables()
        ),
        consent_url=_consent_url(table),
        consent=table.texts("consent", needed=False),
        notices_on_record=table.truth("notices_on_record"),
        languages=tuple(
            _language(each) for each in table.table("languages", needed=False).tables()
        ),
        titles=_titles(table, "titles"),
    )


def closest(word: str, known: Iterable[str]) -> str:
    """A remedy that names the known word nearest to `word`, or all of them."""
    words = list(known)
    near = get_close_matches(word, words, n=1)
    return f"Did you mean `{near[0]}`?" if near else f"Known here: {', '.join(words)}."


def _consent_url(table: _Table) -> str:
    url = table.text("consent_url", needed=False)
    if url and not re.fullmatch(r"https://[^\s\"'<>]+", url):
        raise table.wrong("consent_url", "is no https:// address", "Name a page of your product.")
    return url


@dataclass(frozen=True, slots=True)
class _Table:
    """One TOML table, its dotted name, and the file that it stands in."""

    values: Mapping[str, object]
    name: str
    source: str
    path: str

    def where(self, key: str) -> Location:
        """The line of `key`, of the table where the key is missing, or the file."""
        # tomllib gives no places; the first line that assigns the key in this
        # table, or opens it as a table of its own, is the one legal looks for.
        current, opened = "", None
        for number, line in enumerate(self.source.split("\n"), 1):
            if header := re.match(r"\s*\[\s*([^]]+?)\s*\]", line):
                current = header[1].replace('"', "")
                if current == self.dotted(key):
                    return Location(self.path, number)
                opened = opened or (number if current == self.name else None)
            elif current == self.name and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
                return Location(self.path, number)
        return Location(self.path, opened)

    def dotted(self, key: str) -> str:
        """The full name of `key`, such as `contact.email`."""
        return f"{self.name}.{key}" if self.name else key

    def wrong(self, key: str, problem: str, remedy: str) -> SourceError:
        """An error about `key` at its line."""
        return SourceError(f"`{self.dotted(key)}` {problem}", where=self.where(key), remedy=remedy)

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Raise SourceError for the first key that is not `known`."""
        for key in self.values:
            if key not in known:
                raise self.wrong(key, "is not a known key", closest(key, known))

    def text(self, key: str, *, needed: bool = True) -> str:
        """The text under `key`; empty only where it is not `needed`."""
        value = self.values.get(key, None if needed else "")
        if value is None:
            raise self.wrong(key, "is missing", f'Add a line such as `{key} = "…"`.')
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.wrong(key, "is not a text", f'Write `{key} = "…"`, in quotes.')
        return value

    def texts(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """The list of texts under `key`; empty only where it is not `needed`."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(key, "is not a list of texts", f'Write `{key} = ["…", "…"]`.')
        if needed and not value:
            raise self.wrong(key, "is missing or empty", f'Add a line such as `{key} = ["…"]`.')
        return tuple(value)

    def days(self, key: str) -> int:
        """The whole number of days under `key`."""
        value = self.values.get(key)
        if value is None:
            raise self.wrong(key, "is missing", f"Add a line such as `{key} = 30`.")
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(key, "is not a whole number of days", f"Write `{key} = 30`.")
        return value

    def truth(self, key: str) -> bool:
        """Whether `key` is true; false where it is missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, "is neither true nor false", f"Write `{key} = true`.")
        return value

    def day(self, key: str) -> date | None:
        """The calendar day under `key`, if there is one."""
        value = self.values.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.wrong(key, "is not a day", f"Write `{key} = 2026-11-22`, without quotes.")
        return value

    def table(self, key: str, *, needed: bool = True) -> _Table:
        """The table `[key]`; empty only where it is not `needed`."""
        value = self.values.get(key, None if needed else {})
        if value is None:
            raise self.wrong(key, "is missing", f"Add a table `[{self.dotted(key)}]`.")
        if not isinstance(value, dict):
            raise self.wrong(key, "is not a table", f"Write it as `[{self.dotted(key)}]`.")
        return _Table(value, self.dotted(key), self.source, self.path)

    def tables(self) -> tuple[_Table, ...]:
        """All the tables in this one, in the order of the file."""
        return tuple(self.table(key) for key in self.values)


def _parse(source: str, path: str) -> _Table:
    """The file as its outermost table."""
    try:
        return _Table(tomllib.loads(source), "", source, path)
    except tomllib.TOMLDecodeError as error:
        # The place is only in the message until Python 3.14.
        place = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        what = (
            str(error)[: place.start()]
            if place
            else str(error).removesuffix(" (at end of document)")
        )
        raise SourceError(
            f"this is not valid TOML: {what[:1].lower()}{what[1:]}",
            where=Location(path, int(place[1]) if place else None),
            remedy='Write `key = "value"`, with texts in quotes.',
        ) from None
    except RecursionError:
        raise SourceError(
            "this is not valid TOML: brackets nested too deeply",
            where=Location(path),
            remedy='Write `key = "value"`, with texts in quotes.',
        ) from None


def _time_zone(table: _Table) -> str:
    """The name of an IANA time zone that this machine knows."""
    name = table.text("time_zone")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = get_close_matches(name, available_timezones(), n=1)
        remedy = f"Did you mean {near[0]}?" if near else "Write an IANA name, such as UTC."
        raise table.wrong("time_zone", f"is no time zone: {name}", remedy) from None
    return name


def _contact(table: _Table) -> Contact:
    """Whom a reader turns to."""
    table.refuse_unknown(CONTACT_KEYS)
    email, url = table.text("email"), table.text("url", needed=False)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise table.wrong(
            "email", "is no e-mail address", "Write one, such as privacy@example.com."
        )
    if url and not re.match(r"https?://[^\s/]+", url):
        raise table.wrong("url", "is no web address", "Begin it with https://.")
    names = _titles(table, "names")
    return Contact(name=table.text("name"), email=email, url=url, names=names)


def _titles(table: _Table, key: str) -> Titles:
    """What something is called in other languages: `titles.de = "…"` beside `title`."""
    named = table.table(key, needed=False)
    for tag in named.values:
        _check_tag(tag, named.where(tag), f"[{named.name}]")
    return tuple((tag, named.text(tag)) for tag in named.values)


def _check_tag(tag: str, where: Location, such: str) -> None:
    """Raise SourceError for what is no language tag (RFC 5646, its common forms)."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
        remedy = f"Write one such as de or pt-BR in {such}."
        raise SourceError(f"`{tag}` is no language tag", where=where, remedy=remedy)


def _notice_period(table: _Table) -> NoticePeriod:
    """The days of notice that one jurisdiction or contract asks for, by level."""
    table.refuse_unknown(PERIOD_KEYS)
    return NoticePeriod(
        id=table.name.removeprefix("notice."),
        title=table.text("title"),
        source=table.text("source"),
        material=table.days("material"),
        minor=table.days("minor") if "minor" in table.values else 0,
        editorial=table.days("editorial") if "editorial" in table.values else 0,
    )


def _segment(table: _Table) -> Segment:
    """A part of the users."""
    table.refuse_unknown(SEGMENT_KEYS)
    return Segment(
        id=table.name.removeprefix("segments."),
        title=table.text("title"),
        column=table.text("column"),
        values=table.texts("values"),
        mentions=table.texts("mentions", needed=not table.values.get("rules")),
        rules=table.texts("rules", needed=False),
        titles=_titles(table, "titles"),
    )


def _language(table: _Table) -> Language:
    """A language into which the policy is translated."""
    table.refuse_unknown(LANGUAGE_KEYS)
    tag = table.name.removeprefix("languages.")
    _check_tag(tag, table.where("title"), "[languages.de]")
    return Language(tag=tag, title=table.text("title"), note=table.text("note"))
