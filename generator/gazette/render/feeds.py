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

ATOM = "http://www.w3.org/2005/Atom"
VERSION = "https://jsonfeed.org/version/1.1"
# XML 1.0 has no way to write these, escaped or not.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed_files(site: Site, environment: Environment, speech: Speech) -> dict[str, str]:
    """Every feed of the site in both formats, by its path below the site's root."""
    files: dict[str, str] = {}
    for line in site.timelines:
        contents: dict[str, str] = {}
        for feed in feeds_of(line, site.address):
            told = _Told(site, line, feed, speech)
            # A release that matters is in both feeds.
            for each in feed.items:
                if each.id not in contents:
                    contents[each.id] = _content(each, environment, speech)
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
    def title(self) -> str:
        """The name of the feed, in the language of the text in force."""
        policy = self.line.policy
        words = self.speech.words(self.line.language)
        return words.text(
            f"feed_{self.feed.name}", title=policy.title, organisation=policy.organisation
        )

    def title_of(self, item: Item) -> str:
        """The name of a release, in the language of its text."""
        version = item.entry.version
        words = self.speech.words(version.language)
        called = words.text("version", label=version.label)
        return words.text("titled", title=version.title, version=called)


def _content(item: Item, environment: Environment, speech: Speech) -> str:
    """What a feed reader shows of a release, as HTML."""
    values = {
        **speech.values(item.entry.version.language),
        "entry": item.entry,
        "sections": item.entry.sections,
    }
    return render_template(environment, "release.html", values).strip()


def _level(item: Item) -> str:
    """What it was judged to be; empty for a first version."""
    return str(item.entry.verdict.level) if item.entry.verdict else ""


def _atom(told: _Told, contents: Mapping[str, str]) -> str:
    """The feed as Atom."""
    site, line, feed = told.site, told.line, told.feed
    root = Element("feed", {"xmlns": ATOM, "xml:lang": told.speech.words(line.language).language})
    _add(root, "id", feed.id)
    _add(root, "title", told.title)
    _add(root, "updated", feed.updated.isoformat())
    _add(SubElement(root, "author"), "name", line.policy.organisation)
    SubElement(root, "link", {"rel": "self", "href": site.address.absolute(f"{feed.place}.xml")})
    SubElement(root, "link", {"href": site.address.absolute(f"{line.root}versions/")})
    for item in feed.items:
        entry = SubElement(root, "entry")
        _add(entry, "id", item.id)
        _add(entry, "title", told.title_of(item))
        _add(entry, "published", item.published.isoformat())
        _add(entry, "updated", item.published.isoformat())
        SubElement(entry, "link", {"href": site.address.absolute(_place(item))})
        if _level(item):
            SubElement(entry, "category", {"term": _level(item)})
        if item.entry.version.summary:
            _add(entry, "summary", item.entry.version.summary)
        _add(entry, "content", contents[item.id]).set("type", "html")
    indent(root, space="")
    text = _NO_XML.sub("\ufffd", tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add(parent: Element, tag: str, text: str) -> Element:
    """A new element that holds `text`."""
    element = SubElement(parent, tag)
    element.text = text
    return element


def _json(told: _Told, contents: Mapping[str, str]) -> str:
    """The feed as JSON."""
    site, line, feed = told.site, told.line, told.feed
    value = {
        "version": VERSION,
        "title": told.title,
        "language": told.speech.words(line.language).language,
        "home_page_url": site.address.absolute(f"{line.root}versions/"),
        "feed_url": site.address.absolute(f"{feed.place}.json"),
        "authors": [{"name": line.policy.organisation}],
        "items": [_json_item(told, item, contents[item.id]) for item in feed.items],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


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
