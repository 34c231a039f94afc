"""axe-core's rules for WCAG 2.2 AA, on every type of page and in every view of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources

import pytest
from playwright.sync_api import Browser, Page

from gazette.publish import Site
from oracles.visits import DESKTOP, PAGES, PHONE

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const result = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
  return result.violations.map((each) => [each.id, each.nodes[0].html, each.nodes.length]);
}"""

# Of the hundred rules on their page, which differ in words only, a few speak for all.
OPEN = "[...document.querySelectorAll('details')].slice(0, 8).forEach((each) => (each.open = true))"


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One page for all views: a context takes long to open."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def faults(reader: Page) -> dict[str, object]:
    """What axe finds on the page that is open, by the view in which it does."""
    reader.evaluate(AXE)
    reader.evaluate(OPEN)
    found = {}
    for view, size, scheme, forced, direction in (
        ("light", DESKTOP, "light", "none", "ltr"),
        ("dark", DESKTOP, "dark", "none", "ltr"),
        ("phone", PHONE, "light", "none", "ltr"),
        ("forced colours", PHONE, "dark", "active", "ltr"),
        ("right to left", PHONE, "light", "none", "rtl"),
    ):
        reader.set_viewport_size(size)
        reader.emulate_media(color_scheme=scheme, forced_colors=forced)
        reader.evaluate("(direction) => (document.documentElement.dir = direction)", direction)
        assert reader.evaluate("document.documentElement.scrollWidth") <= size["width"], view
        found[view] = reader.evaluate(RUN)

    return {view: each for view, each in found.items() if each}


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_any_view(reader: Page, origin: str, path: str) -> None:
    reader.goto(origin + path)

    assert faults(reader) == {}


def test_axe_finds_nothing_in_two_versions_that_were_compared(reader: Page, origin: str) -> None:
    reader.goto(f"{origin}/far/compare/#1.0.0..1.1.1")
    reader.get_by_role("heading", name="From version 1.0.0 to 1.1.1").wait_for()

    assert faults(reader) == {}


@pytest.mark.parametrize("path", ["/privacy/versions/", "/privacy/clauses/"])
def test_axe_finds_nothing_in_what_was_searched(reader: Page, origin: str, path: str) -> None:
    reader.goto(origin + path)
    reader.get_by_label("Words").fill("the")
    reader.get_by_role("button", name="Find").click()
    reader.locator(".found li").first.wait_for()

    assert faults(reader) == {}


def test_axe_finds_what_is_wrong(reader: Page) -> None:
    reader.goto("about:blank")
    reader.set_content("<img src='data:,'><p style='color: #999'>faint</p>")
    reader.evaluate(AXE)

    assert {"image-alt", "color-contrast"} <= {each[0] for each in reader.evaluate(RUN)}


def test_every_type_of_page_is_visited(sites: Mapping[str, Site]) -> None:
    types = {
        f"/{mount}/{page.place}": page.template
        for mount, site in sites.items()
        for page in site.pages
    }

    assert {types[each] for each in PAGES} == set(types.values())
