from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree

import pytest

from gazette.errors import ConfigurationError
from gazette.materiality import load_catalogue
from gazette.model.policy import State
from gazette.publish import Site, plan_site
from gazette.publish.pages import ArchiveContent, ChangesContent, TextContent
from gazette.source import load_policies

CATALOGUE = load_catalogue()
Planner = Callable[..., Site]


@pytest.fixture
def plan(library: Path) -> Planner:
    def _plan(day: str = "2026-11-22", *, preview: bool = False) -> Site:
        return plan_site(
            load_policies(library / "policy"),
            at=datetime.fromisoformat(day).replace(tzinfo=UTC),
            site_url="https://library.example/privacy",
            catalogue=CATALOGUE,
            preview=preview,
        )

    return _plan


def places(site: Site) -> list[str]:
    return [page.place for page in site.pages]


def front(site: Site) -> TextContent:
    content = site.pages[0].content
    assert isinstance(content, TextContent)
    return content


def test_one_policy_has_the_root_to_itself(plan: Planner) -> None:
    assert places(plan()) == [
        "",
        "history/",
        "upcoming/",
        "versions/",
        "clauses/",
        "compare/",
        "changes/1.0.0..1.1.0/",
        "changes/1.1.0..1.1.1/",
        "versions/1.0.0/",
        "versions/1.1.0/",
        "versions/1.1.1/",
        "changes/1.0.0..1.1.1/",
        "how-we-decide/",
        "404.html",
    ]


def test_several_policies_have_a_folder_each_below_a_hub(plan: Planner, library: Path) -> None:
    copytree(library / "policy" / "privacy", library / "policy" / "cookies")

    site = plan()

    assert [page.place for page in site.pages if page.template == "hub.html"] == [""]
    assert {"cookies/", "privacy/", "privacy/versions/1.0.0/"} < set(places(site))


@pytest.mark.parametrize(
    ("day", "label", "state", "announced"),
    [
        ("2024-03-01", "1.0.0", State.IN_FORCE, []),
        ("2025-01-31", "1.0.0", State.IN_FORCE, []),
        ("2025-02-01", "1.0.0", State.IN_FORCE, ["1.1.0"]),
        ("2025-03-14", "1.0.0", State.IN_FORCE, ["1.1.0"]),
        ("2025-03-15", "1.1.0", State.IN_FORCE, []),
        ("2026-10-01", "1.1.0", State.IN_FORCE, ["1.1.1"]),
        ("2027-01-01", "1.1.1", State.IN_FORCE, []),
    ],
)
def test_the_front_page_shows_the_text_in_force_and_what_is_announced(
    plan: Planner, day: str, label: str, state: State, announced: list[str]
) -> None:
    content = front(plan(day))

    assert (content.entry.label, content.entry.state) == (label, state)
    assert [each.label for each in content.timeline.announced] == announced


def test_before_anything_is_in_force_the_first_announced_text_is_shown(
    plan: Planner, library: Path
) -> None:
    for label in ("1.1.0", "1.1.1"):
        (library / "policy" / "privacy" / f"{label}.md").unlink()
    first = library / "policy" / "privacy" / "1.0.0.md"
    first.write_text(first.read_text().replace("published: 2024-03-01", "published: 2024-02-01"))

    content = front(plan("2024-02-02"))

    assert (content.entry.label, content.entry.state) == ("1.0.0", State.ANNOUNCED)
    assert content.timeline.announced == ()


def test_nothing_published_is_refused(plan: Planner) -> None:
    with pytest.raises(ConfigurationError, match="no version is published as of 2020-01-01"):
        plan("2020-01-01")


def test_a_version_is_in_force_until_the_day_before_the_next(plan: Planner) -> None:
    entries = plan().timelines[0].entries

    assert [each.until for each in entries] == [date(2025, 3, 14), date(2026, 12, 31), None]
    assert [each.state for each in entries] == [
        State.SUPERSEDED,
        State.IN_FORCE,
        State.ANNOUNCED,
    ]


def test_a_version_replaced_on_its_first_day_never_applied(plan: Planner, library: Path) -> None:
    last = library / "policy" / "privacy" / "1.1.1.md"
    text = last.read_text().replace("published: 2026-10-01", "published: 2025-03-01")
    last.write_text(text.replace("effective: 2027-01-01", "effective: 2025-03-15"))

    entries = plan().timelines[0].entries

    assert [each.applied for each in entries] == [True, False, True]


def test_a_version_yet_to_be_published_is_not_shown(plan: Planner) -> None:
    assert not [place for place in places(plan("2026-09-30")) if "1.1.1" in place]
    assert "versions/1.1.1/" in places(plan("2026-09-30", preview=True))


def test_only_a_preview_holds_the_draft(plan: Planner) -> None:
    production, preview = places(plan()), places(plan(preview=True))

    assert [place for place in preview if place not in production] == [
        "changes/1.1.1..draft/",
        "draft/",
    ]


def test_a_draft_ends_nobodys_term(plan: Planner) -> None:
    last = plan(preview=True).timelines[0].entries[-1]

    assert last.label == "1.1.1"
    assert last.until is None


def test_search_engines_are_offered_no_text_but_the_one_in_force(plan: Planner) -> None:
    listed = {page.place: page.modified for page in plan().pages if page.listed}

    assert listed == {"": date(2025, 3, 15), "versions/": date(2026, 10, 1), "how-we-decide/": None}


def test_the_archive_begins_with_the_newest(plan: Planner) -> None:
    content = next(page.content for page in plan().pages if page.place == "versions/")

    assert isinstance(content, ArchiveContent)
    assert [each.entry.label for each in content.rows] == ["1.1.1", "1.1.0", "1.0.0"]


@pytest.mark.parametrize(
    ("day", "compared"),
    [
        ("2024-06-01", [""]),
        ("2026-11-22", ["", "", "changes/1.0.0..1.1.0/"]),
        ("2027-02-01", ["", "changes/1.1.0..1.1.1/", "changes/1.0.0..1.1.1/"]),
    ],
)
def test_the_archive_leads_from_each_version_to_the_text_in_force(
    plan: Planner, day: str, compared: list[str]
) -> None:
    site = plan(day)
    content = next(page.content for page in site.pages if page.place == "versions/")

    assert isinstance(content, ArchiveContent)
    assert [each.compared for each in content.rows] == compared
    assert {each for each in compared if each} <= set(places(site))


def test_a_version_announced_after_the_next_is_compared_with_the_text_in_force(
    plan: Planner, library: Path
) -> None:
    last = library / "policy" / "privacy" / "1.1.1.md"
    text = last.read_text().replace("1.1.1", "1.1.2").replace("2027-01-01", "2027-02-01")
    (last.parent / "1.1.2.md").write_text(text)

    content = next(page.content for page in plan().pages if page.place == "changes/1.1.0..1.1.2/")

    assert isinstance(content, ChangesContent)
    assert [each.label for each in content.between] == ["1.1.1"]


def test_a_leap_shows_all_that_differs_between_its_ends(plan: Planner) -> None:
    site = plan("2027-02-01")
    page = next(page for page in site.pages if page.place == "changes/1.0.0..1.1.1/")

    assert isinstance(page.content, ChangesContent)
    entries = site.timelines[0].entries
    assert page.content.comparison.old == entries[0].version.document
    assert page.content.comparison.new == entries[2].version.document
    assert [each.label for each in page.content.between] == ["1.1.0"]
    assert not page.listed


def test_every_change_is_counted_in_the_section_it_lies_in(plan: Planner) -> None:
    page = next(page for page in plan().pages if page.place == "changes/1.0.0..1.1.0/")

    assert isinstance(page.content, ChangesContent)
    assert [each.section.id for each in page.content.sections] == ["what-we-keep", "how-long"]
    assert all(each.reasons or each.small for each in page.content.sections)


@pytest.mark.parametrize("url", ["", "privacy", "ftp://x.example/", "https://x.example/?a=1"])
def test_an_address_that_is_none_is_refused(library: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="site_url"):
        plan_site(
            load_policies(library / "policy"),
            at=datetime(2026, 11, 22, tzinfo=UTC),
            site_url=url,
            catalogue=CATALOGUE,
        )


@pytest.mark.parametrize(
    ("url", "link", "absolute"),
    [
        ("https://x.example/privacy", "/privacy/versions/", "https://x.example/privacy/versions/"),
        ("https://x.example/privacy/", "/privacy/versions/", "https://x.example/privacy/versions/"),
        ("https://x.example", "/versions/", "https://x.example/versions/"),
        ("http://x.example:8000/a/b/", "/a/b/versions/", "http://x.example:8000/a/b/versions/"),
    ],
)
def test_links_begin_at_the_hosts_root(library: Path, url: str, link: str, absolute: str) -> None:
    site = plan_site(
        load_policies(library / "policy"),
        at=datetime(2026, 11, 22, tzinfo=UTC),
        site_url=url,
        catalogue=CATALOGUE,
    )

    assert site.address.link("versions/") == link
    assert site.address.absolute("versions/") == absolute
