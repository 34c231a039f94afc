from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gazette.adapters.notices import NoticeLedger, opened, rotation
from gazette.adapters.notices.keys import waiting_at
from gazette.adapters.notices.rotation import rotate
from gazette.announce import Order, Result, Sent, Slip
from gazette.errors import NoticeError, OutputError
from gazette.notice import Mail

MAILS = (Mail("Subject", "Text\n", "<p>Text</p>", "en"),)


def order(release: str = "privacy/2.0.0") -> Order:
    return Order(release, "0" * 64, 0, "office@example.com")


def slips(*names: str) -> list[Slip]:
    return [Slip(name, f"{name}@example.com", 0) for name in names]


def keep(book: NoticeLedger, plan: str, *names: str, release: str = "privacy/2.0.0") -> tuple:
    kept = book.keep(plan, order(release), mails=MAILS, slips=slips(*names))
    return kept.planned, kept.told, kept.forgotten, kept.withdrawn


def settle(book: NoticeLedger, result: Result, *, most: int = 100, code: str = "250") -> int:
    letters = book.turn([], at=1.0, most=most)
    book.turn([(Sent(each.number, result, code), 2.0) for each in letters], at=1.0, most=0)
    return len(letters)


def test_who_was_told_stays_told(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        assert keep(book, "a", "ann", "bob") == (2, 0, 0, 0)
        assert settle(book, Result.ACCEPTED, most=1) == 1
        assert keep(book, "a", "ann", "bob") == (1, 1, 0, 0)
        settle(book, Result.ACCEPTED)
        assert keep(book, "a", "ann", "bob") == (0, 2, 0, 0)
        assert book.turn([], at=1.0, most=9) == []
        # One address in other letters is one address; another release is another notice.
        assert keep(book, "b", "ANN") == (0, 1, 0, 0)
        assert keep(book, "c", "ann", release="privacy/3.0.0") == (1, 0, 0, 0)


def test_a_new_plan_withdraws_what_was_not_sent_and_heals_what_failed(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        keep(book, "a", "ann")
        settle(book, Result.REFUSED, code="550")
        assert keep(book, "b", "bob") == (1, 0, 0, 0)
        assert book.failures() == {"550": 1}
        assert keep(book, "c", "ann", "cid") == (2, 0, 0, 1)
        assert book.failures() == {}


def test_what_a_killed_run_had_claimed_is_named_and_taken_up_again(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        keep(book, "a", "ann", "bob", "cid")
        claimed = book.turn([], at=1.0, most=2)
    with ledgers.opened() as book:
        named = book.recover()
        assert [each.user_id for each in named] == ["ann", "bob"]
        assert [each.message_id for each in named] == [each.message_id for each in claimed]
        assert book.recover() == ()
        again = book.turn([], at=1.0, most=9)
        assert {each.message_id for each in claimed} < {each.message_id for each in again}
        assert len(again) == 3


def test_an_accepted_notice_keeps_no_address(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        keep(book, "a", "ann", "bob")
        settle(book, Result.ACCEPTED)
    stored = ledgers.stored()
    assert b"@example.com" in stored  # the sender's
    assert b"ann@" not in stored
    assert b"bob@" not in stored


def test_the_forgotten_are_erased_and_never_told_again(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        keep(book, "a", "annabel", "bobby")
        settle(book, Result.ACCEPTED, most=1)
        assert book.forget(["Annabel@example.com", "bobby@example.com", "evelyn@example.com"]) == 2
        assert book.counts() == {"privacy/2.0.0": {"accepted": 1, "forgotten": 1}}
        everybody = ("annabel", "bobby", "evelyn")
        assert keep(book, "b", *everybody, release="privacy/3.0.0") == (0, 0, 3, 0)
    stored = ledgers.stored()
    assert not [name for name in everybody if name.encode() in stored.lower()]


def test_a_plan_is_kept_whole_or_not_at_all(ledgers: Any) -> None:
    def failing() -> object:
        yield from slips("ann")
        raise RuntimeError("the list cannot be read")

    with ledgers.opened(create=True) as book:
        with pytest.raises(RuntimeError):
            book.keep("a", order(), mails=MAILS, slips=failing())  # type: ignore[arg-type] # raises
        assert book.counts() == {}
        assert keep(book, "a", "ann") == (1, 0, 0, 0)


def test_it_is_its_owners_only_and_one_processs_only(ledgers: Any) -> None:
    with ledgers.opened(create=True):
        modes = {stat.S_IMODE(each.stat().st_mode) for each in ledgers.key.parent.iterdir()}
        assert modes == {0o600}
        with pytest.raises(OutputError, match="gazette notify"), ledgers.opened():
            pass


def test_without_its_secret_it_is_not_used(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        keep(book, "a", "ann")
    secret = ledgers.key
    secret.write_bytes(b"x" * 32)
    with pytest.raises(NoticeError, match="another ledger's"), ledgers.opened():
        pass
    secret.unlink()
    with pytest.raises(NoticeError, match="missing"), ledgers.opened(create=True):
        pass


@pytest.mark.parametrize("content", [None, b"this is no database, but it is long enough"])
def test_what_is_no_ledger_is_an_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NoticeError), opened(path):
        pass


def test_planning_in_the_same_order_numbers_letters_alike(planned: Callable[[int], Path]) -> None:
    with opened(planned(3)) as book:
        assert [letter.address for letter in book.turn([], at=0.0, most=9)] == [
            f"User{n}@example.com" for n in range(3)
        ]


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("postgresql://office:hush@127.0.0.1/db", "password"),
        ("postgresql://office@127.0.0.1/db?password=hush", "password"),
        ("postgresql://office@127.0.0.1/db?sslmode=require&pass%77ord=hush", "password"),
        ("postgresql://office@127.0.0.1/db?sslpassword=hush", "password"),
        ("postgresql://office@127.0.0.1:1/db", "cannot be reached"),
    ],
)
def test_a_database_that_cannot_be_used_is_an_error_that_repeats_no_secret(
    tmp_path: Path, url: str, what: str
) -> None:
    with pytest.raises(NoticeError, match=what) as refused, opened(url, key=tmp_path / "key"):
        pass
    assert "hush" not in str(refused.value)
    assert "office@" not in str(refused.value)


def test_what_a_database_says_of_a_row_is_not_repeated(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        keep(book, "a", "annabel")
    twice = (
        "INSERT INTO notice (release, address_key, user_id, address, plan, mail)"
        " SELECT release, address_key, user_id, address, plan, mail FROM notice"
    )
    with pytest.raises(NoticeError) as refused, ledgers.opened() as book:
        book.store.run(twice)
    assert "annabel" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_a_ledger_of_another_version_is_left_alone(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        book.store.run("UPDATE ledger SET version = 99")
    with pytest.raises(NoticeError, match="version 99"), ledgers.opened():
        pass


def test_who_answers_reaches_the_contact_whoever_sends(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        sent = Order("privacy/2.0.0", "0" * 64, 0, "relay@example.net", "office@example.com")
        book.keep("a", sent, mails=MAILS, slips=slips("ann"))
        (letter,) = book.turn([], at=1.0, most=1)
    assert (letter.sender, letter.reply_to) == ("relay@example.net", "office@example.com")
    assert letter.message_id.endswith("@example.net>")


def test_a_new_secret_keeps_who_was_told_forgotten_and_bounced(ledgers: Any) -> None:
    everybody = ("ann", "bob", "cid", "dan")
    with ledgers.opened(create=True) as book:
        keep(book, "a", "ann")
        with pytest.raises(NoticeError, match="still to be sent"):
            rotate(book, ledgers.key)
        settle(book, Result.ACCEPTED)
        book.forget(["bob@example.com"])
        book.record([("cid@example.com", "550")])
        before = book.keys.of("ann@example.com")
    for _ in range(2):
        with ledgers.opened() as book:
            assert rotate(book, ledgers.key) == 3
    with ledgers.opened() as book:
        assert book.keys.of("ann@example.com") != before
        kept = book.keep("b", order(), mails=MAILS, slips=slips(*everybody))
        assert (kept.planned, kept.told, kept.forgotten, kept.bounced) == (1, 1, 1, 1)
    assert ledgers.key.stat().st_size == 3 * 32
    assert ledgers.key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("when", ["before the ledger has it", "after it has it"])
def test_a_change_of_secret_that_is_killed_loses_nobody(
    ledgers: Any, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledgers.opened(create=True) as book:
        keep(book, "a", "ann")
        settle(book, Result.ACCEPTED)
    killed = "run" if when.startswith("before") else "overwrite"

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    if killed == "run":
        monkeypatch.setattr(rotation, "rotated", die)
    else:
        monkeypatch.setattr(Path, "replace", die)
    with pytest.raises(KeyboardInterrupt), ledgers.opened() as book:
        rotate(book, ledgers.key)
    monkeypatch.undo()
    with ledgers.opened() as book:
        assert keep(book, "b", "ann") == (0, 1, 0, 0)
    assert not waiting_at(ledgers.key).exists()


def test_every_file_of_a_ledger_is_its_owners_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = tmp_path / "private"
        with opened(folder / "notices.sqlite", create=True) as book:
            keep(book, "a", "ann", "bob")
            book.forget(["bob@example.com"])
            while_open = modes(folder)
        with opened(folder / "notices.sqlite") as book:
            book.turn([], at=0.0, most=9)
            book.turn([(Sent(1, Result.ACCEPTED), 0.0)], at=0.0, most=0)
            rotate(book, folder / "notices.key")
    finally:
        os.umask(before)
    assert {"notices.sqlite", "notices.sqlite-wal", "notices.sqlite-shm"} <= set(while_open)
    assert set(while_open.values()) == set(modes(folder).values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
