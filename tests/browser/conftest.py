"""A real browser, and the site served below /privacy, with and without the last slash."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from gazette.materiality import load_catalogue
from gazette.model.policy import Language, Policy, Translation, Version
from gazette.publish import Site, plan_site
from gazette.render.site import render_site
from gazette.source import load_policies, read_markdown
from oracles.programs import program

DAY = "2026-11-22"
DATA = Path(__file__).parents[1] / "data"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
LANGUAGE = Language("he", "עברית", "זהו תרגום; הנוסח באנגלית גובר.")
GERMAN = Language("de", "Deutsch", "Dies ist eine Übersetzung; es gilt der englische Text.")
EARLIER = (DATA / "german.md").read_text(encoding="utf-8").replace("30", "14")
TRANSLATED: dict[str, Any] = {
    "languages": (LANGUAGE, GERMAN),
    "translations": (
        Translation(
            GERMAN,
            "1.1.0",
            "Datenschutzhinweis",
            read_markdown((DATA / "german.md").read_text(encoding="utf-8")),
        ),
        Translation(
            GERMAN,
            "1.0.0",
            "Datenschutzhinweis",
            read_markdown(EARLIER),
        ),
        Translation(
            LANGUAGE,
            "1.0.0",
            "הודעת פרטיות",
            read_markdown((DATA / "hebrew.md").read_text(encoding="utf-8")),
        ),
    ),
}
ROOT = Path(__file__).parents[2]
PRODUCT = (
    '<!doctype html><html lang="en"><title>Product</title><main><button>Work</button></main></html>'
)


def long_policy(like: Policy) -> Policy:
    """A policy of 4,000 words and its next version, of which every sixth paragraph differs.

    Its words are a policy's, in no order: no text of that length is harder to compress.
    """
    words = (ROOT / "policy" / "privacy" / "1.0.0.md").read_text(encoding="utf-8").split()
    known = [word for word in words if word.isalpha()]
    chosen = Random(4)  # noqa: S311 - the same text every time, not a secret
    blocks = [" ".join(chosen.choices(known, k=50)) for _ in range(80)]

    def version(label: str, day: date) -> Version:
        sections = (
            f"## {n}. Section {n} {{#section-{n}}}\n\n" + "\n\n".join(blocks[4 * n : 4 * n + 4])
            for n in range(20)
        )
        text = "# Long Notice {#long}\n\n" + "\n\n".join(sections)
        document = read_markdown(text)
        digest = sha256(text.encode()).hexdigest()
        return Version(
            like.id, label, "Long Notice", document, day, day, path=f"{label}.md", sha256=digest
        )

    first = version("1.0.0", date(2024, 1, 1))
    for at in range(0, len(blocks), 6):
        blocks[at] = blocks[at].replace(" ", " only ", 1) + " We may sell it."
    return replace(like, versions=(first, version("1.1.0", date(2025, 1, 1))), draft=None)


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
    announced; /several has two policies; /tongues has translations that lag,
    one in a language without words of ours; on /far no two versions have a
    page that compares them, but neighbours. /pexcrm is this repository's own
    policy, /long one of 4,000 words.
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
        "tongues": planned("tongues", replace(policies[0], **TRANSLATED)),
        "far": planned("far", *policies, paired=0),
        "pexcrm": planned("pexcrm", *load_policies(ROOT / "policy")),
        "long": planned("long", long_policy(policies[0])),
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
