"""Legal's desk in a preview, which the theme draws: axe's rules hold there, too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from browser.conftest import Quiet
from browser.test_axe import faults
from gazette.cli.build import silence_material
from gazette.plugin.building import build_site

MOUNT = "privacy"


@pytest.fixture
def desk(library: Path) -> Iterator[str]:
    """The address of the desk of the library's draft, with Material's own style and scripts."""
    silence_material()
    build_site(library / "mkdocs.yml", output=library / MOUNT, preview=True, as_of="2026-11-22")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(library)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/{MOUNT}/review/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_axe_finds_nothing_at_legals_desk_and_each_finding_leads_to_its_change(
    browser: Browser, desk: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(desk)

    links = page.locator(".gz-findings a", has_text="See it in the text")
    targets = [each.get_attribute("href") or "" for each in links.all()]
    assert targets
    assert all(page.locator(each).count() == 1 for each in targets)
    assert faults(page) == {}
    context.close()
