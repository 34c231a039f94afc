"""Which pages the browser visits: one or more of every type that a site has."""

from __future__ import annotations

PAGES = [
    "/privacy/",
    "/privacy/versions/",
    "/privacy/versions/1.0.0/",
    "/privacy/versions/1.1.1/",
    "/privacy/changes/1.0.0..1.1.0/",
    "/privacy/history/",
    "/privacy/clauses/",
    "/privacy/compare/",
    "/privacy/upcoming/",
    "/tongues/",
    "/tongues/de/",
    "/tongues/he/",
    "/tongues/de/versions/",
    "/tongues/de/changes/1.0.0..1.1.0/",
    "/privacy/how-we-decide/",
    "/privacy/404.html",
    "/preview/draft/",
    "/preview/changes/1.1.1..draft/",
    "/several/",
    "/early/",
    "/early/versions/1.1.0/",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
