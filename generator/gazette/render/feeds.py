"""A policy's feeds as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gazette.publish.feeds import feeds_of
from gazette.render.environment import render_template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from gazette.publish import Site
    from gazette.publish.feeds import Feed, Item
    from gazette.publish.timeline import Timeline
    from gazette.render.speech import Speech
    from gazette.render.words import Words

ATOM = "http://www.w3.org/2005/Atom"
VERSION = "https://jsonfeed.org/version/1.1"
# XML 1.0 has no way to write these, escaped or not.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed_files(site: Site, environment: Environment, speech: Speech) -> dict[str, str]:
    """Every feed of the site in both formats and all languages, by its path below the root."""
    files: dict[str, str] = {}
    for line in (*site.timelines, *site.translated):
        contents: dict[str, str] = {}
        for feed in feeds_of(line, site.address):
            told = _Told(site, line, feed, speech)
            # A release that matters is in both feeds.
            for each in feed.items:
                if each.id not in contents:
                    contents[each.id] = _content(told, each, environment)
            files[f"{feed.place}.xml"] = _atom(told, contents)
            files[f"{feed.place}.json"] = _json(told, contents)
    return files


@dataclass(frozen=True, slots=True)
class _Told:
    """A feed, where it stands, and the words to tell of it."""

    site: Site
    line: Timeline
    feed: Feed
    speech: Speech

    @property
    def words(self) -> Words:
        """The words that tell of the feed: in its language, if there are any in that."""
        return self.speech.words(*self.line.languages)

    @property
    def title(self) -> str:
        """The name of the feed."""
        return self.words.text(
            f"feed_{self.feed.name}",
            title=self.line.title,
            organisation=self.line.policy.organisation,
        )

    @property
    def siblings(self) -> tuple[tuple[str, str], ...]:
        """The same feed in each other language: its language and its path without the ending."""
        lines = (self.line.prevailing, *self.site.translated)
        theirs = (each for each in lines if each.prevailing is self.line.prevailing)
        return tuple(
            (each.language, f"{each.root}{self.feed.place.removeprefix(self.line.root)}")
            for each in theirs
            if each is not self.line
        )

    def translated(self, item: Item) -> bool:
        """Whether the text of a release is in the language of the feed."""
        return not self.line.source or item.entry.version.language == self.line.language

    def spoken(self, item: Item) -> tuple[str, ...]:
        """The languages to tell of a release in, the best first: its text's, or the feed's."""
        return self.line.languages if self.line.source else (item.entry.version.language,)

    def title_of(self, item: Item) -> str:
        """The name of a release."""
        version = item.entry.version
        words = self.speech.words(*self.spoken(item))
        title = version.title if self.translated(item) else self.line.title
        return words.text("titled", title=title, version=words.text("version", label=version.label))


def _content(told: _Told, item: Item, environment: Environment) -> str:
    """What a feed reader shows of a release, as HTML."""
    values = {
        **told.speech.values(*told.spoken(item)),
        "entry": item.entry,
        "sections": item.entry.sections,
        "translated": told.translated(item),
    }
    return render_template(environment, "release.html", values).strip()


def _level(item: Item) -> str:
    """What it was judged to be; empty for a first version."""
    return str(item.entry.verdict.level) if item.entry.verdict else ""


def _atom(told: _Told, contents: Mapping[str, str]) -> str:
    """The feed as Atom. What is in another language than the feed says so."""
    site, line, feed = told.site, told.line, told.feed
    own = line.language
    root = Element("feed", {"xmlns": ATOM, "xml:lang": own})
    _add(root, "id", feed.id)
    _add(root, "title", told.title, _other(told.words.language, own))
    _add(root, "updated", feed.updated.isoformat())
    _add(SubElement(root, "author"), "name", line.policy.organisation)
    SubElement(root, "link", {"rel": "self", "href": site.address.absolute(f"{feed.place}.xml")})
    SubElement(root, "link", _leading(told, f"{line.root}versions/", own, "text/html"))
    for language, place in told.siblings:
        SubElement(root, "link", _leading(told, f"{place}.xml", language, "application/atom+xml"))
    for item in feed.items:
        root.append(_atom_entry(told, item, contents[item.id]))
    indent(root, space="")
    text = _NO_XML.sub("\ufffd", tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _atom_entry(told: _Told, item: Item, content: str) -> Element:
    """One release."""
    version = item.entry.version
    own = told.line.language
    said = _other(told.speech.words(*told.spoken(item)).language, own)
    entry = Element("entry")
    _add(entry, "id", item.id)
    _add(entry, "title", told.title_of(item), said)
    _add(entry, "published", item.published.isoformat())
    _add(entry, "updated", item.published.isoformat())
    SubElement(entry, "link", _leading(told, _place(item), version.language, "text/html"))
    if _level(item):
        SubElement(entry, "category", {"term": _level(item)})
    if version.summary:
        _add(entry, "summary", version.summary, _other(version.language, own))
    _add(entry, "content", content, {"type": "html", **said})
    return entry


def _other(language: str, own: str) -> dict[str, str]:
    """That an element is in another language than the feed; nothing where it is not."""
    return {} if language == own else {"xml:lang": language}


def _leading(told: _Told, place: str, language: str, kind: str) -> dict[str, str]:
    """A link to `place`, of which a feed has one for each kind and language (RFC 4287, 4.1.1)."""
    href = told.site.address.absolute(place)
    return {"rel": "alternate", "type": kind, "hreflang": language, "href": href}


def _add(parent: Element, tag: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
    """A new element that holds `text`."""
    SubElement(parent, tag, dict(attributes or {})).text = text


def _json(told: _Told, contents: Mapping[str, str]) -> str:
    """The feed as JSON."""
    site, line, feed = told.site, told.line, told.feed
    value = {
        "version": VERSION,
        "title": told.title,
        "language": line.language,
        "home_page_url": site.address.absolute(f"{line.root}versions/"),
        "feed_url": site.address.absolute(f"{feed.place}.json"),
        "authors": [{"name": line.policy.organisation}],
        **({"_gazette": {"languages": _languages(told)}} if told.siblings else {}),
        "items": [_json_item(told, item, contents[item.id]) for item in feed.items],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _languages(told: _Told) -> dict[str, str]:
    """The same feed in each other language, which the format has no word for."""
    absolute = told.site.address.absolute
    return {language: absolute(f"{place}.json") for language, place in told.siblings}


def _json_item(told: _Told, item: Item, content: str) -> dict[str, object]:
    """One release. A key of our own begins with an underscore, as the format asks."""
    version = item.entry.version
    return {
        "id": item.id,
        "url": told.site.address.absolute(_place(item)),
        "title": told.title_of(item),
        **({"summary": version.summary} if version.summary else {}),
        "content_html": content,
        "date_published": item.published.isoformat(),
        "language": version.language,
        "tags": [_level(item)] if _level(item) else [],
        "_gazette": {"version": version.label, "effective": str(version.effective)},
    }


def _place(item: Item) -> str:
    """Where a reader of the feed goes on: to the changes, or to a first version's text."""
    return item.entry.changes or item.entry.place
