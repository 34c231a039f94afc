from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from gazette.adapters.notices import NoticeLedger, opened
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


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "private/notices.sqlite"


def test_who_was_told_stays_told(path: Path) -> None:
    with opened(path, create=True) as book:
        assert keep(book, "a", "ann", "bob") == (2, 0, 0, 0)
        assert settle(book, Result.ACCEPTED, most=1) == 1
        assert keep(book, "a", "ann", "bob") == (1, 1, 0, 0)
        settle(book, Result.ACCEPTED)
        assert keep(book, "a", "ann", "bob") == (0, 2, 0, 0)
        assert book.turn([], at=1.0, most=9) == []
        # One address in other letters is one address; another release is another notice.
        assert keep(book, "b", "ANN") == (0, 1, 0, 0)
        assert keep(book, "c", "ann", release="privacy/3.0.0") == (1, 0, 0, 0)


def test_a_new_plan_withdraws_what_was_not_sent_and_heals_what_failed(path: Path) -> None:
    with opened(path, create=True) as book:
        keep(book, "a", "ann")
        settle(book, Result.REFUSED, code="550")
        assert keep(book, "b", "bob") == (1, 0, 0, 0)
        assert book.failures() == {"550": 1}
        assert keep(book, "c", "ann", "cid") == (2, 0, 0, 1)
        assert book.failures() == {}


def test_what_a_killed_run_had_claimed_is_named_and_taken_up_again(path: Path) -> None:
    with opened(path, create=True) as book:
        keep(book, "a", "ann", "bob", "cid")
        claimed = book.turn([], at=1.0, most=2)
    with opened(path) as book:
        named = book.recover()
        assert [each.user_id for each in named] == ["ann", "bob"]
        assert [each.message_id for each in named] == [each.message_id for each in claimed]
        assert book.recover() == ()
        again = book.turn([], at=1.0, most=9)
        assert {each.message_id for each in claimed} < {each.message_id for each in again}
        assert len(again) == 3


def test_an_accepted_notice_keeps_no_address(path: Path) -> None:
    with opened(path, create=True) as book:
        keep(book, "a", "ann", "bob")
        settle(book, Result.ACCEPTED)
    stored = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert b"@example.com" in stored  # the sender's
    assert b"ann@" not in stored
    assert b"bob@" not in stored


def test_the_forgotten_are_erased_and_never_told_again(path: Path) -> None:
    with opened(path, create=True) as book:
        keep(book, "a", "annabel", "bobby")
        settle(book, Result.ACCEPTED, most=1)
        assert book.forget(["Annabel@example.com", "bobby@example.com", "evelyn@example.com"]) == 2
        assert book.counts() == {"privacy/2.0.0": {"accepted": 1, "forgotten": 1}}
        everybody = ("annabel", "bobby", "evelyn")
        assert keep(book, "b", *everybody, release="privacy/3.0.0") == (0, 0, 3, 0)
    stored = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert not [name for name in everybody if name.encode() in stored.lower()]


def test_a_plan_is_kept_whole_or_not_at_all(path: Path) -> None:
    def failing() -> object:
        yield from slips("ann")
        raise RuntimeError("the list cannot be read")

    with opened(path, create=True) as book:
        with pytest.raises(RuntimeError):
            book.keep("a", order(), mails=MAILS, slips=failing())  # type: ignore[arg-type] # raises
        assert book.counts() == {}
        assert keep(book, "a", "ann") == (1, 0, 0, 0)


def test_it_is_its_owners_only_and_one_processs_only(path: Path) -> None:
    with opened(path, create=True):
        modes = {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
        assert modes == {0o600}
        with pytest.raises(OutputError, match="gazette notify"), opened(path):
            pass


def test_without_its_secret_it_is_not_used(path: Path) -> None:
    with opened(path, create=True) as book:
        keep(book, "a", "ann")
    secret = path.with_suffix(".key")
    secret.write_bytes(b"x" * 32)
    with pytest.raises(NoticeError, match="another ledger's"), opened(path):
        pass
    secret.unlink()
    with pytest.raises(NoticeError, match="missing"), opened(path, create=True):
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
