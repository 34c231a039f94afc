from __future__ import annotations

import pytest

from gazette.publish.serving import FRESH, HOURLY, Serving, serving_of, upload_order


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("index.html", "text/html; charset=utf-8", FRESH),
        ("versions/1.0.0.md", "text/markdown; charset=utf-8", HOURLY),
        ("versions/1.0.0.json", "application/json", HOURLY),
        ("versions.json", "application/json", FRESH),
        ("privacy/feed.xml", "application/atom+xml", FRESH),
        ("feed-material.json", "application/feed+json", FRESH),
        ("sitemap.xml", "application/xml", FRESH),
        ("notice.js", "text/javascript; charset=utf-8", HOURLY),
        ("_headers", "text/plain; charset=utf-8", HOURLY),
        ("terms/PHOTO.JPG", "image/jpeg", HOURLY),
        ("terms/unknown.thing", "application/octet-stream", HOURLY),
    ],
)
def test_a_file_is_served_as_what_it_is(path: str, kind: str, cache: str) -> None:
    assert serving_of(path) == Serving(kind, cache)


def test_what_names_another_file_goes_up_after_it() -> None:
    paths = [
        "feed.xml", "index.html", "privacy/versions.json", "versions/1.0.0/index.html",
        "notice.js", "versions/index.html", "versions/1.0.0.md", "sitemap.xml",
    ]  # fmt: skip
    assert upload_order(paths) == (
        "versions/1.0.0.md", "notice.js",
        "versions/1.0.0/index.html", "versions/index.html", "index.html",
        "privacy/versions.json", "feed.xml", "sitemap.xml",
    )  # fmt: skip
