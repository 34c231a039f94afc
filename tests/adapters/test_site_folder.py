from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from gazette.adapters.site_folder import kept_beside, publish_folder, read_site, roll_back
from gazette.errors import OutputError


def site(word: str) -> dict[str, bytes]:
    return dict.fromkeys(("index.html", "sitemap.xml", "versions/1.0.0/index.html"), word.encode())


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "served" / "privacy"


def test_a_site_is_published_into_a_new_folder(target: Path) -> None:
    done = publish_folder(site("one"), target)

    assert read_site(target) == site("one")
    assert (done.changed, done.kept) == (True, None)
    assert [each.name for each in target.parent.iterdir()] == ["privacy"]


def test_the_same_site_again_is_nothing_to_do(target: Path) -> None:
    publish_folder(site("one"), target)
    publish_folder(site("two"), target)

    assert not publish_folder(site("two"), target).changed
    assert read_site(kept_beside(target)) == site("one")


def test_the_site_before_is_kept_and_taken_back(target: Path) -> None:
    for word in ("one", "two", "three"):
        publish_folder(site(word), target)
    assert read_site(kept_beside(target)) == site("two")

    roll_back(target)
    assert read_site(target) == site("two")

    roll_back(target)
    assert read_site(target) == site("three")


def test_without_a_site_before_there_is_nothing_to_take_back(target: Path) -> None:
    publish_folder(site("one"), target)

    with pytest.raises(OutputError, match="no earlier site"):
        roll_back(target)


def test_what_is_gone_from_the_site_is_gone_from_the_folder(target: Path) -> None:
    publish_folder(site("one") | {"old/index.html": b""}, target)
    publish_folder(site("one"), target)

    assert read_site(target) == site("one")


def test_what_begins_with_a_dot_stays(target: Path) -> None:
    (target / ".well-known").mkdir(parents=True)
    (target / ".well-known" / "security.txt").write_text("mine")

    publish_folder(site("one"), target)

    assert (target / ".well-known" / "security.txt").read_text() == "mine"


def test_what_is_no_site_is_not_replaced(target: Path) -> None:
    target.mkdir(parents=True)
    (target / "thesis.txt").write_text("years of work")

    with pytest.raises(OutputError, match="no site"):
        publish_folder(site("one"), target)

    assert [each.name for each in target.iterdir()] == ["thesis.txt"]


def test_a_site_that_is_not_there_cannot_be_read(target: Path) -> None:
    with pytest.raises(OutputError, match="no such folder"):
        read_site(target)


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_killed_at_any_instant_visitors_see_the_old_site_or_the_new(
    cut_short: Any, tmp_path: Path
) -> None:
    cut_short("folder", tmp_path / "site").assert_old_or_new(least=10)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_a_full_disk_leaves_the_old_site_and_says_so(cut_short: Any, tmp_path: Path) -> None:
    (seen,) = cut_short("folder", tmp_path / "site", "full").at

    assert seen["left"] == ["a/index.html=old", "index.html=old", "sitemap.xml=old"]
    assert "the folder cannot be replaced" in seen["told"]
    assert [each.name for each in tmp_path.iterdir()] == ["site"]
