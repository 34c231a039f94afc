"""A real browser, and the site served below /privacy, with and without the last slash."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from gazette.materiality import load_catalogue
from gazette.model.policy import Language, Policy, Translation
from gazette.publish import Site, plan_site
from gazette.render.site import render_site
from gazette.source import load_policies, read_markdown
from oracles.programs import program

DAY = "2026-11-22"
DATA = Path(__file__).parents[1] / "data"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
LANGUAGE = Language("he", "עברית", "זהו תרגום; הנוסח באנגלית גובר.")
HEBREW: dict[str, Any] = {
    "languages": (LANGUAGE,),
    "translations": (
        Translation(
            LANGUAGE,
            "1.0.0",
            "הודעת פרטיות",
            read_markdown((DATA / "hebrew.md").read_text(encoding="utf-8")),
        ),
    ),
}
PRODUCT = (
    '<!doctype html><html lang="en"><title>Product</title><main><button>Work</button></main></html>'
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder as `_headers` asks, and `/privacy` itself without a redirect."""

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        del format, args

    def send_head(self) -> object:  # type: ignore[override]  # the base returns a private type
        if self.path == "/privacy":
            self.path = "/privacy/index.html"
        return super().send_head()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Without one these tests are skipped, but never in CI."""
    path = program("chromium", "google-chrome", called="Chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def sites() -> Mapping[str, Site]:
    """The sites that are served, by the folder they are served in.

    /preview is the preview; at /early the site is as it was when 1.1.0 was
    announced; /several has two policies; /tongues has a
    translation that lags; on /far no two versions have a page
    that compares them, but neighbours.
    """
    policies = load_policies(DATA / "library" / "policy")
    catalogue = load_catalogue()

    def planned(mount: str, *policies: Policy, day: str = DAY, **how: Any) -> Site:
        at = datetime.fromisoformat(day).replace(tzinfo=UTC)
        address = f"http://127.0.0.1/{mount}/"
        return plan_site(policies, at=at, site_url=address, catalogue=catalogue, **how)

    return {
        "privacy": planned("privacy", *policies),
        "preview": planned("preview", *policies, preview=True),
        "early": planned("early", *policies, day="2025-02-10"),
        "tongues": planned("tongues", replace(policies[0], **HEBREW)),
        "far": planned("far", *policies, paired=0),
        "several": planned("several", *policies, replace(policies[0], id="terms", title="Terms")),
    }


@pytest.fixture(scope="session")
def origin(sites: Mapping[str, Site], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the sites. /product.html is a page of a product."""
    root = tmp_path_factory.mktemp("served")
    (root / "product.html").write_text(PRODUCT)
    for mount, site in sites.items():
        for path, content in render_site(site).items():
            target = root / mount / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()
