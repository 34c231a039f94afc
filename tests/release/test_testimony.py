"""Git as the witness of releases: what it has seen, and what it cannot say."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from gazette.adapters.commits import commit_files, refuse_commit, tag_version
from gazette.adapters.witness import ask_witness, history_of
from gazette.errors import HistoryError
from gazette.model.gate import Gate, Outcome
from gazette.release.verification import Case, verify
from gazette.release.witness import History
from gazette.source.ledger import entry_line

LONGER = ("30 days after", "90 days after")


@pytest.fixture(scope="module")
def witnessed(open_office: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An office whose two releases are committed and tagged."""
    office = open_office(tmp_path_factory.mktemp("witnessed"))
    office.git("init", "--quiet", "--initial-branch=main")
    office.git("config", "user.name", "Dana")
    office.git("config", "user.email", "dana@library.example")
    office.git("config", "gc.auto", "0")
    office.write()
    office.commit("A draft")
    office.release()
    office.commit("Release 1.0.0")
    office.git("tag", "privacy/1.0.0")
    office.edit(*LONGER)
    office.commit("Another draft")
    office.release()
    office.commit("Release 2.0.0")
    office.git("tag", "--annotate", "--message=Released", "privacy/2.0.0")
    return office


@pytest.fixture
def repository(witnessed: Any, tmp_path: Path) -> Any:
    """A copy of that office with its history, to tamper with."""
    from dataclasses import replace  # noqa: PLC0415 - this fixture's alone

    root = Path(copytree(witnessed.folder.parent.parent, tmp_path / "copy"))
    return replace(witnessed, folder=root / "policy" / "privacy")


def asked(office: Any) -> tuple[Gate, ...]:
    """All that verification finds with git's testimony."""
    labels = tuple(version.label for version in office.policy.versions)
    witness = ask_witness(office.folder, labels=labels, tags="privacy/")
    return verify(Case(office.policy, office.ledger, witness))


def found(office: Any, outcome: Outcome) -> list[str]:
    return [f"{gate.id}: {gate.what}" for gate in asked(office) if gate.outcome is outcome]


def broken(office: Any) -> str:
    return "\n".join(found(office, Outcome.CLOSED))


def unproven(office: Any) -> str:
    return "\n".join(found(office, Outcome.WARNING))


def test_git_vouches_for_an_honest_history(repository: Any) -> None:
    assert broken(repository) == ""
    assert unproven(repository) == ""


def test_a_text_altered_and_put_back_was_not_frozen(repository: Any) -> None:
    path = repository.folder / "1.0.0.md"
    released = path.read_bytes()
    path.write_bytes(released.replace(b"30 days", b"3 days"))
    guilty = repository.commit("Oops")
    path.write_bytes(released)
    repository.commit("Nothing happened")

    assert f"in commit {guilty[:10]} 1.0.0.md is another text" in broken(repository)


def test_a_text_altered_in_a_merge_alone_is_found(repository: Any) -> None:
    path = repository.folder / "1.0.0.md"
    released = path.read_bytes()
    repository.git("switch", "--quiet", "--create", "other")
    (repository.folder.parent / "note.txt").write_text("one")
    repository.commit("One")
    repository.git("switch", "--quiet", "main")
    (repository.folder.parent / "other.txt").write_text("two")
    repository.commit("Two")
    repository.git("merge", "--quiet", "--no-commit", "--no-ff", "other")
    path.write_bytes(released.replace(b"30 days", b"3 days"))
    guilty = repository.commit("Merge")
    path.write_bytes(released)
    repository.commit("Nothing happened")

    assert f"in commit {guilty[:10]} 1.0.0.md is another text" in broken(repository)


def test_a_release_merged_from_a_branch_is_honest(repository: Any) -> None:
    repository.git("switch", "--quiet", "--create", "spring")
    repository.edit("90 days", "99 days")
    repository.release()
    repository.commit("Release 3.0.0")
    repository.git("switch", "--quiet", "main")
    (repository.folder.parent / "note.txt").write_text("one")
    repository.commit("Meanwhile")
    repository.git("merge", "--quiet", "--no-ff", "--message=Merge", "spring")

    assert broken(repository) == ""


def test_a_text_taken_away_and_put_back_is_told(repository: Any) -> None:
    path = repository.folder / "1.0.0.md"
    released = path.read_bytes()
    path.unlink()
    commit = repository.commit("Gone")
    path.write_bytes(released)
    repository.commit("Back")

    assert broken(repository) == ""
    assert f"commit {commit[:10]} took 1.0.0.md away" in unproven(repository)


def test_a_ledger_written_anew_is_found(repository: Any) -> None:
    from dataclasses import replace  # noqa: PLC0415 - this test's alone

    first, second = (line.entry for line in repository.ledger.lines)
    from hashlib import sha256  # noqa: PLC0415 - this test's alone

    line = entry_line(replace(first, released_by="Someone Else"))
    chained = entry_line(replace(second, previous=sha256(line).hexdigest()))
    (repository.folder / "ledger.jsonl").write_bytes(line + chained)
    repository.commit("Tidy up")

    assert "holds a ledger that this one does not continue" in broken(repository)
    (gate,) = [each for each in asked(repository) if each.id == "git-ledger" and each.remedy][:1]
    assert gate.where is not None
    assert gate.where.line == 1


def test_a_release_taken_back_is_found(repository: Any) -> None:
    repository.git("revert", "--no-edit", "HEAD")
    (repository.folder / "draft.md").unlink()
    repository.commit("Start over")

    assert "git-ledger: commit" in broken(repository)
    assert "the tag privacy/2.0.0 says that 2.0.0 was released" in broken(repository)


def test_history_rewritten_under_a_tag_is_found(repository: Any) -> None:
    repository.git("commit", "--quiet", "--amend", "--message=Released, says who?")

    assert "the tag privacy/2.0.0 points at commit" in broken(repository)
    assert "not part of the history" in broken(repository)


def test_a_tag_moved_to_another_text_is_found(repository: Any) -> None:
    repository.git("tag", "--force", "privacy/1.0.0", "HEAD~3")

    assert "at the tag privacy/1.0.0 the file is not the one released" in broken(repository)


def test_other_tags_are_not_ours(repository: Any) -> None:
    repository.git("tag", "privacy/next")
    repository.git("tag", "v1", "HEAD~2")

    assert broken(repository) == ""


def test_a_policy_that_moved_is_followed(repository: Any) -> None:
    root = repository.folder.parent.parent
    repository.git("mv", "policy", "documents")
    repository.commit("Move")
    repository.folder = root / "documents" / "privacy"
    assert broken(repository) == ""
    assert unproven(repository) == ""

    repository.git("reset", "--quiet", "--hard", "HEAD~1")
    path = root / "policy" / "privacy" / "1.0.0.md"
    released = path.read_bytes()
    path.write_bytes(released.replace(b"30 days", b"3 days"))
    repository.commit("Oops")
    path.write_bytes(released)
    repository.commit("Nothing happened")
    repository.git("mv", "policy", "documents")
    repository.commit("Move")
    assert "1.0.0.md is another text" in broken(repository)


def test_text_worked_on_before_its_ledger_began_is_no_tampering(
    open_office: Any, tmp_path: Path
) -> None:
    office = open_office(tmp_path)
    office.git("init", "--quiet", "--initial-branch=main")
    office.write()
    path = office.folder / "1.0.0.md"
    (office.folder / "draft.md").rename(path)
    text = path.read_text(encoding="utf-8").replace("status: proposal", "version: 1.0.0")
    path.write_text(text, encoding="utf-8")
    office.commit("A version")
    path.write_text(text.replace("30 days", "20 days"), encoding="utf-8")
    office.commit("Better")
    office.adopt()
    office.commit("Begin the ledger")
    assert broken(office) == ""

    released = path.read_bytes()
    path.write_bytes(released.replace(b"20 days", b"2 days"))
    office.commit("Oops")
    path.write_bytes(released)
    office.commit("Nothing happened")
    assert "1.0.0.md is another text" in broken(office)


def test_what_is_not_committed_is_told(repository: Any) -> None:
    repository.edit("90 days", "99 days")
    repository.release()

    assert broken(repository) == ""
    assert "3.0.0.md is in no commit yet" in unproven(repository)
    assert "ledger.jsonl is not as in the commit" in unproven(repository)


def test_a_shallow_clone_vouches_for_what_it_holds(repository: Any, tmp_path: Path) -> None:
    root = repository.folder.parent.parent
    clone = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", f"file://{root}", str(clone))
    repository.folder = clone / "policy" / "privacy"

    assert history_of(repository.folder) is History.SHALLOW
    assert broken(repository) == ""
    assert "this clone is shallow" in unproven(repository)
    (gate,) = repository.found("history")
    assert gate.outcome is Outcome.CLOSED


def test_a_shallow_clone_accuses_nobody_of_what_it_cannot_see(
    repository: Any, tmp_path: Path
) -> None:
    root = repository.folder.parent.parent
    clone = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", f"file://{root}", str(clone))
    repository.folder = clone / "policy" / "privacy"
    # As CI does: the tags, too, without what lies between.
    repository.git("fetch", "--quiet", "--depth=1", "origin", "tag", "privacy/1.0.0")

    assert repository.git("tag") == "privacy/1.0.0\nprivacy/2.0.0"
    assert broken(repository) == ""
    # The commit it begins with is not the one that the first release came with.
    witness = ask_witness(repository.folder, labels=("1.0.0",), tags="privacy/")
    assert [each.of for each in witness.signatures["1.0.0"]] == ["the tag privacy/1.0.0"]


def test_a_detached_head_vouches_and_is_not_committed_to(repository: Any) -> None:
    repository.git("checkout", "--quiet", "--detach")

    assert broken(repository) == ""
    with pytest.raises(HistoryError, match="no branch is checked out"):
        refuse_commit(repository.folder)


def test_an_older_commit_is_judged_by_its_own_history(repository: Any) -> None:
    repository.git("checkout", "--quiet", "HEAD~1")
    repository.git("tag", "--delete", "privacy/2.0.0")

    assert broken(repository) == ""


def test_without_a_repository_nothing_is_invented(office: Any) -> None:
    witness = ask_witness(office.folder, labels=("1.0.0",), tags="privacy/")

    assert (witness.history, witness.sightings, witness.head) == (History.NONE, {}, "")
    assert unproven(office) == "git: git vouches for nothing: this is no git repository"
    # Nor does anything read as if git had vouched for it.
    assert not [each for each in asked(office) if each.id.startswith("git-")]


def test_a_repository_without_a_commit_has_seen_nothing(office: Any) -> None:
    office.git("init", "--quiet")

    assert ask_witness(office.folder, labels=(), tags="").reason == (
        "the repository has no commit yet"
    )


def test_without_git_nothing_is_invented(office: Any, tmp_path: Path) -> None:
    # GitPython looks for git when it is imported, so this needs a process of its own.
    asking = (
        "import sys; from pathlib import Path\n"
        "from gazette.adapters.witness import ask_witness\n"
        "print(ask_witness(Path(sys.argv[1]), labels=(), tags='').reason)"
    )
    import sys  # noqa: PLC0415 - this test's alone

    run = subprocess.run(
        [sys.executable, "-c", asking, office.folder],
        env=os.environ | {"PATH": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip() == "git is not installed"


def test_only_the_named_files_are_committed(repository: Any) -> None:
    (repository.folder / "policy.toml").write_text("# changed\n")
    (repository.folder / "new.txt").write_text("new")
    (repository.folder / "1.0.0.md").unlink()
    repository.git("add", "policy/privacy/policy.toml")

    commit = commit_files(
        repository.folder, ("new.txt", "1.0.0.md", "never-there.md"), message="Some of it"
    )

    changed = repository.git("show", "--name-status", "--format=", commit).split("\n")
    assert changed == ["D\tpolicy/privacy/1.0.0.md", "A\tpolicy/privacy/new.txt"]
    assert "policy.toml" in repository.git("status", "--porcelain")
    assert commit_files(repository.folder, ("new.txt",), message="Again") == ""
    assert commit_files(repository.folder, ("never-there.md",), message="Nothing") == ""


def test_a_hook_that_refuses_is_quoted(repository: Any) -> None:
    hook = repository.folder.parent.parent / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'counsel has not signed' >&2\nexit 1\n")
    hook.chmod(0o755)
    (repository.folder / "new.txt").write_text("new")

    with pytest.raises(HistoryError, match="git refuses: counsel has not signed") as error:
        commit_files(repository.folder, ("new.txt",), message="No")
    assert "run the same command again" in error.value.remedy


def test_a_merge_under_way_is_not_committed_to(repository: Any) -> None:
    (repository.folder.parent.parent / ".git" / "MERGE_HEAD").write_text(
        repository.git("rev-parse", "HEAD")
    )

    with pytest.raises(HistoryError, match="a merge is under way"):
        refuse_commit(repository.folder)


def test_a_tag_is_set_once_on_the_commit_that_brought_the_file(repository: Any) -> None:
    assert tag_version(repository.folder, "1.0.0.md", name="first", message="First")
    assert not tag_version(repository.folder, "1.0.0.md", name="first", message="First")

    brought = repository.git("log", "--format=%H", "--diff-filter=A", "--", "*1.0.0.md")
    assert repository.git("rev-parse", "first^{commit}") == brought


def test_a_commit_without_a_repository_is_refused(office: Any) -> None:
    with pytest.raises(HistoryError, match="no git repository"):
        refuse_commit(office.folder)
