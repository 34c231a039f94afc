from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gazette.adapters.notices import NoticeLedger, Server, SmtpCarrier, opened, server_at
from gazette.announce import Letter, Pace, Result, Tally, deliver
from gazette.errors import NoticeError
from gazette.notice import Mail


class Time:
    """A clock that only a wait moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def run(book: NoticeLedger, server: Any, time: Time, connections: int = 2) -> Tally:
    at = server_at(f"smtp://localhost:{server.port}")
    at = type(at)("127.0.0.1", at.port)
    with SmtpCarrier(at, connections, clock=time.clock, sleep=time.sleep) as carrier:
        return deliver(book, carrier, pace=Pace(time.clock, time.sleep), progress=lambda _: None)


def test_each_gets_the_mail_with_their_address_only(
    server: Any, planned: Callable[[int], Path]
) -> None:
    with opened(planned(5)) as book:
        tally = run(book, server, Time())
        assert book.counts() == {"privacy/2.0.0": {"accepted": 5}}
    assert tally.counts == {Result.ACCEPTED: 5}
    assert sorted(server.addresses) == [f"User{n}@example.com" for n in range(5)]
    for address, message in server.taken:
        assert message["To"] == address
        assert message["From"] == "Office <office@example.com>"
        assert message["Subject"] == "What changes"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Content-Language"] == "en"
        assert message["MIME-Version"] == "1.0"
        assert message["Date"].endswith("+0000")
        # A legal notice is no subscription (see SmtpCarrier._build).
        assert message["List-Unsubscribe"] is None
        assert message["Message-ID"].endswith("@example.com>")
        text, html = message.iter_parts()  # type: ignore[attr-defined]  # of EmailMessage
        assert text.get_content().splitlines() == ["Text – with a dash.", ".", "A dot above."]
        assert html.get_content_type() == "text/html"
    assert len({message["Message-ID"] for _, message in server.taken}) == 5


def test_who_is_deferred_is_tried_again_later(server: Any, planned: Callable[[int], Path]) -> None:
    answers = iter(["451 later", "451 later", "250 OK"])
    server.rcpt = lambda address: next(answers) if address.startswith("User0") else "250 OK"
    time = Time()
    with opened(planned(3)) as book:
        run(book, server, time)
        assert book.counts() == {"privacy/2.0.0": {"accepted": 3}}
    assert time.waits == pytest.approx([2.0, 8.0])


def test_who_is_deferred_for_ever_is_given_up(server: Any, planned: Callable[[int], Path]) -> None:
    server.data = lambda _: "452 full"
    time = Time()
    with opened(planned(1)) as book:
        run(book, server, time)
        assert book.failures() == {"452": 1}
    assert len(time.waits) == 5
    assert time.waits == sorted(time.waits)


def test_a_refusal_is_kept_for_its_address_alone(
    server: Any, planned: Callable[[int], Path]
) -> None:
    server.rcpt = lambda address: "550 no User" if address.startswith("User1") else "250 OK"
    with opened(planned(3)) as book:
        run(book, server, Time())
        assert book.counts() == {"privacy/2.0.0": {"accepted": 2, "failed": 1}}
        assert book.failures() == {"550": 1}
        server.taken.clear()
        run(book, server, Time())
    assert server.taken == []


@pytest.mark.parametrize(
    ("server", "result"), [(True, Result.ACCEPTED), (False, Result.REFUSED)], indirect=["server"]
)
def test_an_address_beyond_ascii_needs_a_server_for_it(server: Any, result: Result) -> None:
    mail = Mail("s", "t\n", "<p>h</p>", "en")
    letter = Letter(1, "zoë@example.com", "office@example.com", "<id@example.com>", mail, 1)
    time = Time()
    at = server_at(f"smtp://127.0.0.1:{server.port}")
    with SmtpCarrier(at, 1, clock=time.clock, sleep=time.sleep) as carrier:
        (sent,) = carrier.carry([letter])
    assert sent.result is result
    assert server.addresses == (["zoë@example.com"] if result is Result.ACCEPTED else [])
    assert "zoë" not in repr(letter)


def test_off_this_machine_nothing_goes_unencrypted(server: Any) -> None:
    # 127.0.0.1 by a name that is not known to be this machine.
    remote = type(server_at("smtp://h"))("127.0.0.1.nip.invalid", server.port)
    assert not remote.is_here
    time = Time()
    with pytest.raises(NoticeError, match="cannot be used"):
        SmtpCarrier(remote, 1, clock=time.clock, sleep=time.sleep).__enter__()


def test_a_server_without_starttls_is_refused(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at = server_at(f"smtp://127.0.0.1:{server.port}")
    monkeypatch.setattr(type(at), "is_here", property(lambda _: False))
    time = Time()
    with pytest.raises(NoticeError, match="STARTTLS"):
        SmtpCarrier(at, 1, clock=time.clock, sleep=time.sleep).__enter__()
    assert server.taken == []


@pytest.mark.parametrize(
    "url", ["localhost:25", "http://h", "smtp://", "smtp://h:99999", "smtp://u:secret@h"]
)
def test_a_wrong_address_of_a_server_is_an_error_that_repeats_no_secret(url: str) -> None:
    with pytest.raises(NoticeError) as refused:
        server_at(url)
    assert "secret" not in str(refused.value)


def test_ports_and_encryption_follow_the_scheme() -> None:
    plain, tls = server_at("smtp://mail.example.com"), server_at("smtps://u%40x@mail.example.com")
    assert (plain.port, plain.implicit_tls) == (587, False)
    assert (tls.port, tls.implicit_tls, tls.user) == (465, True, "u@x")
    assert server_at("smtp://[::1]:25").is_here


def test_an_unreachable_server_loses_nothing(server: Any, planned: Callable[[int], Path]) -> None:
    with opened(planned(2)) as book:
        time = Time()
        at = type(server_at("smtp://h"))("127.0.0.1", server.port)
        with SmtpCarrier(at, 1, clock=time.clock, sleep=time.sleep) as carrier:
            carrier.down = "gone"
            carrier._drop(0)  # noqa: SLF001 - as if the server had hung up
            with pytest.raises(NoticeError, match="gone"):
                deliver(book, carrier, pace=Pace(time.clock, time.sleep), progress=lambda _: None)
        assert book.counts() == {"privacy/2.0.0": {"planned": 2}}


def test_the_pace_is_kept(server: Any, planned: Callable[[int], Path]) -> None:
    time = Time()
    at = server_at(f"smtp://127.0.0.1:{server.port}")
    with (
        opened(planned(10)) as book,
        SmtpCarrier(at, 1, clock=time.clock, sleep=time.sleep) as carrier,
    ):
        deliver(
            book,
            carrier,
            pace=Pace(time.clock, time.sleep, per_second=2),
            progress=lambda _: None,
        )
    assert sum(time.waits) == pytest.approx(5.0)


def test_a_second_try_has_the_same_bytes(server: Any) -> None:
    at = server_at(f"smtp://127.0.0.1:{server.port}")
    mail = Mail("Čo sa mení", "Text\n", "<p>Text</p>", "sk")
    letter = Letter(
        1, "a@example.com", "o@example.com", "<1@example.com>", mail, 1, "Ö <r@x.example>"
    )
    made = []
    for _ in range(2):
        time = Time()
        with SmtpCarrier(at, 1, clock=time.clock, sleep=time.sleep) as carrier:
            made.append(carrier._text(letter))  # noqa: SLF001 - what goes over the line
            carrier.carry([letter])
    assert made[0] == made[1]
    assert server.taken[0][1]["Reply-To"] == "Ö <r@x.example>"


@settings(max_examples=30)
@given(
    subject=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])).map(
        # A mail program may decode what looks as if it were encoded.
        lambda text: " ".join(text.replace("=?", "").split())
    ),
    body=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1),
    times=st.integers(1, 400),
)
@example(subject="Ochrana „údajov“ <x@y> \u202e", body="riadok", times=300)
@example(subject="x" * 2000, body=".", times=1)
def test_any_title_and_text_go_over_any_server_and_come_back(
    subject: str, body: str, times: int
) -> None:
    mail = Mail(subject, f"{body * times}\n", f"<p>{body * times}</p>\n", "sk")
    letter = Letter(1, "a@example.com", "Úrad <o@example.com>", "<1@example.com>", mail, 1)
    time = Time()
    carrier = SmtpCarrier(Server("127.0.0.1", 1), 1, clock=time.clock, sleep=time.sleep)
    raw = carrier._text(letter)  # noqa: SLF001 - what goes over the line
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.endswith(b"\r\n.\r\n")
    undotted = re.sub(rb"(?m)^\.\.", b".", raw.removesuffix(b".\r\n"))
    read = message_from_bytes(undotted, policy=default)
    assert sorted(set(read.keys())) == sorted(read.keys())
    assert not {"Bcc", "Cc"} & set(read.keys())
    assert read["Subject"] == subject
    assert read["From"].addresses[0].addr_spec == "o@example.com"
    text, html = read.iter_parts()  # type: ignore[attr-defined]  # of EmailMessage
    assert text.get_content().replace("\r\n", "\n") == mail.text
    assert html.get_content().replace("\r\n", "\n") == mail.html
