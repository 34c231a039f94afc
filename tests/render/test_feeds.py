from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from gazette.materiality import load_catalogue
from gazette.model.policy import Policy
from gazette.publish import plan_site
from gazette.render.environment import site_environment
from gazette.render.feeds import feed_files
from gazette.render.speech import Speech
from gazette.source import load_policies

LIBRARY = Path(__file__).parents[1] / "data" / "library" / "policy"
CATALOGUE = load_catalogue()
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policies(LIBRARY)[0]


def feeds(
    policy: Policy, day: str = "2026-11-22", url: str = "https://library.example/privacy/"
) -> dict[str, str]:
    site = plan_site(
        (policy,),
        at=datetime.fromisoformat(day).replace(tzinfo=UTC),
        site_url=url,
        catalogue=CATALOGUE,
    )
    environment = site_environment(site.address, templates=None)
    return feed_files(site, environment, Speech.of(environment))


@pytest.fixture(scope="module")
def files(policy: Policy) -> dict[str, str]:
    return feeds(policy)


def atom(text: str) -> Element:
    return fromstring(text)  # noqa: S314 - made by the test itself


def ids(text: str) -> list[str | None]:
    return [each.text for each in atom(text).iter(f"{ATOM}id")]


def items(text: str) -> list[dict[str, Any]]:
    return list(json.loads(text)["items"])


def test_every_release_is_in_the_feed_newest_first(files: dict[str, str]) -> None:
    assert [each["_gazette"]["version"] for each in items(files["feed.json"])] == [
        "1.1.1",
        "1.1.0",
        "1.0.0",
    ]
    assert [each["url"] for each in items(files["feed.json"])] == [
        "https://library.example/privacy/changes/1.1.0..1.1.1/",
        "https://library.example/privacy/changes/1.0.0..1.1.0/",
        "https://library.example/privacy/versions/1.0.0/",
    ]


def test_the_material_feed_holds_what_matters_or_may(files: dict[str, str]) -> None:
    every = items(files["feed.json"])
    telling = [each for each in every if set(each["tags"]) & {"review", "material"}]

    assert items(files["feed-material.json"]) == telling
    assert 0 < len(telling) < len(every)


def test_both_formats_say_the_same(files: dict[str, str]) -> None:
    for name in ("feed", "feed-material"):
        entries = list(atom(files[f"{name}.xml"]).iter(f"{ATOM}entry"))
        both = zip(entries, items(files[f"{name}.json"]), strict=True)
        for entry, item in both:
            assert entry.findtext(f"{ATOM}id") == item["id"]
            assert entry.findtext(f"{ATOM}title") == item["title"]
            assert entry.findtext(f"{ATOM}published") == item["date_published"]
            assert entry.findtext(f"{ATOM}content") == item["content_html"]


def test_ids_outlive_a_move_of_the_site_and_later_releases(policy: Policy) -> None:
    earlier = ids(feeds(policy, "2025-06-01")["feed.xml"])
    later = ids(feeds(policy, "2027-06-01", "https://library.example/legal/")["feed.xml"])

    assert earlier[0] == "tag:library.example,2024-03-01:privacy/all"
    assert set(earlier) < set(later)
    assert len(set(later)) == len(later)


def test_dates_are_those_of_publication_where_the_policy_is_at_home(policy: Policy) -> None:
    feed = atom(feeds(replace(policy, time_zone="Europe/Bratislava"))["feed.xml"])

    assert [each.text for each in feed.iter(f"{ATOM}published")] == [
        "2026-10-01T00:00:00+02:00",
        "2025-02-01T00:00:00+01:00",
        "2024-03-01T00:00:00+01:00",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-10-01T00:00:00+02:00"


def test_the_day_of_the_build_leaves_no_trace(policy: Policy, files: dict[str, str]) -> None:
    assert feeds(policy, "2026-12-24") == files


def test_a_summary_can_hold_anything(policy: Policy) -> None:
    awkward = "<b>&amp; ]]> \x0b\x1b[2J \ufffe"
    first = replace(policy.versions[0], summary=awkward)
    files = feeds(replace(policy, versions=(first,)), "2024-06-01")

    summary = atom(files["feed.xml"]).findtext(f".//{ATOM}summary")
    assert summary == "<b>&amp; ]]> \ufffd\ufffd[2J \ufffd"
    assert items(files["feed.json"])[0]["summary"] == awkward
    assert "<b>" not in items(files["feed.json"])[0]["content_html"]
