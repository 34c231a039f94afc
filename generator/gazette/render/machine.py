"""What the site tells machines: the sitemap, robots.txt, and each policy's versions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from gazette.model.policy import State

if TYPE_CHECKING:
    from gazette.publish import Site
    from gazette.publish.timeline import Entry, Timeline

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_xml(site: Site) -> str:
    """The pages that search engines should offer, each with the day its text changed."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{NAMESPACE}">']
    for page in site.pages:
        if page.listed and not site.preview:
            location = escape(site.address.absolute(page.place))
            changed = f"<lastmod>{page.modified}</lastmod>" if page.modified else ""
            lines.append(f"<url><loc>{location}</loc>{changed}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def robots_txt(site: Site) -> str:
    """Everyone may read everything; what is not to be found says so itself."""
    # A page that is disallowed here could not tell a robot `noindex`.
    return f"User-agent: *\nAllow: /\nSitemap: {site.address.absolute('sitemap.xml')}\n"


def versions_json(site: Site, line: Timeline) -> str:
    """The versions of one policy as data, oldest first."""
    policy = line.policy
    applying = next((each.label for each in line.entries if each.state is State.IN_FORCE), None)
    value = {
        "schema": "gazette/versions/1",
        "policy": {"id": policy.id, "title": policy.title, "organisation": policy.organisation},
        "time_zone": policy.time_zone,
        "url": site.address.absolute(line.root),
        "in_force": applying,
        "versions": [_version(site, each) for each in line.entries],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _version(site: Site, entry: Entry) -> dict[str, object]:
    """One version."""
    version = entry.version
    return {
        "version": version.label,
        "title": version.title,
        "language": version.language,
        "summary": version.summary,
        "state": str(entry.state),
        "published": str(version.published),
        "effective": str(version.effective),
        "last_day": str(entry.until) if entry.until else None,
        "level": str(entry.verdict.level) if entry.verdict else None,
        "url": site.address.absolute(entry.place),
        "changes": site.address.absolute(entry.changes) if entry.changes else None,
        "sha256": version.sha256,
    }
