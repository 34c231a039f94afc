"""What the site tells search engines and the host that serves it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.publish import Site

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PERMISSIONS = ", ".join(
    f"{each}=()"
    for each in ("browsing-topics", "camera", "geolocation", "microphone", "payment", "usb")
)
"""What the pages never ask a browser for."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Access-Control-Allow-Origin": "*",
}


def sitemap_xml(site: Site, others: Iterable[str] = ()) -> str:
    """The pages that search engines should offer, each with the day its text changed.

    `others` are the paths of the organisation's own pages. When those changed
    is not known, so nothing is said of it.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{NAMESPACE}">']
    for page in site.pages:
        if page.listed and not site.preview:
            location = _text(site.address.absolute(page.place))
            changed = f"<lastmod>{page.modified}</lastmod>" if page.modified else ""
            lines.append(f"<url><loc>{location}</loc>{changed}</url>")
    if not site.preview:
        places = (_text(site.address.absolute(each)) for each in others)
        lines += [f"<url><loc>{location}</loc></url>" for location in places]
    return "\n".join([*lines, "</urlset>", ""])


def _text(address: str) -> str:
    """`address` as XML's text. `xml.sax.saxutils` would load all of `ssl` for this."""
    return escape(address, quote=False)


def robots_txt(site: Site) -> str:
    """Everyone may read everything; what is not to be found says so itself."""
    # A page that is disallowed here could not tell a robot `noindex`.
    return f"User-agent: *\nAllow: /\nSitemap: {site.address.absolute('sitemap.xml')}\n"


def headers_file(site: Site, policy: str) -> str:
    """The headers to serve the site with, in the form that Netlify and Cloudflare Pages read.

    `policy` is the pages' security policy. They carry it themselves too, but
    only a header can refuse to be framed. It is set for our pages alone: other
    pages of the organisation may need what it refuses. Everything here is
    public, so any product of the organisation may fetch it.
    Strict-Transport-Security binds the whole host, of which this site is but a
    part, so it is left to whoever runs that.
    """
    rules = {"/*": HEADERS}
    for place in (page.place.partition("/") for page in site.pages):
        pattern = f"/{place[0]}/*" if place[1] else f"/{place[0]}"
        rules[pattern] = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"}
    return "".join(
        f"{pattern}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())
        for pattern, headers in rules.items()
    )
