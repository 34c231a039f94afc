"""What a visitor meets, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from oracles.visits import DESKTOP, PAGES, PHONE

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page in a fresh context."""
    context = browser.new_context(**{"viewport": PHONE, **options})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One page for all tests that leave nothing behind: a context takes long to open."""
    context = browser.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()


SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.shifted += each.value;
}).observe({ type: 'layout-shift', buffered: true });"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_one_request_and_keeps_nothing(browser: Browser, origin: str, path: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(SHIFTS)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(origin + path, wait_until="networkidle")

    assert [each for each in asked if not each.startswith("data:")] == [origin + path]
    assert said == []
    # A page that has outlived the day it announces turns its wording as it is read.
    assert path.startswith("/early/") or page.evaluate("shifted") == 0
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_every_width_and_stands_out_in_both_schemes(
    reader: Page, origin: str, path: str
) -> None:
    reader.goto(origin + path)
    reader.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    for width in (320, 390, 1280):
        reader.set_viewport_size({"width": width, "height": 800})
        assert reader.evaluate("document.documentElement.scrollWidth") <= width
    for scheme in ("light", "dark"):
        reader.emulate_media(color_scheme=scheme)
        assert reader.evaluate(CONTRAST) == [], scheme


def test_the_schemes_differ(reader: Page, origin: str) -> None:
    reader.goto(origin + "/privacy/")
    grounds = []
    for scheme in ("light", "dark"):
        reader.emulate_media(color_scheme=scheme)
        grounds.append(reader.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert grounds[0] != grounds[1]


STOP = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const inSight = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return at === document.body ? 'end' : ringed && inSight ? 'seen' : at.outerHTML;
}"""


@pytest.mark.parametrize("path", PAGES)
def test_every_stop_of_the_keyboard_is_seen(reader: Page, origin: str, path: str) -> None:
    reader.set_viewport_size(PHONE)
    reader.goto(origin + path)
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.matches('.skip')")
    stops = []
    while (stop := reader.evaluate(STOP)) == "seen" and len(stops) < 500:
        stops.append(stop)
        reader.keyboard.press("Tab")

    assert stop == "end"
    assert len(stops) > 2


def test_the_skip_link_leads_past_the_bar(browser: Browser, origin: str) -> None:
    with opened(browser, origin + "/privacy/") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")

        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", PAGES)
def test_links_outside_running_text_are_large_enough_to_touch(
    reader: Page, origin: str, path: str
) -> None:
    reader.set_viewport_size(PHONE)
    reader.goto(origin + path)

    small = reader.evaluate(
        """() => [...document.querySelectorAll('nav a, summary, .note a, .versions h2 a')]
          .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 24)
          .map((each) => each.textContent)"""
    )

    assert small == []


def test_on_a_phone_the_contents_are_closed_below_the_title(browser: Browser, origin: str) -> None:
    with opened(browser, origin + "/privacy/", java_script_enabled=False) as page:
        contents = page.locator("details.toc")
        first = page.locator("nav[aria-label=Contents] a").first

        assert contents.bounding_box()["y"] > page.locator("h1").bounding_box()["y"]
        assert not first.is_visible()
        contents.locator("summary").click()
        assert first.is_visible()


def test_on_a_desktop_the_contents_stay_beside_the_text(browser: Browser, origin: str) -> None:
    with opened(browser, origin + "/privacy/", viewport=DESKTOP) as page:
        side = page.locator("nav.side")
        assert not page.locator("details.toc").is_visible()
        page.evaluate("document.body.style.minHeight = '400vh'")
        page.mouse.wheel(0, 400)
        page.wait_for_function("scrollY > 0")

        assert side.is_visible()
        assert side.bounding_box()["x"] < page.locator("article").bounding_box()["x"]


def test_without_a_script_a_reader_finds_what_changed(browser: Browser, origin: str) -> None:
    with opened(browser, origin + "/privacy/", java_script_enabled=False) as page:
        page.get_by_role("link", name="See every change").click()
        assert page.locator("h1").inner_text() == "What version 1.1.0 changes"
        assert page.locator(".redline ins").first.is_visible()
        page.get_by_role("link", name="All versions").click()
        page.get_by_role("link", name="Version 1.0.0", exact=True).click()

        assert page.get_by_text("This is an earlier version.").is_visible()


BANNERS = {
    "/early/": (
        ("A new version takes effect on 15 March 2025.", "See what will change|Read version 1.1.0"),
        (
            "A new version took effect on 15 March 2025.",
            "What version 1.1.0 changed|Read version 1.1.0",
        ),
    ),
    "/early/versions/1.1.0/": (
        (
            "This version takes effect on 15 March 2025.",
            "See what will change|Read the text in force",
        ),
        ("This version took effect on 15 March 2025.", "What version 1.1.0 changed"),
    ),
}
"""What the banners say before and after the day, and where they lead."""
STANDINGS = {
    "/early/": (
        "Version 1.0.0 In force since 1 March 2024, until 14 March 2025",
        "Version 1.0.0 Earlier version since 1 March 2024, until 14 March 2025",
    ),
    "/early/versions/1.1.0/": (
        "Version 1.1.0 Announced in force from 15 March 2025",
        "Version 1.1.0 In force since 15 March 2025",
    ),
}


@pytest.mark.parametrize("path", BANNERS)
@pytest.mark.parametrize(
    ("day", "script", "turned"),
    [("2025-02-10", True, False), ("2025-03-15", True, True), ("2025-03-15", False, False)],
)
def test_a_banner_is_worded_for_the_readers_day_where_a_script_may_run(  # noqa: PLR0913 - its cases
    browser: Browser, origin: str, path: str, day: str, *, script: bool, turned: bool
) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.clock.set_fixed_time(datetime.fromisoformat(day).replace(tzinfo=UTC))
    page.goto(origin + path)
    note = page.locator(".note.next")
    said = [note.locator(f"{each}:visible").all_inner_texts() for each in ("strong", "a")]

    assert tuple("|".join(each) for each in said) == BANNERS[path][turned]
    assert page.locator(".facts").first.inner_text() == STANDINGS[path][turned]
    context.close()


@pytest.mark.parametrize("spelling", ["/privacy", "/privacy/"])
def test_both_spellings_of_the_address_lead_on(
    browser: Browser, origin: str, spelling: str
) -> None:
    with opened(browser, origin + spelling) as page:
        page.get_by_role("link", name="All versions").click()

        assert page.url == f"{origin}/privacy/versions/"
        assert page.locator("h1").inner_text() == "All versions"


def test_deletions_and_insertions_differ_by_more_than_colour(browser: Browser, origin: str) -> None:
    with opened(browser, origin + "/privacy/changes/1.0.0..1.1.0/") as page:
        line = "getComputedStyle(document.querySelector('.redline %s')).textDecorationLine"

        assert page.evaluate(line % "ins") == "underline"
        assert page.evaluate(line % "del") == "line-through"


def test_print_shows_the_text_with_its_version_and_address(browser: Browser, origin: str) -> None:
    with opened(browser, origin + "/privacy/versions/1.0.0/") as page:
        page.emulate_media(media="print")

        assert not page.locator("header.bar").is_visible()
        assert not page.locator("details.toc").is_visible()
        assert page.locator("article").is_visible()
        foot = page.locator(".address").inner_text()
        assert foot == "Privacy Notice, version 1.0.0 · http://127.0.0.1/privacy/versions/1.0.0/"


def test_print_needs_no_background_to_be_read(browser: Browser, origin: str) -> None:
    with opened(browser, origin + "/preview/changes/1.0.0..1.1.0/") as page:
        page.emulate_media(media="print")
        for each in (".strip", ".level.material"):
            ink = page.locator(each).first.evaluate("(at) => getComputedStyle(at).color")
            assert ink == "rgb(0, 0, 0)", each


def test_paper_is_white_for_a_reader_of_dark_pages_too(browser: Browser, origin: str) -> None:
    inks = []
    for scheme in ("light", "dark"):
        with opened(
            browser, origin + "/privacy/changes/1.0.0..1.1.0/", color_scheme=scheme
        ) as page:
            page.emulate_media(media="print")
            inks.append(
                page.evaluate(
                    """['.redline ins', '.redline del', '.state', '.soft'].map(
                      (each) => getComputedStyle(document.querySelector(each)).color)"""
                )
            )

    assert inks[0] == inks[1]


def test_a_section_has_an_address_of_its_own(browser: Browser, origin: str) -> None:
    with opened(browser, origin + "/privacy/") as page:
        page.get_by_role("link", name="2. How long we keep it").last.click()

        assert page.url == f"{origin}/privacy/#how-long"
