from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gazette.adapters import visiting
from gazette.adapters.visiting import visit
from gazette.errors import ConfigurationError, OutputError

ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/p/": (200, {}, b"front"),
    "/p/versions.json": (200, {}, b"{}"),
    "/p/versions/%C3%BC.md": (200, {}, b"umlaut"),
    "/p/store/index.html": (200, {}, b"found by its name"),
    "/p/store/": (403, {}, b"no listing"),
    "/p/moved/": (302, {"Location": "/p/"}, b""),
    "/p/away/": (302, {"Location": "http://localhost:1/"}, b""),
    "/p/local/": (302, {"Location": "file:///etc/passwd"}, b""),
    "/p/round/": (302, {"Location": "/p/round/"}, b""),
    "/p/down": (503, {}, b"down"),
    "/p/long": (200, {}, b"x" * 200),
    "/p/broken": (200, {"Content-Length": "99"}, b"short"),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/p"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("place", "data"),
    [("", b"front"), ("versions.json", b"{}"), ("versions/ü.md", b"umlaut"), ("nothing", None),
     ("nothing/", None), ("store/", b"found by its name"), ("moved/", b"front")],
)  # fmt: skip
def test_a_site_at_its_address_is_read_as_visitors_see_it(
    address: str, place: str, data: bytes | None
) -> None:
    for spelt in (address, f"{address}/", f"{address}/?query#fragment"):
        assert visit(spelt).read(place) == data


@pytest.mark.parametrize(
    ("place", "told"),
    [("down", "answers 503"), ("away/", "to another one"), ("local/", "answers 302"),
     ("round/", "answers 302"), ("broken", "broke off"), ("long", "longer than")],
)  # fmt: skip
def test_what_is_no_answer_is_told_with_its_address(
    address: str, place: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting, "LARGEST", 100)
    with pytest.raises(OutputError, match=told) as error:
        visit(address).read(place)
    assert f"{address}/{place}" in str(error.value.where)


def test_a_site_that_is_not_up_is_told() -> None:
    with pytest.raises(OutputError, match="cannot be reached"):
        visit("http://127.0.0.1:9/p").read("")


def test_a_folder_is_read_as_a_plain_server_would(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "index.html").write_bytes(b"list")
    (tmp_path / "index.html").write_bytes(b"front")
    site = visit(str(tmp_path))

    assert [site.read(place) for place in ("", "versions/", "versions/index.html")] == [
        b"front", b"list", b"list"
    ]  # fmt: skip
    assert [site.read(place) for place in ("versions", "other/", "index.html/x")] == [None] * 3


@pytest.mark.parametrize(
    "site", ["nowhere", "ftp://host/x", "https://me:secret@host/", "file:///etc"]
)
def test_what_is_no_site_is_told(site: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        visit(site)
    assert "secret" not in str(told.value)
