"""`gazette verify --site`, on a site that was really built and really served."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner

from gazette.cli.build import silence_material
from gazette.cli.group import gazette

AT = "2026-11-22"
SITES = ("site-list", "site-sources", "site-pages", "site-front")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library's repository with its ledger and its site, as of a day."""
    from gazette.plugin.building import build_site  # noqa: PLC0415 - MkDocs is slow to load

    root = tmp_path_factory.mktemp("built") / "library"
    copytree(Path(__file__).parents[1] / "data" / "library", root)
    _translate(root / "policy" / "privacy")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        done = CliRunner().invoke(gazette, ["release", "--adopt", "--by", "Dana"])
        assert done.exit_code == 0, done.output
        silence_material()
        build_site(Path("mkdocs.yml"), preview=False, as_of=AT)
    return root


def _translate(folder: Path) -> None:
    """Lay a German text beside the first version."""
    settings = folder / "policy.toml"
    told = '[languages.de]\ntitle = "Deutsch"\nnote = "Es gilt der englische Text."\n'
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{told}", encoding="utf-8")
    (folder / "de").mkdir()
    front = "---\ntitle: Hinweis\nversion: 1.0.0\n---\n\n"
    text = "# Hinweis\n\n## Dauer {#how-long}\n\nWir löschen nach 30 Tagen.\n"
    (folder / "de" / "1.0.0.md").write_text(front + text, encoding="utf-8")


@pytest.fixture
def root(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(copytree(built, tmp_path / "library"))
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def served(root: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(root / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def asked(site: str, at: str = AT) -> tuple[int, list[dict[str, Any]]]:
    """The exit code, and what the gates of the site found."""
    call = ["verify", "--site", site, "--as-of", at, "--format", "json"]
    result = CliRunner().invoke(gazette, call)
    (policy,) = json.loads(result.stdout)["policies"]
    return result.exit_code, [each for each in policy["gates"] if each["gate"] in SITES]


def test_what_was_built_holds_in_its_folder_and_at_its_address(root: Path, served: str) -> None:
    for site in (str(root / "site"), served):
        code, found = asked(site)
        assert code == 0
        assert [(each["gate"], each["outcome"]) for each in found] == [
            (gate, "open") for gate in SITES
        ]


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edited(site: Path) -> None:
        text = (site / path).read_text(encoding="utf-8")
        assert old in text
        (site / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edited


def gone(path: str) -> Callable[[Path], None]:
    return lambda site: (site / path).unlink()


def swapped(one: str, other: str) -> Callable[[Path], None]:
    def exchange(site: Path) -> None:
        first, second = (site / one).read_bytes(), (site / other).read_bytes()
        (site / one).write_bytes(second)
        (site / other).write_bytes(first)

    return exchange


TAMPERINGS = {
    "a word of an old page": (
        edit("versions/1.0.0/index.html", "</article>", "<p>Sold.</p></article>"),
        "site-pages", "version 1.0.0 is another here",
    ),
    "the first page": (edit("index.html", "</article>", "<p>x</p></article>"), "site-front", "1."),
    "a page is gone": (gone("versions/1.1.0/index.html"), "site-pages", "1.1.0 is not found here"),
    "two pages swapped": (
        swapped("versions/1.0.0/index.html", "versions/1.1.0/index.html"), "site-pages", "1.0.0",
    ),
    "one byte of a source": (edit("versions/1.0.0.md", "\n", "\r\n"), "site-sources", "1.0.0"),
    "a source is gone": (gone("versions/1.0.0.md"), "site-sources", "1.0.0 is not found"),
    "a word of a translation": (
        edit("de/versions/1.0.0/index.html", "30 Tagen", "90 Tagen"),
        "site-pages", "the translation de/1.0.0.md is another here",
    ),
    "the source of a translation": (
        edit("de/versions/1.0.0.md", "30", "90"), "site-sources", "the translation de/1.0.0.md is",
    ),
    "the list is gone": (gone("versions.json"), "site-list", "no list of versions"),
    "the list is no list": (edit("versions.json", "{", "["), "site-list", "no list of versions"),
    "a version struck from the list": (
        edit("versions.json", '"version": "1.0.0"', '"version": "0.9.0"'), "site-list", "not listed"
    ),
    "a day in the list": (
        edit("versions.json", '"published": "20', '"published": "19'), "site-list", "`published`"
    ),
    "another in force": (
        edit("versions.json", '"in_force": "1.1', '"in_force": "1.0'), "site-list", "is in force"
    ),
    "a preview": (edit("versions.json", '"preview": false', '"preview": true'), "site-list", "pre"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_was_altered_is_named_with_its_line(root: Path, served: str, name: str) -> None:
    tamper, gate, told = TAMPERINGS[name]
    tamper(root / "site")

    for site in (str(root / "site"), served):
        code, found = asked(site)
        broken = [each for each in found if each["outcome"] == "closed"]
        assert code == 1
        assert broken[0]["gate"] == gate
        assert told in broken[0]["what"]
        if gate in {"site-pages", "site-sources", "site-front"}:
            assert "ledger.jsonl:" in broken[0]["what"]


def test_a_site_that_was_not_built_on_the_day_is_told(root: Path) -> None:
    # On that day 1.1.1 has come into force, and the site still shows 1.1.0.
    code, found = asked(str(root / "site"), at="2027-01-01T12:00:00Z")
    broken = [each for each in found if each["outcome"] == "closed"]
    assert code == 1
    assert [each["gate"] for each in broken] == ["site-list", "site-front"]
    assert "1.1.0 is in force, and it is 1.1.1" in broken[0]["what"]


def test_a_site_that_is_down_is_told_beside_what_the_ledger_proves(root: Path) -> None:
    del root
    code, found = asked("http://127.0.0.1:9/")
    assert code == 1
    assert [each["gate"] for each in found] == ["site-list"]
    assert "cannot be reached" in found[0]["what"]
