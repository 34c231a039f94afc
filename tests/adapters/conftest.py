"""Publications that are cut short, and a real S3 server on loopback to publish to.

The server is moto's, behind a gate that a test may shut or count at.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from gazette.adapters.bucket import Bucket, open_bucket
from oracles.killing import tried

PROGRAM = Path(__file__).with_name("publishing.py")


@dataclass(frozen=True)
class CutShort:
    """What is left of the site "old" where the publication of "new" is cut short."""

    at: tuple[dict[str, Any], ...]
    """For each instant, what was `left`, and what stands once the next run has `finished`."""

    @property
    def whole(self) -> tuple[list[str], list[str]]:
        """The old site and the new one."""
        new = self.at[0]["finished"]
        return [each.replace("new", "old") for each in new], new

    def assert_old_or_new(self, least: int) -> None:
        """At `least` so many instants and more: one or the other is left, and each somewhere."""
        old, new = self.whole
        assert len(self.at) > least
        assert {tuple(each["left"]) for each in self.at} == {tuple(old), tuple(new)}
        assert all(each["finished"] == new for each in self.at)


@pytest.fixture
def cut_short() -> Callable[..., CutShort]:
    """Publishes in a program of its own, which is cut short at every instant; see `publishing`."""

    def publish(*how: object) -> CutShort:
        return CutShort(tried(PROGRAM, *how))

    return publish


Gate = Callable[[dict[str, Any]], str]
"""Looks at a request (WSGI), may alter it, and returns the status to refuse it with, or ''."""


@dataclass
class Store:
    """The server: where it is, what was asked of it, and what it refuses."""

    url: str
    asked: list[str] = field(default_factory=list)
    gate: Gate = lambda _: ""
    opened: Bucket | None = None

    def bucket(self, prefix: str = "site") -> Bucket:
        # Its client takes half a second to make, and forgets nothing that matters here.
        if self.opened is None:
            self.opened = open_bucket("s3://policies", endpoint=self.url)
        return replace(self.opened, prefix=f"{prefix}/" if prefix else "")

    def writes(self) -> list[str]:
        """What was written and removed, in order, since the last call."""
        asked = [each for each in self.asked if not each.startswith(("GET", "HEAD"))]
        self.asked.clear()
        return asked


@pytest.fixture(scope="session")
def _served() -> Iterator[Store]:
    from moto.moto_server.werkzeug_app import (  # noqa: PLC0415 - slow to load
        DomainDispatcherApplication,
        create_backend_app,
    )
    from werkzeug.serving import make_server  # noqa: PLC0415

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = DomainDispatcherApplication(create_backend_app)
    store = Store("")

    def application(environ: dict[str, Any], start: Any) -> Any:
        store.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        if status := store.gate(environ):
            start(status, [("Content-Type", "application/xml")])
            return [f"<Error><Code>{status.split()[1]}</Code></Error>".encode()]
        return moto(environ, start)

    server = make_server("127.0.0.1", 0, application, threaded=True)
    store.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield store
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def store(_served: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The server with one empty bucket, `policies`."""
    for name in [each for each in os.environ if each.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "known-to-nobody",
        "AWS_SECRET_ACCESS_KEY": "told-to-nobody",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    _served.gate = lambda _: ""
    client = _served.bucket().client
    from moto.backends import get_backend  # noqa: PLC0415 - slow to load

    get_backend("s3").reset()
    client.create_bucket(Bucket="policies")
    _served.asked.clear()
    return _served
