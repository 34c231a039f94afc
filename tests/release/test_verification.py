"""What verification believes, and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.adapters.witness import ask_witness
from gazette.errors import GazetteError
from gazette.model.gate import Outcome
from gazette.model.ledger import Entry, Record
from gazette.model.verdict import Decision, Level
from gazette.release.chain import check_bytes
from gazette.release.verification import Case, verify
from gazette.release.witness import History, Witness
from gazette.source.ledger import entry_line

NO_GIT = Witness(History.NONE, "nobody asked")
EDITS = (
    ("loan 30 days", "loan 90 days"),  # material
    ("lends books", "lends books and maps"),  # for a person to decide
    ("front desk", "front  desk"),  # nothing to see
    ("Ask at", "Please ask at"),
    ("the book comes", "a book comes"),
    ("loan 90 days", "loan 45 days"),
    ("Privacy Notice {", "Our Privacy Notice {"),
)


@pytest.fixture(scope="module")
def releases(open_office: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An office with four releases, to be copied before it is tampered with."""
    office = open_office(tmp_path_factory.mktemp("released"))
    office.write()
    office.release()
    for old, new in (EDITS[0], EDITS[1], EDITS[3]):
        office.edit(old, new)
        office.decide()
        office.release()
    return office


@pytest.fixture
def released(releases: Any, tmp_path: Path) -> Any:
    return copied(releases, tmp_path / "privacy")


def copied(office: Any, to: Path) -> Any:
    return replace(office, folder=Path(copytree(office.folder, to, dirs_exist_ok=True)))


def rewrite(office: Any, number: int, *, chained: bool, **values: Any) -> None:
    """Write line `number` (from 0) anew; with the lines below it, if they are to chain."""
    entries = [line.entry for line in office.ledger.lines]
    entries[number] = replace(entries[number], **values)
    lines: list[bytes] = []
    for at, entry in enumerate(entries):
        joins = replace(entry, previous=sha256(lines[-1]).hexdigest()) if at and chained else entry
        lines.append(entry_line(joins))
    (office.folder / "ledger.jsonl").write_bytes(b"".join(lines))


def broken(office: Any, *, head: str = "") -> list[str]:
    """What does not hold, also where it cannot even be read."""
    try:
        return [f"{gate.id}: {gate.what}" for gate in office.verify(head=head)]
    except GazetteError as error:
        return [str(error)]


def test_an_honest_history_holds(released: Any) -> None:
    assert [line.entry.version for line in released.ledger.lines] == [
        "1.0.0", "2.0.0", "2.1.0", "2.1.1",
    ]  # fmt: skip
    assert broken(released, head=released.ledger.head) == []
    for line in released.ledger.lines:
        assert broken(released, head=line.sha256) == []


def test_an_altered_file_is_named_with_the_line_that_records_it(released: Any) -> None:
    path = released.folder / "2.0.0.md"
    path.write_bytes(path.read_bytes().replace(b"90 days", b"95 days"))

    (found,) = released.verify()

    assert found.id == "frozen-files"
    assert str(found.where) == str(path)
    assert "version 2.0.0 was altered" in found.what
    assert "ledger.jsonl:2" in found.what


def test_an_altered_line_is_named_by_the_one_below(released: Any) -> None:
    rewrite(released, 1, chained=False, released_by="Someone Else")

    (found,) = released.verify()

    assert found.id == "chain"
    assert found.where.line == 3


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"published": date(2000, 1, 1)}, "`published` lies before"),
        ({"effective": date(2000, 1, 1)}, "`effective` lies before"),
        ({"effective": date(2040, 1, 1)}, "dates version 2.1.1 otherwise"),
        ({"released_at": datetime(2000, 1, 1, tzinfo=UTC)}, "`released_at` lies before"),
        ({"level": Level.MATERIAL}, "its level is material, and its findings make it"),
        ({"findings": ()}, "a decision fits none of its findings"),
        ({"policy": "terms"}, "is about the policy “terms”"),
        ({"version": "2.0.0"}, "does not follow 2.1.0"),
        ({"version": "9.0.0"}, "version 9.0.0 was released, and its file is gone"),
        ({"words_sha256": "0"}, "no longer reads as it did"),
        ({"previous": "0"}, "does not continue the one above"),
    ],
)
def test_a_last_line_contradicts_itself_or_its_file(
    released: Any, values: dict[str, Any], what: str
) -> None:
    if "findings" in values:
        unbound = Decision("f", "r", Level.MINOR, "?", "Dana", date(2030, 1, 1))
        values = values | {"decisions": (unbound,)}
    rewrite(released, 3, chained=False, **values)

    assert what in "\n".join(broken(released))


def test_a_release_that_nobody_decided_is_none(released: Any) -> None:
    waiting = (Record("r", Level.REVIEW, "c", "f"),)
    rewrite(released, 3, chained=False, findings=waiting, decisions=(), level=Level.REVIEW)

    assert "no release is made before that is decided" in broken(released)[0]


def test_a_dropped_beginning_is_noticed(released: Any) -> None:
    path = released.folder / "ledger.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))

    assert "the record’s beginning was dropped" in broken(released)[0]


def test_other_markup_of_the_same_words_is_told_and_believed(released: Any, witness: Any) -> None:
    rewrite(released, 3, chained=False, body_sha256="0", tool="gazette 0.0.1")

    found = verify(Case(released.policy, released.ledger, witness))

    assert not [gate for gate in found if gate.outcome is Outcome.CLOSED]
    (told,) = [gate for gate in found if gate.id == "frozen-files"]
    assert "every word is the same" in told.what
    assert "gazette 0.0.1" in told.what


def test_without_a_ledger_nothing_is_verified(released: Any) -> None:
    (released.folder / "ledger.jsonl").unlink()

    assert "there is no ledger" in broken(released)[0]


def test_only_a_noted_head_tells_a_ledger_written_anew(released: Any) -> None:
    noted = released.ledger.head
    rewrite(released, 0, chained=True, released_by="Someone Else")

    assert broken(released) == []
    assert "no line has the digest" in broken(released, head=noted)[0]


# A tampering takes an office and random numbers, and changes its files.
Tampering = Callable[[Any, Callable[[int], int]], None]


def lines_of(office: Any) -> list[bytes]:
    return (office.folder / "ledger.jsonl").read_bytes().splitlines(keepends=True)


def put(office: Any, lines: list[bytes]) -> None:
    (office.folder / "ledger.jsonl").write_bytes(b"".join(lines))


def some_version(office: Any, pick: Callable[[int], int]) -> Path:
    found = sorted(office.folder.glob("[0-9]*.md"))
    return found[pick(len(found))]


def edit_a_byte(office: Any, pick: Callable[[int], int]) -> None:
    path = some_version(office, pick)
    data = bytearray(path.read_bytes())
    data[pick(len(data))] ^= 1 << pick(7)
    path.write_bytes(data)


def edit_a_ledger_byte(office: Any, pick: Callable[[int], int]) -> None:
    path = office.folder / "ledger.jsonl"
    data = bytearray(path.read_bytes())
    data[pick(len(data))] ^= 1 << pick(7)
    path.write_bytes(data)


def truncate(office: Any, pick: Callable[[int], int]) -> None:
    path = some_version(office, pick)
    path.write_bytes(path.read_bytes()[: -1 - pick(20)])


def redate(office: Any, pick: Callable[[int], int]) -> None:
    path = some_version(office, pick)
    (version,) = [each for each in office.policy.versions if each.label == path.stem]
    moved = version.effective + timedelta(days=1 + pick(9))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"effective: {version.effective}", f"effective: {moved}"), "utf-8")


def swap_texts(office: Any, pick: Callable[[int], int]) -> None:
    found = sorted(office.folder.glob("[0-9]*.md"))
    one, other = found[0], found[1 + pick(len(found) - 1)]
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second.replace(other.stem.encode(), one.stem.encode()))
    other.write_bytes(first.replace(one.stem.encode(), other.stem.encode()))


def remove_a_version(office: Any, pick: Callable[[int], int]) -> None:
    some_version(office, pick).unlink()


def add_a_version(office: Any, pick: Callable[[int], int]) -> None:
    path = some_version(office, pick)
    text = path.read_text(encoding="utf-8").replace(f"version: {path.stem}", "version: 9.9.9")
    (office.folder / "9.9.9.md").write_text(text, encoding="utf-8")


def swap_lines(office: Any, pick: Callable[[int], int]) -> None:
    lines = lines_of(office)
    at = pick(len(lines) - 1)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    put(office, lines)


def drop_a_line(office: Any, pick: Callable[[int], int]) -> None:
    lines = lines_of(office)
    del lines[pick(len(lines))]
    put(office, lines)


def drop_the_last_release(office: Any, _: Callable[[int], int]) -> None:
    """Line and file: only a head that was noted tells."""
    last = office.ledger.lines[-1].entry.version
    put(office, lines_of(office)[:-1])
    (office.folder / f"{last}.md").unlink()


def repeat_a_line(office: Any, pick: Callable[[int], int]) -> None:
    lines = lines_of(office)
    at = pick(len(lines))
    put(office, [*lines[: at + 1], lines[at], *lines[at + 1 :]])


def change_a_name(office: Any, pick: Callable[[int], int]) -> None:
    rewrite(office, pick(len(office.ledger.lines)), chained=False, released_by="Someone Else")


def write_anew(office: Any, pick: Callable[[int], int]) -> None:
    """Files and whole ledger, consistently: only a head that was noted tells."""
    number = pick(len(office.ledger.lines))
    entry: Entry = office.ledger.lines[number].entry
    path = office.folder / f"{entry.version}.md"
    path.write_bytes(path.read_bytes().replace(b"The library", b"A library"))
    (version,) = [each for each in office.policy.versions if each.label == entry.version]
    from gazette.release.freezing import body_sha256, words_sha256  # noqa: PLC0415 - this one's

    rewrite(
        office,
        number,
        chained=True,
        source_sha256=version.sha256,
        body_sha256=body_sha256(version.document),
        words_sha256=words_sha256(version.document),
    )


TAMPERINGS: tuple[Tampering, ...] = (
    edit_a_byte,
    edit_a_ledger_byte,
    truncate,
    redate,
    swap_texts,
    remove_a_version,
    add_a_version,
    swap_lines,
    drop_a_line,
    drop_the_last_release,
    repeat_a_line,
    change_a_name,
    write_anew,
)


@settings(max_examples=60)
@given(data=st.data(), tamper=st.sampled_from(TAMPERINGS))
def test_every_tampering_is_noticed(
    releases: Any, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, tamper: Tampering
) -> None:
    office = copied(releases, tmp_path_factory.mktemp("tampered") / "privacy")
    noted, before = office.ledger.head, office.files()

    tamper(office, lambda below: data.draw(st.integers(0, below - 1)))

    assert office.files() != before
    told = places(office, head=noted)
    assert told & touched(before, office.files()), told


def places(office: Any, *, head: str = "", witness: Any = NO_GIT) -> set[str]:
    """Where something does not hold, by file and line."""
    try:
        found = office.verify(head=head, witness=witness)
    except GazetteError as error:
        # What cannot be read as a policy is looked through as files, by `gazette verify` too.
        try:
            found = tuple(check_bytes(office.ledger, digests_of(office)))
        except GazetteError as again:
            return {Path(str(again.where)).name}
        return {Path(str(each.where)).name for each in (error, *found)}
    return {Path(str(gate.where)).name for gate in found}


def digests_of(office: Any) -> dict[str, str]:
    return {name: sha256(data).hexdigest() for name, data in office.files().items()}


def touched(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The places that may be named for what differs between two states of a folder.

    A file, or the line that records it; in the ledger the first line that differs, or the one
    below, which no longer continues it, or all of it where only a noted head can tell.
    """
    lines, now = (each["ledger.jsonl"].splitlines() for each in (before, after))
    found = set()
    for name in {each for each in before | after if before.get(each) != after.get(each)}:
        if name.endswith(".md"):
            said = f'"version":"{name.removesuffix(".md")}"'.encode()
            found |= {f"ledger.jsonl:{n}" for n, line in enumerate(lines, 1) if said in line}
            found |= {name, *(f"{name}:{n}" for n in range(1, 9))}
    if lines != now:
        pairs = enumerate(zip_longest(lines, now), 1)
        first = next(number for number, (one, other) in pairs if one != other)
        found |= {"ledger.jsonl", f"ledger.jsonl:{first}", f"ledger.jsonl:{first + 1}"}
    return found


# The same with git, and with its history rewritten.


@pytest.fixture(scope="module")
def committed(open_office: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An office that has committed and tagged each of four releases."""
    office = open_office(tmp_path_factory.mktemp("committed"))
    office.git("init", "--quiet", "--initial-branch=main")
    office.git("config", "gc.auto", "0")
    office.write()
    for edit in (None, EDITS[0], EDITS[1], EDITS[3]):
        if edit:
            office.edit(*edit)
            office.decide()
        office.commit("A draft")
        office.release()
        office.commit("Release")
        label = office.ledger.lines[-1].entry.version
        office.git("tag", "--annotate", "--message=Released", f"privacy/{label}")
    return office


def alter_and_put_back(office: Any, pick: Callable[[int], int]) -> int:
    number = pick(4)
    path = office.folder / f"{office.ledger.lines[number].entry.version}.md"
    released = path.read_bytes()
    path.write_bytes(released.replace(b"library", b"Library"))
    office.commit("Oops")
    path.write_bytes(released)
    office.commit("Nothing happened")
    return number


def put_a_ledger_written_anew(office: Any, pick: Callable[[int], int]) -> int:
    number = pick(4)
    rewrite(office, number, chained=True, released_by="Someone Else")
    office.commit("Tidy up")
    return number


def rewrite_the_history(office: Any, pick: Callable[[int], int]) -> int:
    """All of it anew and consistent, as if it had always been so; the tags stay behind."""
    write_anew(office, pick)
    office.git("checkout", "--quiet", "--orphan", "anew")
    office.commit("Release")
    office.git("branch", "--quiet", "--move", "--force", "main")
    return -1


def rewrite_it_with_its_tags(office: Any, pick: Callable[[int], int]) -> int:
    """Only a head that was noted tells."""
    rewrite_the_history(office, pick)
    for name in office.git("tag").splitlines():
        office.git("tag", "--force", "--annotate", "--message=Released", name)
    return -1


def drop_the_last_commits(office: Any, pick: Callable[[int], int]) -> int:
    office.git("reset", "--quiet", "--hard", f"HEAD~{2 * (1 + pick(3))}")
    return -1


def move_a_tag(office: Any, pick: Callable[[int], int]) -> int:
    number = pick(3)
    label = office.ledger.lines[number].entry.version
    other = office.ledger.lines[number + 1].entry.version
    office.git("tag", "--force", f"privacy/{other}", f"privacy/{label}^{{commit}}")
    return number + 1


HISTORIES = (
    alter_and_put_back, put_a_ledger_written_anew, rewrite_the_history, rewrite_it_with_its_tags,
    drop_the_last_commits, move_a_tag,
)  # fmt: skip


@settings(max_examples=15)
@given(data=st.data(), tamper=st.sampled_from(HISTORIES))
def test_every_tampering_with_history_is_noticed(
    committed: Any, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, tamper: Any
) -> None:
    root = tmp_path_factory.mktemp("rewritten") / "copy"
    copytree(committed.folder.parent.parent, root)
    office = replace(committed, folder=root / "policy" / "privacy")
    noted = office.ledger.head
    assert not places(office, head=noted, witness=witness_of(office))

    number = tamper(office, lambda below: data.draw(st.integers(0, below - 1)))

    told = places(office, head=noted, witness=witness_of(office))
    assert told
    assert number < 0 or f"ledger.jsonl:{number + 1}" in told


def witness_of(office: Any) -> Any:
    labels = tuple(version.label for version in office.policy.versions)
    return ask_witness(office.folder, labels=labels, tags="privacy/")


@settings(max_examples=8)
@given(
    edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=4, unique=True),
    adopt_after=st.integers(0, 4),
)
def test_every_honest_history_holds(
    open_office: Any,
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[str, str]],
    adopt_after: int,
) -> None:
    office = open_office(tmp_path_factory.mktemp("honest"))
    office.write()
    heads = [office.release()]
    for number, (old, new) in enumerate(edits):
        if number == adopt_after:
            (office.folder / "ledger.jsonl").unlink()
            heads = [office.adopt()]
        if old not in office.body:
            continue
        office.edit(old, new)
        if not office.propose().verdict.comparison:
            (office.folder / "draft.md").unlink()
            continue
        office.decide(Level.MATERIAL)
        heads.append(office.release())

    for head in heads:
        assert broken(office, head=head) == []
