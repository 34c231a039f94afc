from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader

from gazette.render.theme import Compiled, spare_work

HIDDEN = (".*", "*/.*")
"""What MkDocs leaves out of a theme, as it spells that."""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of a theme, with files of all sorts."""
    own, theirs = tmp_path / "own", tmp_path / "theirs"
    for path in (
        own / "main.html",
        own / ".hidden",
        own / "assets/.hidden/deep/a.css",
        theirs / "main.html",
        theirs / ".icons/brand/a.svg",
        theirs / "assets/style.css",
        theirs / "assets/.keep",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name)
    return own, theirs


def test_a_theme_lists_all_that_mkdocs_would_take(folders: tuple[Path, Path]) -> None:
    plain = Environment(loader=FileSystemLoader(folders))  # noqa: S701 - renders nothing
    listed = [e for e in plain.list_templates() if not any(fnmatch(e, h) for h in HIDDEN)]

    assert spare_work(plain, None).list_templates() == listed == ["assets/style.css", "main.html"]


def test_what_is_hidden_can_still_be_named(folders: tuple[Path, Path]) -> None:
    environment = spare_work(Environment(loader=FileSystemLoader(folders)), None)  # noqa: S701 - plain text

    assert environment.get_template(".icons/brand/a.svg").render() == "a.svg"


def test_another_tools_loader_is_left_alone() -> None:
    loader = DictLoader({".a": ""})

    assert spare_work(Environment(loader=loader), None).loader is loader  # noqa: S701 - renders nothing


def test_a_template_is_compiled_once_until_its_source_differs(
    monkeypatch: pytest.MonkeyPatch, folders: tuple[Path, Path]
) -> None:
    compiled, made = Compiled(), []
    compile_ = Environment.compile

    def counted(self: Environment, source: str, *rest: object) -> object:
        made.append(source)
        return compile_(self, source, *rest)  # type: ignore[call-overload]  # passed on as they came

    monkeypatch.setattr(Environment, "compile", counted)

    def drawn() -> str:
        environment = Environment(loader=FileSystemLoader(folders))  # noqa: S701 - plain text
        return spare_work(environment, compiled).get_template("main.html").render(name="Ann")

    assert (drawn(), drawn()) == ("main.html", "main.html")
    (folders[0] / "main.html").write_text("Hello {{ name }}")
    assert (drawn(), drawn()) == ("Hello Ann", "Hello Ann")
    assert made == ["main.html", "Hello {{ name }}"]
