from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gazette.materiality import load_catalogue
from gazette.publish import Site, plan_site
from gazette.render.data import data_files
from gazette.render.environment import template_environment
from gazette.render.machine import headers_file
from gazette.render.speech import Speech
from gazette.source import load_policies

LIBRARY = Path(__file__).parents[1] / "data" / "library" / "policy"
SCHEMAS = {
    "notice.json": "notice-1",
    "versions.json": "versions-1",
    "versions/1.0.0.json": "version-1",
    "versions/1.1.0.json": "version-1",
    "versions/1.1.1.json": "version-1",
}


@pytest.fixture(scope="module")
def site() -> Site:
    return plan_site(
        load_policies(LIBRARY),
        at=datetime(2026, 11, 22, tzinfo=UTC),
        site_url="https://library.example/privacy/",
        catalogue=load_catalogue(),
    )


@pytest.fixture(scope="module")
def files(site: Site) -> dict[str, bytes]:
    return dict(data_files(site, Speech.of(template_environment(None))))


def test_every_file_follows_the_schema_that_is_published_with_it(files: dict[str, bytes]) -> None:
    data = {path for path in files if path.endswith(".json") and not path.startswith("schemas/")}
    assert data == set(SCHEMAS)
    for path, name in SCHEMAS.items():
        # Extra keys are allowed to readers; none may be written and not described.
        text = files[f"schemas/{name}.json"].decode()
        closed = json.loads(
            text.replace('"type": "object"', '"type": "object", "additionalProperties": false')
        )
        Draft202012Validator.check_schema(closed)
        value = json.loads(files[path])
        Draft202012Validator(closed).validate(value)
        assert value["schema"] == closed["$id"]


def test_the_markdown_is_the_released_file_byte_for_byte(files: dict[str, bytes]) -> None:
    for row in json.loads(files["versions.json"])["versions"]:
        content = files[f"versions/{row['version']}.md"]
        assert content == (LIBRARY / "privacy" / f"{row['version']}.md").read_bytes()
        assert sha256(content).hexdigest() == row["sha256"]
        assert row["source"].endswith(f"/privacy/versions/{row['version']}.md")


def test_a_file_of_another_systems_line_ends_stays_as_it_is(library: Path) -> None:
    version = library / "policy" / "privacy" / "1.0.0.md"
    content = b"\xef\xbb\xbf" + version.read_bytes().replace(b"\n", b"\r\n")
    version.write_bytes(content)

    (policy,) = load_policies(library / "policy")

    assert policy.versions[0].data == content


def test_a_version_comes_with_its_clauses_and_its_verdict(
    site: Site, files: dict[str, bytes]
) -> None:
    for entry in site.timelines[0].entries:
        value: dict[str, Any] = json.loads(files[f"versions/{entry.label}.json"])
        assert [each["text"] for each in value["clauses"]] == [
            each.text for each in entry.version.document.clauses
        ]
        if entry.before is None or entry.verdict is None:
            assert value["verdict"] is None
            continue
        assert value["verdict"]["against"] == entry.before.label
        assert value["verdict"]["level"] == str(entry.verdict.level)
        known = {each["id"] for each in value["clauses"]}
        known |= {each.id for each in entry.before.document.clauses}
        assert {each["clause"] for each in value["verdict"]["findings"]} <= known


def test_a_product_learns_what_to_tell_its_users(files: dict[str, bytes]) -> None:
    notice = json.loads(files["notice.json"])

    assert notice["in_force"]["version"] == "1.1.0"
    assert [each["version"] for each in notice["announced"]] == ["1.1.1"]
    coming = notice["announced"][0]
    assert coming["effective_at"] == "2027-01-01T00:00:00+00:00"
    assert coming["changes"] == "https://library.example/privacy/changes/1.1.0..1.1.1/"
    assert [each["title"] for each in notice["in_force"]["sections"]] == [
        "1. What we keep",
        "2. How long we keep it",
    ]


def test_no_file_names_a_folder_of_the_machine_that_built_it(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        assert str(LIBRARY).encode() not in content, path


def test_the_headers_bind_our_pages_and_refuse_framing(site: Site) -> None:
    lines = headers_file(site, "default-src 'none'").splitlines()

    patterns = [each for each in lines if not each.startswith(" ")]
    assert patterns == [
        "/*",
        "/",
        "/history/*",
        "/upcoming/*",
        "/versions/*",
        "/clauses/*",
        "/compare/*",
        "/changes/*",
        "/how-we-decide/*",
        "/404.html",
    ]
    bound = lines[lines.index("/versions/*") + 1]
    assert bound == "  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'"
    assert "Content-Security-Policy" not in "".join(lines[: lines.index("/")])
