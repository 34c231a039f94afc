"""The whole way, with the real builders: a policy through three versions to a site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gazette.cli import main
from oracles.killing import tried

KILLING = Path(__file__).with_name("killing.py")
GAZETTE = (sys.executable, "-c", "from gazette.cli import main; main()")
AS_OF = "2026-11-22"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Gazette = Callable[..., Done]


@pytest.fixture
def gazette(
    library: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Gazette:
    """The command, run in the library's folder by this process, which is quicker."""

    def run(*arguments: str) -> Done:
        monkeypatch.chdir(library)
        monkeypatch.setattr(sys, "argv", ["gazette", *arguments])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        seen = capfd.readouterr()
        return Done(int(ended.value.code or 0), seen.out, seen.err)

    return run


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def test_says_where_the_result_lies_and_what_comes_next(library: Path, gazette: Gazette) -> None:
    done = gazette("build", "--as-of", AS_OF)

    assert done.code == 0
    assert done.out == "site\n"
    assert done.err.splitlines() == [
        "Privacy Notice 1.1.0: in force, 3 versions published",
        "Look at it with: gazette serve",
    ]
    assert (library / "site" / "changes" / "1.0.0..1.1.0" / "index.html").is_file()


def ask_for_pdfs(library: Path) -> None:
    path = library / "mkdocs.yml"
    path.write_text(path.read_text().replace("  - gazette", "  - gazette:\n      pdf: true"))


@pytest.mark.parametrize("builder", ["mkdocs", "properdocs"])
def test_gazette_build_and_the_builders_write_the_same_bytes(
    library: Path, gazette: Gazette, builder: str
) -> None:
    ask_for_pdfs(library)
    gazette("build", "--output", "one")
    command = (sys.executable, "-m", builder, "build", "--config-file", "mkdocs.yml")
    subprocess.run([*command, "--quiet", "--site-dir", "two"], cwd=library, check=True)

    assert contents(library / "one") == contents(library / "two")


def test_the_same_sources_give_the_same_bytes_anywhere(
    library: Path, tmp_path: Path, gazette: Gazette
) -> None:
    elsewhere = (tmp_path / "somewhere" / "else").resolve()
    elsewhere.parent.mkdir()
    ask_for_pdfs(library)
    gazette("build", "--as-of", AS_OF)
    first = contents(library / "site")
    assert "versions/1.1.0.pdf" in first
    library.rename(elsewhere)

    subprocess.run(
        [*GAZETTE, "build", "--config", str(elsewhere / "mkdocs.yml"), "--as-of", AS_OF],
        cwd=tmp_path,
        env=os.environ | {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        umask=0o077,
        check=True,
    )

    assert contents(elsewhere / "site") == first


def test_what_keeps_the_folder_in_git_survives(library: Path, gazette: Gazette) -> None:
    (library / "site").mkdir()
    (library / "site" / ".gitkeep").touch()

    gazette("build")

    assert (library / "site" / ".gitkeep").exists()
    assert (library / "site" / "index.html").exists()


def test_nothing_is_left_of_what_was_laid_aside(library: Path, gazette: Gazette) -> None:
    gazette("build")

    assert not [each for each in library.rglob("*") if each.name.startswith(".")]


def test_a_page_that_another_plugin_alters_stops_the_build(library: Path, gazette: Gazette) -> None:
    gazette("build")
    before = contents(library / "site")
    (library / "alter.py").write_text(
        "def on_files(files, config):\n"
        "    files.src_uris['index.html.gazette'].content_bytes = b'another text'\n"
        "    return files\n"
    )
    path = library / "mkdocs.yml"
    path.write_text(f"{path.read_text()}\nhooks: [alter.py]\n")

    done = gazette("build")

    assert done.code == 1
    assert "another plugin has altered index.html" in done.err
    assert contents(library / "site") == before


def test_pages_that_are_gone_from_the_plan_are_gone_from_the_site(
    library: Path, gazette: Gazette
) -> None:
    gazette("build", "--preview")
    assert (library / "site" / "draft" / "index.html").exists()

    gazette("build")

    assert not (library / "site" / "draft").exists()


def test_a_dead_link_is_told_once_however_many_pages_have_it(
    library: Path, gazette: Gazette
) -> None:
    for path in (library / "policy" / "privacy").glob("1.*.md"):
        path.write_text(path.read_text() + "\nSee [the terms](terms/).\n")

    done = gazette("build", "--as-of", AS_OF)

    warnings = [each for each in done.err.splitlines() if each.startswith("warning")]
    assert len(warnings) == 1
    assert "the link terms/ leads nowhere, and on " in warnings[0]


def damage_version(library: Path) -> None:
    path = library / "policy" / "privacy" / "1.1.0.md"
    path.write_text(path.read_text().replace("version: 1.1.0", "version: 1.0.0"))


def damage_settings(library: Path) -> None:
    (library / "policy" / "privacy" / "policy.toml").write_text("title = ")


def damage_encoding(library: Path) -> None:
    (library / "policy" / "privacy" / "draft.md").write_bytes(b"---\ntitle: \xff\n")


def damage_template(library: Path) -> None:
    (library / "templates" / "site").mkdir(parents=True)
    (library / "templates" / "site" / "404.html").write_text("{{ nothing }}")


def damage_template_link(library: Path) -> None:
    (library / "templates" / "site").mkdir(parents=True)
    (library / "templates" / "site" / "404.html").write_text('<p><a href="/privacy/x/">x</a></p>')


def damage_template_privacy(library: Path) -> None:
    (library / "templates" / "site").mkdir(parents=True)
    (library / "templates" / "site" / "404.html").write_text('<img src="https://x.example/a.png">')


def damage_address(library: Path) -> None:
    path = library / "mkdocs.yml"
    path.write_text(path.read_text().replace("site_url: https://library.example/privacy/", ""))


def damage_configuration(library: Path) -> None:
    (library / "mkdocs.yml").write_text("site_name: [")


def damage_plugins(library: Path) -> None:
    path = library / "mkdocs.yml"
    path.write_text(path.read_text().replace("  - gazette", "  []"))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (damage_version, "policy/privacy/1.1.0.md:3: `version` is 1.0.0, which 1.0.0.md is"),
        (damage_settings, "policy/privacy/policy.toml"),
        (damage_encoding, "policy/privacy/draft.md:2: the byte 0xFF is not UTF-8"),
        (damage_template, "templates/site/404.html:1: 'nothing' is undefined"),
        (damage_template_link, "404.html: the link /privacy/x/ leads nowhere"),
        (damage_template_privacy, "loads https://x.example/a.png from another host"),
        (damage_address, "site_url is no web address"),
        (damage_configuration, "mkdocs.yml"),
        (damage_plugins, "the plugin `gazette` is not listed"),
    ],
)
def test_a_build_that_fails_says_why_and_leaves_the_site_as_it_was(
    library: Path, gazette: Gazette, damage: Callable[[Path], None], words: str
) -> None:
    gazette("build", "--as-of", AS_OF)
    before = contents(library / "site")
    around = sorted(library.iterdir())
    damage(library)

    failed = gazette("build", "--as-of", "2027-06-01")

    assert failed.code == 1
    assert failed.out == ""
    assert failed.err.startswith("error: ")
    assert words in failed.err
    assert "Traceback" not in failed.err
    assert contents(library / "site") == before
    assert [each for each in sorted(library.iterdir()) if each.name != "templates"] == around


def test_a_folder_that_is_no_site_is_not_replaced(library: Path, gazette: Gazette) -> None:
    failed = gazette("build", "--output", "policy")

    assert failed.code == 1
    assert "the folder holds something that is no site" in failed.err
    assert (library / "policy" / "privacy" / "1.0.0.md").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_killed_build_leaves_the_old_site_or_the_new(library: Path) -> None:
    seen = tried(KILLING, library, 13)

    assert len(seen) > 8
    assert {each["seen"] for each in seen} == {"old", "new"}
    assert all(each["finished"] for each in seen)
