from __future__ import annotations

import json

import pytest

from gazette.errors import OutputError
from gazette.publish.readiness import refuse_difference, refuse_unready


def site(**said: object) -> dict[str, bytes]:
    versions = {"schema": "gazette/versions/1", "preview": False} | said
    return {
        "index.html": b"<p>text",
        "sitemap.xml": b"<urlset/>",
        "versions.json": json.dumps(versions).encode(),
    }


def refuse(files: dict[str, bytes]) -> None:
    refuse_unready(files, where="site")


def test_what_gazette_has_built_may_be_published() -> None:
    refuse(site())
    refuse({"privacy/" + path: data for path, data in site().items()} | site())


@pytest.mark.parametrize("missing", ["index.html", "sitemap.xml", "versions.json"])
def test_what_lacks_a_part_of_a_site_is_none(missing: str) -> None:
    files = site()
    del files[missing]

    with pytest.raises(OutputError, match="no site that Gazette has built"):
        refuse(files)


def test_a_preview_is_not_published() -> None:
    with pytest.raises(OutputError, match="preview"):
        refuse(site(preview=True))


def test_one_preview_among_several_policies_is_enough() -> None:
    with pytest.raises(OutputError, match="preview"):
        refuse(site() | {"cookies/versions.json": site(preview=True)["versions.json"]})


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b'{"schema": "other/1", "preview": false}'])
def test_a_list_of_versions_by_another_hand_is_none(data: bytes) -> None:
    with pytest.raises(OutputError, match="no list of versions"):
        refuse(site() | {"versions.json": data})


def compare(published: dict[str, bytes]) -> None:
    refuse_difference(site(), published, where="there", remedy="Look.")


@pytest.mark.parametrize(
    ("published", "path"),
    [
        (site() | {"index.html": b"<p>text "}, "index.html"),
        (site() | {"more.html": b""}, "more.html"),
        ({path: data for path, data in site().items() if path != "sitemap.xml"}, "sitemap.xml"),
    ],
)
def test_a_difference_is_named(published: dict[str, bytes], path: str) -> None:
    compare(site())
    with pytest.raises(OutputError, match=f"first in {path}"):
        compare(published)
