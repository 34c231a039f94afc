from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gazette.adapters import site_bucket
from gazette.adapters.bucket import Bucket, open_bucket
from gazette.adapters.site_bucket import RECORD, publish_bucket
from gazette.cli.group import gazette
from gazette.errors import ConfigurationError, OutputError
from gazette.publish.serving import serving_of
from oracles.killing import started

PROGRAM = Path(__file__).with_name("publishing.py")
OLD = {
    "index.html": b"<p>old", "sitemap.xml": b"<old/>", "notice.js": b"old",
    "versions/1.0.0/index.html": b"<p>1", "changes/1/index.html": b"gone in the new one",
}  # fmt: skip
NEW = {
    "index.html": b"<p>new", "sitemap.xml": b"<new/>", "notice.js": b"new",
    "versions/1.0.0/index.html": b"<p>1", "versions/2.0.0/index.html": b"<p>2 \xc3\xbc",
    "versions/\u00fc & b.md": b"\xff\0",
}  # fmt: skip


def publish(bucket: Bucket, files: dict[str, bytes], owner: str = "one") -> bool:
    return publish_bucket(files, bucket, owner=owner)


def seen(bucket: Bucket) -> dict[str, bytes]:
    """What visitors can fetch."""
    found = {path: bucket.read(path) for path in bucket.names() if path != RECORD}
    return {path: each.data for path, each in found.items() if each}


def test_a_site_is_published_and_served_as_what_it_is(store: Any) -> None:
    bucket = store.bucket()
    assert publish(bucket, NEW)

    assert seen(bucket) == NEW
    for path in NEW:
        held = bucket.read(path)
        assert held
        assert held.serving == serving_of(path)


def test_the_same_site_again_writes_nothing(store: Any) -> None:
    publish(store.bucket(), NEW)
    store.writes()

    assert not publish(store.bucket(), NEW, "two")
    assert store.writes() == []


def test_only_what_differs_is_written_in_the_order_that_breaks_no_link(store: Any) -> None:
    publish(store.bucket(), OLD)
    store.writes()

    publish(store.bucket(), NEW)

    place = "PUT /policies/site/"
    assert [each.removeprefix(place) for each in store.writes()] == [
        RECORD,
        "versions/\u00fc & b.md".encode().decode("latin-1"), "notice.js",
        RECORD,
        "versions/2.0.0/index.html", "index.html", "sitemap.xml",
        RECORD,
        "POST /policies",  # one removal, of what only the old site had
        RECORD,
    ]  # fmt: skip
    assert seen(store.bucket()) == NEW


def test_what_is_not_the_sites_own_is_never_removed(store: Any) -> None:
    publish(store.bucket(), OLD)
    other = store.bucket("site-of-another")
    for bucket in (store.bucket(), other):
        bucket.write("photo.png", b"mine", serving_of("photo.png"))

    publish(store.bucket(), NEW)

    assert seen(store.bucket()) == NEW | {"photo.png": b"mine"}
    assert seen(other) == {"photo.png": b"mine"}


def test_a_bucket_that_holds_something_else_is_refused(store: Any) -> None:
    store.bucket("").write("thesis.pdf", b"years of work", serving_of("thesis.pdf"))

    with pytest.raises(OutputError, match="no site"):
        publish(store.bucket(""), NEW)
    assert seen(store.bucket("")) == {"thesis.pdf": b"years of work"}


def test_what_was_altered_there_is_mended(store: Any) -> None:
    publish(store.bucket(), NEW)
    store.bucket().write("index.html", b"<p>broken in", serving_of("index.html"))
    store.bucket().write("notice.js", NEW["notice.js"], serving_of("a.txt"))
    store.writes()

    assert publish(store.bucket(), NEW)
    assert [each for each in store.writes() if RECORD not in each] == [
        "PUT /policies/site/notice.js",
        "PUT /policies/site/index.html",
    ]
    assert seen(store.bucket()) == NEW


def test_a_store_that_holds_other_bytes_than_it_took_is_told(store: Any) -> None:
    publish(store.bucket(), OLD)

    def altering(environ: dict[str, Any]) -> str:
        if environ["REQUEST_METHOD"] == "PUT" and environ["PATH_INFO"].endswith("/index.html"):
            environ["HTTP_CONTENT_TYPE"] = environ["CONTENT_TYPE"] = "text/plain"
        return ""

    store.gate = altering
    with pytest.raises(OutputError, match=r"serves .*index.html as text/plain"):
        publish(store.bucket(), NEW)


# One at a time.


def stop_before(path: str) -> Any:
    """A gate that lets nothing through from the writing of `path` on."""
    stopped = threading.Event()

    def gate(environ: dict[str, Any]) -> str:
        if environ["REQUEST_METHOD"] == "PUT" and environ["PATH_INFO"].endswith(path):
            stopped.set()
        return "403 AccessDenied" if stopped.is_set() else ""

    return gate


def begun(store: Any, files: dict[str, bytes]) -> None:
    """Leave a publication half-way."""
    store.gate = stop_before("/index.html")
    with pytest.raises(OutputError, match="does not allow"):
        publish(store.bucket(), files, "first")
    store.gate = lambda _: ""


def test_another_site_waits_for_the_one_under_way(store: Any) -> None:
    begun(store, OLD)
    store.writes()

    with pytest.raises(OutputError, match="under way") as told:
        publish(store.bucket(), NEW, "second")
    assert "10 minutes" in str(told.value)
    assert store.writes() == []


def test_the_same_site_goes_on_where_it_ended(store: Any) -> None:
    begun(store, NEW)

    assert publish(store.bucket(), NEW, "second")
    assert seen(store.bucket()) == NEW


def test_a_publication_that_was_given_up_is_followed(
    store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(store, OLD)
    monkeypatch.setattr(site_bucket, "LEASE", 0.0)

    assert publish(store.bucket(), NEW, "second")
    assert seen(store.bucket()) == NEW, "and what the first had begun is gone"


class Blind:
    """Gates of stores that know no conditions."""

    @staticmethod
    def ignoring(environ: dict[str, Any]) -> str:
        environ.pop("HTTP_IF_MATCH", None)
        environ.pop("HTTP_IF_NONE_MATCH", None)
        return ""

    @staticmethod
    def refusing(environ: dict[str, Any]) -> str:
        asked = environ.keys() & {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"}
        return "501 NotImplemented" if asked else ""


@pytest.mark.parametrize("gate", [Blind.ignoring, Blind.refusing])
def test_a_store_without_conditions_is_published_to(store: Any, gate: Any) -> None:
    store.gate = gate
    publish(store.bucket(), OLD)
    assert publish(store.bucket(), NEW)
    assert seen(store.bucket()) == NEW


@pytest.mark.parametrize("gate", [None, Blind.ignoring])
@pytest.mark.parametrize("late", range(2, 6))
def test_of_two_at_once_one_is_told_and_what_is_seen_is_one_site(
    store: Any, gate: Any, late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store.bucket(), OLD)
    if gate:
        store.gate = gate
    # The second is sure that the first was given up, and comes before its `late`-th write.
    monkeypatch.setattr(site_bucket, "LEASE", 0.0)
    write, writes = Bucket.write, 0

    def meeting(self: Bucket, *arguments: Any, **how: Any) -> None:
        nonlocal writes
        writes += 1
        if writes == late:
            publish(store.bucket(), OLD | {"index.html": b"<p>other"}, "second")
        write(self, *arguments, **how)

    monkeypatch.setattr(Bucket, "write", meeting)
    try:
        publish(store.bucket(), NEW, "first")
    except OutputError as error:
        # Without conditions there is a gap of one request, and then the comparison tells.
        told = ("another publication", "what was published differs")[: 2 if gate else 1]
        assert any(each in str(error) for each in told)  # noqa: PT017 - either may be quicker
        monkeypatch.setattr(Bucket, "write", write)
        publish(store.bucket(), NEW, "third")
    assert seen(store.bucket()) == NEW


def test_two_processes_at_once(store: Any, tmp_path: Path) -> None:
    words = ("left", "right", "left")
    racing = [started(PROGRAM, "bucket-once", tmp_path, store.url, word) for word in words]
    told = [process.communicate() for process in racing]

    assert all("Traceback" not in error for _, error in told)
    answers = [json.loads(out) for out, _ in told]
    assert any(each["told"] == "" for each in answers), "somebody published"
    for each in answers:
        assert each["told"] == "" or "another publication" in each["told"]
    # What stands is one site, whole, and it may be published again at once.
    assert len(set(seen(store.bucket()).values())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_killed_at_any_instant_no_link_is_broken_and_the_next_run_completes(
    store: Any, cut_short: Any
) -> None:
    found = cut_short("bucket", ".", store.url)
    told, (old, new) = found.at, found.whole

    assert len(told) > 20
    for each in told:
        assert set(each["left"]) <= {*old, *new}, "each object is the old one or the new one"
        names = {every.partition("=")[0] for every in each["left"]}
        assert names >= {every.partition("=")[0] for every in old}, "nothing is missing"
        assert each["finished"] == new
    assert {tuple(each["left"]) for each in told} > {tuple(old), tuple(new)}


# What is refused.


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [("s3://", None), ("https://bucket/x", None), ("s3://me:secret@bucket/x", None),
     ("s3://bucket/x", "ftp://host"), ("s3://bucket/x", "https://me:secret@host")],
)  # fmt: skip
def test_what_is_no_place_is_told_without_repeating_it(url: str, endpoint: str | None) -> None:
    with pytest.raises(ConfigurationError) as told:
        open_bucket(url, endpoint=endpoint)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("status", "told"),
    [("403 InvalidAccessKeyId", "know these credentials"), ("404 NoSuchBucket", "no such bucket"),
     ("400 Peculiar", "refuses: Peculiar")],
)  # fmt: skip
def test_what_the_store_refuses_is_told_by_its_code(store: Any, status: str, told: str) -> None:
    store.gate = lambda _: status
    with pytest.raises(OutputError, match=told):
        publish(store.bucket(), NEW)


def test_a_store_that_is_not_there_is_told(store: Any) -> None:
    del store
    with pytest.raises(OutputError, match="cannot be reached"):
        publish(open_bucket("s3://policies/x", endpoint="http://127.0.0.1:9"), NEW)


def test_without_credentials_it_says_where_they_belong(
    store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(OutputError, match="NoCredentials") as told:
        publish(open_bucket("s3://policies", endpoint=store.url), NEW)
    assert "AWS_SECRET_ACCESS_KEY" in told.value.remedy


def test_no_credential_is_ever_printed(store: Any, library: Path) -> None:
    site = library / "built"
    for path, data in (NEW | {"versions.json": VERSIONS}).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    call = ["publish", "s3://policies/x", "--endpoint-url", store.url, "--site", str(site)]
    for status in ("", "403 SignatureDoesNotMatch"):
        store.gate = lambda _, status=status: status
        result = CliRunner().invoke(gazette, call)
        told = result.output + str(result.exception)
        assert (result.exit_code == 0) is (status == "")
        assert "nobody" not in told


VERSIONS = json.dumps(
    {"schema": "gazette/versions/1", "preview": False, "policy": {"id": "p"}, "in_force": "1.0.0"}
).encode()
