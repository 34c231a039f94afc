from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gazette.adapters import branch as branches
from gazette.adapters.branch import Committed, publish_branch
from gazette.errors import GazetteError, HistoryError, OutputError

SITE = {"index.html": b"<p>one", "sitemap.xml": b"<x/>", "versions/1.0.0/\u00fc.html": b"\xff\0"}
OTHER = SITE | {"index.html": b"<p>two"}


def git(place: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-c", "core.quotePath=false", *arguments],
        cwd=place, check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip


@pytest.fixture(autouse=True)
def _identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Dana")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "dana@library.example")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with one commit on `main`, cloned from a bare one called `origin`."""
    origin, clone = tmp_path / "origin.git", tmp_path / "clone"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(tmp_path, "clone", "--quiet", str(origin), str(clone))
    git(clone, "checkout", "--quiet", "-B", "main")
    (clone / "policy.md").write_text("text")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message=Begin")
    git(clone, "push", "--quiet", "origin", "main")
    return clone


def publish(place: Path, files: dict[str, bytes] = SITE, **how: str) -> Committed:
    return publish_branch(files, place, branch="pages", message="Publish", **how)


def tree(place: Path, revision: str) -> dict[str, bytes]:
    names = git(place, "ls-tree", "-r", "--name-only", revision).splitlines()
    return {
        name: subprocess.run(
            ["git", "show", f"{revision}:{name}"], cwd=place, check=True, capture_output=True
        ).stdout
        for name in names
    }


def test_the_tree_is_exactly_the_site(clone: Path) -> None:
    done = publish(clone)

    assert tree(clone, "pages") == SITE
    assert git(clone, "rev-parse", "pages") == done.commit
    assert git(clone, "rev-list", "--count", "pages") == "1"


def test_neither_work_tree_nor_index_is_touched(clone: Path) -> None:
    (clone / "policy.md").write_text("half a thought")
    (clone / "staged.md").write_text("staged")
    git(clone, "add", "staged.md")
    before = git(clone, "status", "--porcelain"), git(clone, "rev-parse", "HEAD")

    publish(clone)

    assert (git(clone, "status", "--porcelain"), git(clone, "rev-parse", "HEAD")) == before
    assert (clone / "policy.md").read_text() == "half a thought"


def test_history_only_grows(clone: Path) -> None:
    first = publish(clone).commit
    second = publish(clone, OTHER).commit

    assert git(clone, "rev-list", "pages").split() == [second, first]
    assert tree(clone, first) == SITE


def test_the_same_site_again_makes_no_commit(clone: Path) -> None:
    first = publish(clone)

    assert publish(clone) == Committed(first.commit, changed=False)


@pytest.mark.parametrize("name", ["a b", "-x", "a..b", ""])
def test_what_cannot_be_a_branch_is_refused(clone: Path, name: str) -> None:
    with pytest.raises(HistoryError, match="cannot be a branch"):
        publish_branch(SITE, clone, branch=name, message="Publish")


def test_a_branch_that_is_checked_out_is_refused(clone: Path, tmp_path: Path) -> None:
    git(clone, "worktree", "add", "--quiet", "-b", "pages", str(tmp_path / "beside"))
    for name in ("main", "pages"):
        with pytest.raises(OutputError, match="checked out"):
            publish_branch(SITE, clone, branch=name, message="Publish")


def test_a_branch_that_holds_something_else_is_refused(clone: Path) -> None:
    git(clone, "branch", "pages")

    with pytest.raises(OutputError, match="no site"):
        publish(clone)

    assert git(clone, "rev-parse", "pages") == git(clone, "rev-parse", "main")


def test_what_is_declared_as_not_the_sites_stays(clone: Path) -> None:
    git(clone, "switch", "--quiet", "--orphan", "pages")
    (clone / "CNAME").write_text("policies.example")
    (clone / "more").mkdir()
    (clone / "more" / "key.txt").write_text("a")
    (clone / "index.html").write_text("under construction")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message=Begin pages")
    git(clone, "switch", "--quiet", "main")
    keep = ("CNAME", "more")

    with pytest.raises(OutputError, match="no site"):
        publish_branch(SITE, clone, branch="pages", message="Publish", keep=keep)
    keep = (*keep, "index.html")
    for files in (SITE, OTHER):
        publish_branch(files, clone, branch="pages", message="Publish", keep=keep)
        assert tree(clone, "pages") == files | {"CNAME": b"policies.example", "more/key.txt": b"a"}

    publish(clone, OTHER)
    assert tree(clone, "pages") == OTHER, "what is no longer declared goes"


def test_no_repository_is_said(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="no git repository"):
        publish(tmp_path)


def test_it_is_pushed_only_where_asked(clone: Path) -> None:
    publish(clone)
    assert git(clone, "ls-remote", "origin", "pages") == ""

    done = publish(clone, remote="origin")
    assert git(clone, "ls-remote", "origin", "pages").split()[0] == done.commit


def second_clone(clone: Path) -> Path:
    other = clone.parent / "other"
    git(clone.parent, "clone", "--quiet", "origin.git", str(other))
    return other


def test_another_clone_goes_on_from_what_is_at_the_remote(clone: Path) -> None:
    first = publish(clone, remote="origin").commit
    other = second_clone(clone)

    second = publish(other, OTHER, remote="origin").commit
    assert git(other, "rev-list", "pages").split() == [second, first]
    # The first clone is behind now; it follows before it adds.
    third = publish(clone, remote="origin").commit
    assert git(clone, "rev-list", "pages").split() == [third, second, first]


def test_without_a_push_it_goes_on_from_what_was_fetched(clone: Path) -> None:
    first = publish(clone, remote="origin").commit
    other = second_clone(clone)

    assert publish(other).commit == first


def test_branches_that_have_parted_are_never_forced(clone: Path) -> None:
    publish(clone, remote="origin")
    other = second_clone(clone)
    publish(other, OTHER, remote="origin")
    mine = publish(clone, SITE | {"more.html": b""}).commit

    with pytest.raises(HistoryError, match="own way"):
        publish(clone, remote="origin")
    assert git(clone, "rev-parse", "pages") == mine


def test_a_race_lost_at_the_remote_leaves_both_as_they_were(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(clone, remote="origin").commit
    other = second_clone(clone)
    push = branches.SiteBranch.push
    theirs = []

    def late(self: branches.SiteBranch, remote: str, commit: str) -> None:
        monkeypatch.setattr(branches.SiteBranch, "push", push)
        theirs.append(publish(other, OTHER, remote="origin").commit)
        push(self, remote, commit)

    monkeypatch.setattr(branches.SiteBranch, "push", late)
    with pytest.raises(OutputError, match="does not take it"):
        publish(clone, SITE | {"more.html": b""}, remote="origin")

    assert git(clone, "rev-parse", "pages") == first
    assert git(clone, "ls-remote", "origin", "pages").split()[0] == theirs[0]


def test_a_race_lost_here_leaves_what_the_other_published(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = branches.SiteBranch.write_commit
    theirs = []

    def late(self: branches.SiteBranch, *arguments: str) -> str:
        monkeypatch.setattr(branches.SiteBranch, "write_commit", write)
        theirs.append(publish(clone, OTHER).commit)
        return write(self, *arguments)

    monkeypatch.setattr(branches.SiteBranch, "write_commit", late)
    with pytest.raises(OutputError, match="meanwhile"):
        publish(clone)

    assert git(clone, "rev-parse", "pages") == theirs[0]


def test_without_a_name_to_commit_under_git_says_so(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "")

    with pytest.raises(GazetteError, match="git refuses"):
        publish(clone)


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_killed_at_any_instant_the_branch_is_the_old_site_or_the_new(
    cut_short: Any, clone: Path
) -> None:
    cut_short("branch", clone).assert_old_or_new(least=10)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_a_full_disk_leaves_the_branch_as_it_was_and_says_so(cut_short: Any, clone: Path) -> None:
    (seen,) = cut_short("branch", clone, "full").at

    assert seen["left"] == ["a/index.html=old", "index.html=old", "sitemap.xml=old"]
    assert seen["told"].startswith(f"{clone}: ")
    assert git(clone, "rev-list", "--count", "pages") == "1"
