"""The site's data for programs; `schemas/` beside this module describes each file's form.

The same policy gives the same bytes: keys keep the order below, and no file
says when it was built.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING

from gazette.model.policy import State
from gazette.publish.feeds import feeds_of
from gazette.publish.history import readings_in
from gazette.publish.translated import translated
from gazette.release.translations import lags_of
from gazette.render.json import finding_value
from gazette.render.notice import notice_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.policy import Policy
    from gazette.model.verdict import Finding, Verdict
    from gazette.publish import Site
    from gazette.publish.address import Address
    from gazette.publish.history import Reading
    from gazette.publish.pages import TextContent, TranslationContent
    from gazette.publish.timeline import Entry, Timeline
    from gazette.publish.translated import Translated
    from gazette.render.speech import Speech

VERSIONS = "gazette/versions/1"
VERSION = "gazette/version/1"
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def data_files(site: Site, speech: Speech) -> Iterator[tuple[str, bytes]]:
    """All data of the site, each by its path below the site's root, and the schemas it follows."""
    yield from _schemas()
    for line in (*site.timelines, *site.translated):
        told = notice_value(site, line, speech.words(*line.languages))
        yield f"{line.root}notice.json", _dumped(told)
    for line in site.timelines:
        yield f"{line.root}versions.json", _dumped(versions_value(site, line))
        readings = readings_in(line)
        for entry in line.entries:
            value = version_value(site, line, entry, readings[entry.label])
            yield beside(entry, "json"), _dumped(value)
            yield beside(entry, "md"), entry.version.data
            for each in translated(line, entry):
                yield f"{each.place.removesuffix('/')}.md", each.translation.data
    for line in site.translated:
        # What the page reads that compares any two versions in this language.
        readings = readings_in(line)
        for entry in line.entries:
            value = version_value(site, line, entry, readings[entry.label])
            yield beside(entry, "json"), _dumped(value)


def _schemas() -> Iterator[tuple[str, bytes]]:
    """The JSON Schemas (draft 2020-12), each by its path below the site's root."""
    folder = resources.files("gazette.render") / "schemas"
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        yield f"schemas/{each.name}", each.read_bytes()


def versions_value(site: Site, line: Timeline) -> dict[str, object]:
    """The versions of one policy, oldest first."""
    address = site.address
    applying = next((each.label for each in line.entries if each.state is State.IN_FORCE), None)
    return {
        "schema": VERSIONS,
        "policy": _policy(line.policy),
        "time_zone": line.policy.time_zone,
        "url": address.absolute(line.root),
        "feeds": [address.absolute(f"{each.place}.xml") for each in feeds_of(line, address)],
        "preview": site.preview,
        "in_force": applying,
        "versions": [
            {
                **_standing(site, line, each),
                "level": str(each.verdict.level) if each.verdict else None,
            }
            for each in line.entries
        ],
    }


def version_value(
    site: Site, line: Timeline, entry: Entry, readings: tuple[Reading, ...]
) -> dict[str, object]:
    """One version with its clauses, and the verdict on what it changes."""
    return {
        "schema": VERSION,
        "policy": _policy(line.policy),
        **_standing(site, line, entry),
        "verdict": _verdict(entry.before.label, entry.verdict)
        if entry.before and entry.verdict
        else None,
        "clauses": [_clause(each) for each in readings],
    }


def web_page(address: Address, content: TextContent) -> dict[str, object] | None:
    """What schema.org calls the page of a released text; None for a draft.

    The policy's first page has been there since the first version, and changed
    when the present one came into force; a version's own page never changes.
    """
    version = content.entry.version
    if version.is_draft:
        return None
    line = content.timeline
    first = line.entries[0].version if content.is_front else version
    changed = version.effective if content.is_front else version.published
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": version.title,
        "url": address.absolute(line.root if content.is_front else content.entry.place),
        "inLanguage": version.language,
        "version": version.label,
        "datePublished": str(first.published),
        "dateModified": str(changed),
        "publisher": {"@type": "Organization", "name": line.policy.organisation},
    }


def translated_page(address: Address, content: TranslationContent) -> dict[str, object] | None:
    """What schema.org calls the page of a translation; None for a draft's.

    Its days are those of the text that prevails, which is named: when a
    translation came is not on record.
    """
    if content.entry.version.is_draft:
        return None
    translation, line = content.translation, content.timeline.prevailing
    source = next(each for each in line.chain if each.label == content.entry.label)
    # One that lags translates an earlier text than the first page has.
    shown_first = content.is_front and source is line.front
    own = next(each for each in content.alternates if each.tag == translation.language.tag)
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": translation.title,
        "url": address.absolute(own.place),
        "inLanguage": translation.language.tag,
        "version": content.entry.label,
        "translationOfWork": {
            "@type": "WebPage",
            "url": address.absolute(line.root if shown_first else source.place),
            "inLanguage": source.version.language,
        },
        "publisher": {"@type": "Organization", "name": content.timeline.policy.organisation},
    }


def _policy(policy: Policy) -> dict[str, object]:
    """Which policy this is about."""
    return {"id": policy.id, "title": policy.title, "organisation": policy.organisation}


def _standing(site: Site, line: Timeline, entry: Entry) -> dict[str, object]:
    """A version, where it stands in time, and where to find more."""
    version, address = entry.version, site.address
    return {
        "version": version.label,
        "title": version.title,
        "language": version.language,
        "summary": version.summary,
        "state": str(entry.state),
        "published": str(version.published),
        "effective": str(version.effective),
        "last_day": str(entry.until) if entry.until else None,
        "url": address.absolute(entry.place),
        "changes": address.absolute(entry.changes) if entry.changes else None,
        "data": address.absolute(beside(entry, "json")),
        "source": address.absolute(beside(entry, "md")),
        **({"pdf": address.absolute(beside(entry, "pdf"))} if site.pdf else {}),
        "sha256": version.sha256,
        "translations": [_translation(address, each) for each in translated(line, entry)],
    }


def _translation(address: Address, shown: Translated) -> dict[str, object]:
    """A translation of a version, and whether it has all its clauses and figures."""
    translation, version = shown.translation, shown.entry.version
    return {
        "language": translation.language.tag,
        "title": translation.title,
        "in_step": not lags_of(translation, version, version),
        "url": address.absolute(shown.place),
        "source": address.absolute(f"{shown.place.removesuffix('/')}.md"),
        "sha256": translation.sha256,
    }


def beside(entry: Entry, ending: str) -> str:
    """The path of a version's file beside its page: `versions/1.0.0.json`."""
    return f"{entry.place.removesuffix('/')}.{ending}"


def _verdict(against: str, verdict: Verdict) -> dict[str, object]:
    """What a version changes, as it was judged."""
    return {
        "against": against,
        "level": str(verdict.level),
        "changes": len(verdict.comparison.changes),
        "findings": [_finding(each) for each in verdict.findings],
    }


def _finding(finding: Finding) -> dict[str, object]:
    """One finding and its clause. Evidence names files, which nobody outside can open."""
    value = {key: each for key, each in finding_value(finding).items() if key != "evidence"}
    return {"clause": finding.change.clause.id, **value}


def _clause(reading: Reading) -> dict[str, object]:
    """One clause, and the version since which it reads so."""
    clause = reading.clause
    return {
        "id": clause.id,
        "kind": str(clause.kind),
        "heading_level": clause.level or None,
        "headings": list(clause.headings),
        "number": clause.number,
        "text": clause.text,
        "since": reading.since.label,
    }


def _dumped(value: dict[str, object]) -> bytes:
    """`value` as JSON text: a key a line, and of its lists an element a line.

    Python's own way of indenting takes ten times as long.
    """
    keys = (f"{_compact(key)}: {_lines(each)}" for key, each in value.items())
    return ("{\n" + ",\n".join(keys) + "\n}\n").encode()


def _lines(value: object) -> str:
    """A value within the outermost object."""
    if not isinstance(value, list) or not value:
        return _compact(value)
    return "[\n" + ",\n".join(map(_compact, value)) + "\n]"


def _compact(value: object) -> str:
    """`value` on one line."""
    return _ENCODER.encode(value)
