"""The notice as it stands in a product, which is another origin than the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

EMBED = """([source, known]) => {
  const script = document.createElement('script');
  if (known) script.dataset.known = known;
  script.src = source;
  document.querySelector('main').before(script);
}"""


@contextmanager
def product(
    browser: Browser, origin: str, mount: str, *, known: str = "", day: str = "2025-02-10"
) -> Iterator[Page]:
    """A page of the product on `day`, for a user who knows the version `known`."""
    context = browser.new_context()
    page = context.new_page()
    page.clock.set_fixed_time(datetime.fromisoformat(day).replace(tzinfo=UTC))
    # Another host's name, and so another origin.
    page.goto(origin.replace("127.0.0.1", "localhost") + "/product.html")
    with page.expect_response("**/notice.json"):
        page.evaluate(EMBED, [f"{origin}/{mount}/notice.js", known])
    yield page
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-02-10", "Our Privacy Notice changes on 15 March 2025."),
        ("2025-03-15", "Our Privacy Notice changed on 15 March 2025."),
    ],
)
def test_what_is_announced_is_told_and_stays_true_after_its_day(
    browser: Browser, origin: str, day: str, words: str
) -> None:
    with product(browser, origin, "early", day=day) as page:
        notice = page.get_by_role("region", name="Privacy Notice")
        assert notice.locator("strong").inner_text() == words
        link = notice.get_by_role("link", name="See what changes")
        assert link.get_attribute("href") == "http://127.0.0.1/early/changes/1.0.0..1.1.0/"


def test_closing_it_tells_the_product_which_version_is_known(browser: Browser, origin: str) -> None:
    with product(browser, origin, "early") as page:
        page.evaluate(
            "document.addEventListener('gazette:known', (event) => (window.heard = event.detail))"
        )
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        assert page.evaluate("window.heard") == {"policy": "privacy", "version": "1.1.0"}
        assert page.locator(".gazette-notice").count() == 0
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Work"


@pytest.mark.parametrize(
    ("mount", "known", "told"),
    [
        ("early", "1.1.0", False),
        ("privacy", "", False),
        ("privacy", "1.0.0", True),
        ("privacy", "1.1.0", False),
    ],
)
def test_only_what_matters_and_is_not_known_is_told(
    browser: Browser, origin: str, mount: str, known: str, *, told: bool
) -> None:
    with product(browser, origin, mount, known=known) as page:
        page.wait_for_load_state("networkidle")

        assert page.locator(".gazette-notice").count() == told
