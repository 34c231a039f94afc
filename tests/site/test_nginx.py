"""The built site below /privacy, served by a real nginx as the README says."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree, html

from gazette.plugin.building import build_site
from gazette.render.machine import HEADERS
from oracles.programs import program

ROOT = Path(__file__).parents[2]
ORIGIN = "https://library.example"
FIRST = "/privacy/"
CONFIGURATION = """
daemon off;
{user}
pid {home}/pid;
error_log {home}/error.log;
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {home}/1;
  proxy_temp_path {home}/2;
  fastcgi_temp_path {home}/3;
  uwsgi_temp_path {home}/4;
  scgi_temp_path {home}/5;
  server {{
    listen unix:{home}/socket;
    {ours}
  }}
}}
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers["content-type"]


class Local(HTTPConnection):
    """A connection through a socket in the file system, which needs no free port."""

    def __init__(self, path: Path) -> None:
        super().__init__("library.example")
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


@dataclass(frozen=True)
class Served:
    socket: Path

    def answers(self) -> bool:
        try:
            return self.ask(FIRST).status > 0
        except OSError:
            return False

    def ask(self, path: str) -> Answer:
        with closing(Local(self.socket)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read())


@pytest.fixture(scope="module")
def nginx() -> str:
    """The server's path. Without one these tests are skipped, but never in CI."""
    return program("nginx", called="nginx")


@pytest.fixture(scope="module")
def served(nginx: str) -> Iterator[Served]:
    # Not pytest's own folder, whose path may be too long for a socket's name.
    with TemporaryDirectory() as folder:
        home = Path(folder)
        library = copytree(ROOT / "tests" / "data" / "library", home / "library")
        build_site(library / "mkdocs.yml", as_of="2026-11-22")
        shown = re.search(r"```nginx\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
        assert shown
        ours = shown[1].replace("/srv/privacy/", f"{library}/site/")
        user = "user root;" if os.geteuid() == 0 else ""
        configuration = CONFIGURATION.format(home=home, user=user, ours=ours)
        (home / "nginx.conf").write_text(configuration)
        command = (nginx, "-c", str(home / "nginx.conf"), "-e", str(home / "error.log"))
        subprocess.run([*command, "-t", "-q"], check=True)
        server = subprocess.Popen(command)
        served = Served(home / "socket")
        while not served.answers():
            assert server.poll() is None, (home / "error.log").read_text()
        yield served
        server.terminate()
        server.wait()


def addresses(path: str, answer: Answer) -> Iterator[str]:
    """Every address that an answer names, absolute."""
    here = ORIGIN + path
    if answer.kind.startswith("text/html"):
        for element in html.document_fromstring(answer.body).iter("a", "link"):
            yield urljoin(here, element.get("href", ""))
    elif answer.kind.startswith("text/xml"):
        tree = etree.fromstring(answer.body)
        yield from (each.get("href") for each in tree.iter("{*}link"))
        yield from (each.text for each in tree.iter("{*}loc"))
    elif answer.kind.startswith("application/json") and "/schemas/" not in path:
        yield from strings(json.loads(answer.body))


def strings(value: object) -> Iterator[str]:
    """Every web address in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str) and value.startswith("https://"):
        yield value


def reached(served: Served, *starts: str) -> dict[str, Answer]:
    """All of the site that links lead to, by path."""
    found: dict[str, Answer] = {}
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = served.ask(path)
        for address in addresses(path, found[path]):
            parts = urlsplit(address)
            # A mail's text does not become an address by a page's own.
            if f"{parts.scheme}://{parts.netloc}" == ORIGIN and parts.path:
                waiting.append(parts.path)
    return found


def test_every_address_that_the_site_names_leads_somewhere(served: Served) -> None:
    found = reached(served, "/privacy", "/privacy/sitemap.xml", "/privacy/notice.json")

    assert [path for path, each in found.items() if each.status != 200] == []
    assert {
        "/privacy/versions/1.0.0/",
        "/privacy/versions/1.1.0.json",
        "/privacy/versions/1.0.0.md",
        "/privacy/changes/1.0.0..1.1.0/",
        "/privacy/feed.xml",
        "/privacy/feed.json",
        "/privacy/versions.json",
        "/privacy/how-we-decide/",
    } <= set(found)


@pytest.mark.parametrize("spelling", ["/privacy", "/privacy/"])
def test_both_spellings_are_one_page(served: Served, spelling: str) -> None:
    page = served.ask(spelling)

    assert (page.status, page.body) == (200, served.ask(FIRST).body)
    links = html.document_fromstring(page.body).iter("a")
    inner = [each.get("href") for each in links if not re.match(r"[#/]|\w+:", each.get("href"))]
    assert inner == []


def test_each_page_says_its_own_address(served: Served) -> None:
    pages = {
        path: each
        for path, each in reached(served, FIRST).items()
        if each.kind.startswith("text/html") and each.status == 200
    }
    assert len(pages) > 8

    for path, page in pages.items():
        named = html.document_fromstring(page.body).find(".//link[@rel='canonical']")
        assert named is not None
        assert named.get("href") == ORIGIN + path


def test_an_address_without_its_last_slash_stays_on_the_host_that_was_asked(served: Served) -> None:
    answer = served.ask("/privacy/versions/1.0.0")

    assert (answer.status, answer.headers["location"]) == (301, "/privacy/versions/1.0.0/")


@pytest.mark.parametrize("path", ["/privacy", "/privacy/versions.json", "/privacy/nothing/"])
def test_every_answer_has_the_headers(served: Served, path: str) -> None:
    answer = served.ask(path)

    wanted = {name.lower(): value for name, value in HEADERS.items()}
    assert answer.headers | wanted == answer.headers
    assert answer.headers["content-security-policy"] == "frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/privacy", "text/html; charset=utf-8"),
        ("/privacy/versions/1.0.0.md", "text/plain; charset=utf-8"),
        ("/privacy/versions/1.0.0.json", "application/json"),
        ("/privacy/notice.js", "application/javascript; charset=utf-8"),
        ("/privacy/feed.xml", "text/xml; charset=utf-8"),
    ],
)
def test_each_file_is_sent_as_what_it_is(served: Served, path: str, kind: str) -> None:
    assert served.ask(path).kind == kind


def test_what_is_not_there_is_told_so_by_the_sites_own_page(served: Served) -> None:
    answer = served.ask("/privacy/versions/9.9.9/")

    assert answer.status == 404
    assert b"This page does not exist" in answer.body
