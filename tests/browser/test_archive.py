"""Finding and comparing old versions: with a script, without one, and by keyboard alone."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from oracles.visits import PHONE

SIDE = """(gone) => {
  const body = document.querySelector('#gz-out .redline').cloneNode(true);
  body.querySelectorAll(`${gone}, .visually-hidden, summary`).forEach((each) => each.remove());
  return [...body.querySelectorAll('p, h3')].map((each) => each.textContent).filter(Boolean);
}"""
WORDS = ("We", "never", "sell", "your", "data", "to", "30", "days", "“partners”", "or", "—", "you.")


@pytest.fixture
def page(browser: Browser) -> Any:
    context = browser.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture
def scriptless(browser: Browser) -> Any:
    """A page in a browser that runs no script."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def press_to(page: Page, name: str) -> None:
    """Go on with Tab until the element of that text or value has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate("[document.activeElement.textContent, document.activeElement.name]")
        if name in at:
            return
    raise AssertionError(name)


def follow(page: Page, name: str, place: str) -> None:
    """Go on to the link of that text by Tab, and follow it with Enter to `place`."""
    press_to(page, name)
    page.keyboard.press("Enter")
    page.wait_for_url(place)


def test_a_sentence_finds_the_versions_that_held_it(page: Page, origin: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{origin}/privacy/versions/", wait_until="networkidle")
    assert len(asked) == 1

    page.get_by_label("Words").fill("a loan  30 DAYS after the book")
    page.get_by_role("button", name="Find").click()
    page.get_by_text("Clauses found: 1.").wait_for()

    found = page.locator(".found .passage")
    assert "30 days after the book comes back" in found.inner_text()
    assert "1 March 2024 to 14 March 2025" in found.inner_text()
    assert asked[1:] == [f"{origin}/privacy/clauses/"]


@pytest.mark.parametrize("path", ["/privacy/versions/", "/privacy/clauses/", "/privacy/compare/"])
def test_a_form_that_a_script_shows_moves_nothing_and_takes_no_room_without_one(
    page: Page, scriptless: Page, origin: str, path: str
) -> None:
    page.goto(origin + path)
    shown = page.evaluate("document.body.scrollHeight")
    page.evaluate("document.querySelector('form').hidden = true")
    assert not page.locator("form").is_visible()
    assert page.evaluate("document.body.scrollHeight") == shown

    scriptless.goto(origin + path)
    assert scriptless.locator("form").bounding_box() is None


def test_words_out_of_order_find_the_clauses_that_hold_them_all(page: Page, origin: str) -> None:
    page.goto(f"{origin}/privacy/clauses/")
    page.get_by_label("Words").fill("librarians sell")
    page.keyboard.press("Enter")
    page.get_by_text("Clauses found: 1.").wait_for()

    assert "never sell what we keep" in page.locator(".found").inner_text()


def test_without_a_script_a_page_of_every_clause_answers_the_search(
    scriptless: Page, origin: str
) -> None:
    page = scriptless
    page.goto(f"{origin}/privacy/versions/")
    page.get_by_role("link", name="Find a sentence in any version").click()
    assert not page.get_by_label("Words").is_visible()
    page.get_by_role("link", name="Every clause of every version").click()
    clause = page.locator(".passage", has_text="30 days after the book comes back")
    clause.get_by_role("link", name="1.0.0").click()

    assert page.get_by_text("This is an earlier version.").is_visible()
    assert page.get_by_text("30 days after the book comes back").is_visible()


def test_without_a_script_what_each_version_changed_is_listed_where_no_page_compares(
    scriptless: Page, origin: str
) -> None:
    page = scriptless
    page.goto(f"{origin}/far/compare/")
    told = page.locator("[data-told='1.1.0'] li", has_text="Personal data is kept for longer")

    assert told.locator(".level").inner_text() == "Material"
    assert not page.locator("form").is_visible()


def test_by_keyboard_an_old_version_is_found_and_left_again(page: Page, origin: str) -> None:
    page.goto(f"{origin}/privacy/")
    for name, place in (
        ("All versions", "**/versions/"),
        ("Version 1.0.0", "**/versions/1.0.0/"),
        ("Read the text in force", "**/privacy/"),
    ):
        follow(page, name, place)

    assert "In force" in page.locator(".facts").first.inner_text()


def test_by_keyboard_a_sentence_leads_to_the_version_that_held_it(page: Page, origin: str) -> None:
    page.goto(f"{origin}/privacy/")
    follow(page, "All versions", "**/versions/")
    press_to(page, "Find a sentence in any version")
    page.keyboard.press("Enter")
    press_to(page, "words")
    page.keyboard.type("30 days after the book")
    page.keyboard.press("Enter")
    page.get_by_text("Clauses found: 1.").wait_for()
    follow(page, "1.0.0", "**/versions/1.0.0/#how-long")

    assert page.get_by_text("This is an earlier version.").is_visible()


def test_without_a_script_any_two_of_few_versions_are_compared(
    scriptless: Page, origin: str
) -> None:
    page = scriptless
    page.goto(f"{origin}/privacy/")
    page.get_by_role("link", name="All versions").click()
    page.get_by_role("link", name="Compare any two versions").click()
    assert not page.locator("form").is_visible()
    page.get_by_role("link", name="version 1.0.0").first.click()

    assert page.locator("h1").inner_text() == "From version 1.0.0 to 1.1.1"


def test_by_keyboard_a_reader_reads_finds_and_compares(page: Page, origin: str) -> None:
    page.goto(f"{origin}/far/")
    follow(page, "All versions", "**/versions/")
    follow(page, "Compare any two versions", "**/compare/")
    press_to(page, "from")
    page.keyboard.press("Home")
    press_to(page, "to")
    page.keyboard.press("End")
    press_to(page, "Compare")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="From version 1.0.0 to 1.1.1").wait_for()

    assert page.evaluate("document.activeElement.textContent") == "From version 1.0.0 to 1.1.1"
    press_to(page, "The steps in between, each judged on its own")
    page.keyboard.press("Enter")
    follow(page, "version 1.0.0 to 1.1.0", "**/changes/1.0.0..1.1.0/")


def test_what_no_page_compares_the_browser_does_and_leads_to_the_judged_steps(
    page: Page, origin: str
) -> None:
    page.goto(f"{origin}/far/compare/#1.0.0..1.1.1")
    page.get_by_role("heading", name="From version 1.0.0 to 1.1.1").wait_for()

    texts = {}
    for label in ("1.0.0", "1.1.1"):
        data = page.request.get(f"{origin}/far/versions/{label}.json").json()
        texts[label] = [each["text"] for each in data["clauses"] if each["text"]]
    assert page.evaluate(SIDE, "ins") == texts["1.0.0"]
    assert page.evaluate(SIDE, "del") == texts["1.1.1"]
    # The heading above a change is in sight; what else did not change is folded.
    heads = page.locator("#gz-out .redline h3:visible").all_inner_texts()
    assert heads == ["Privacy Notice", "1. What we keep", "2. How long we keep it"]
    assert not page.locator("#gz-out .redline").get_by_text("3. Who sees it").is_visible()
    page.get_by_text("The steps in between").click()
    steps = page.locator("#gz-out > details")
    assert [each.get_attribute("data-pair") for each in steps.get_by_role("link").all()] == [
        "1.0.0..1.1.0",
        "1.1.0..1.1.1",
    ]
    assert "Material" in steps.inner_text()


TOLD = """(root) => [...document.querySelectorAll(`${root} li`)]
  .filter((each) => each.querySelector('.level'))
  .map((each) => [each.querySelector('.level').textContent, each.textContent])"""


def test_a_pair_without_a_page_is_judged_as_its_page_would_judge_it(
    page: Page, origin: str
) -> None:
    page.goto(f"{origin}/privacy/changes/1.0.0..1.1.1/")
    reasons = page.locator(".reasons li:has(strong)")
    wanted = {
        (each.locator(".level").inner_text(), each.locator("strong").inner_text())
        for each in reasons.all()
    }
    page.goto(f"{origin}/far/compare/#1.0.0..1.1.1")
    page.get_by_role("heading", name="From version 1.0.0 to 1.1.1").wait_for()
    found = page.evaluate(TOLD, "#gz-out > ul")

    assert {level for level, _ in found} == {level for level, _ in wanted}
    assert len(found) == len(wanted)
    for level, title in wanted:
        assert any(one == level and title in text for one, text in found), title
    assert page.locator("#gz-out > p > .level").inner_text() == "Material"


def test_what_was_found_in_a_section_that_reads_alike_again_is_not_told(
    page: Page, origin: str
) -> None:
    old = page.request.get(f"{origin}/far/versions/1.0.0.json").json()
    page.route("**/far/versions/1.1.1.json", lambda route: route.fulfill(body=json.dumps(old)))
    page.goto(f"{origin}/far/compare/#1.0.0..1.1.1")
    page.get_by_role("heading", name="From version 1.0.0 to 1.1.1").wait_for()

    assert page.evaluate(TOLD, "#gz-out > ul") == []
    assert page.get_by_text("Nothing that was found to matter").is_visible()


def test_two_versions_with_a_page_are_led_to_it(page: Page, origin: str) -> None:
    page.goto(f"{origin}/privacy/compare/")
    options = page.get_by_label("Later version").locator("option").all_inner_texts()
    assert options[1] == "1.1.0, from 15 March 2025"
    page.get_by_label("Earlier version").select_option("1.1.1")
    page.get_by_label("Later version").select_option("1.0.0")
    page.get_by_role("button", name="Compare").click()

    page.wait_for_url("**/privacy/changes/1.0.0..1.1.1/")


def clauses(chosen: Random) -> list[dict[str, str]]:
    return [
        {
            "id": f"c{at}",
            "kind": chosen.choice(("paragraph", "heading")),
            "number": "",
            "text": " ".join(chosen.choices(WORDS, k=chosen.randint(1, 12))),
        }
        for at in range(chosen.randint(0, 9))
    ]


def test_whatever_the_texts_the_browsers_redline_restores_both(page: Page, origin: str) -> None:
    sides: dict[str, list[dict[str, str]]] = {}
    page.route(
        "**/far/versions/*.json",
        lambda route: route.fulfill(
            body=json.dumps({"clauses": sides[route.request.url.split("/")[-1][:-5]]})
        ),
    )
    chosen = Random(11)  # noqa: S311 - examples, not secrets
    for _ in range(12):
        sides |= {"1.0.0": clauses(chosen), "1.1.1": clauses(chosen)}
        page.goto("about:blank")
        page.goto(f"{origin}/far/compare/#1.0.0..1.1.1")
        page.get_by_role("heading", name="From version 1.0.0 to 1.1.1").wait_for()
        # A moved heading and a paragraph of the same words are two texts side by side.
        assert page.evaluate(SIDE, "ins") == [each["text"] for each in sides["1.0.0"]]
        assert page.evaluate(SIDE, "del") == [each["text"] for each in sides["1.1.1"]]
