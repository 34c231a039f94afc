"""What providers report, told apart by shape, and never kept as an address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gazette.adapters.notices.reports import read_report
from gazette.announce import Order, Result, Sent, Slip
from gazette.cli.group import gazette
from gazette.errors import NoticeError
from gazette.notice import Mail

RELEASE = "privacy/2.0.0"
MAILS = (Mail("Subject", "Text\n", "<p>Text</p>", "en"),)
QUOTE = "550 5.1.1 <ann@example.com> no such user"

MAILGUN = [
    {
        "event": "failed",
        "severity": "permanent",
        "recipient": "ann@example.com",
        "delivery-status": {"code": 550, "message": QUOTE},
    },
    {"event": "failed", "severity": "temporary", "recipient": "bob@example.com"},
    {"event": "delivered", "recipient": "cid@example.com"},
    {"event": "complained", "recipient": "dan@example.com"},
]
SENDGRID = [
    {"email": "ann@example.com", "event": "bounce", "status": "5.1.1", "reason": QUOTE},
    {"email": "bob@example.com", "event": "bounce", "type": "blocked"},
    {"email": "cid@example.com", "event": "delivered"},
    {"email": "dan@example.com", "event": "spamreport"},
    {"email": "eve@example.com", "event": "dropped", "reason": "Bounced Address"},
]


def ses(kind: str, **detail: Any) -> dict[str, Any]:
    return {"eventType": kind, kind.lower(): detail, "mail": {"destination": ["x@example.com"]}}


SES = [
    ses(
        "Bounce",
        bounceType="Permanent",
        bouncedRecipients=[{"emailAddress": "ann@example.com", "status": "5.1.1"}],
    ),
    ses("Bounce", bounceType="Transient", bouncedRecipients=[{"emailAddress": "bob@example.com"}]),
    ses("Delivery", recipients=["cid@example.com"]),
    ses("Complaint", complainedRecipients=[{"emailAddress": "dan@example.com"}]),
]
WRAPPED = [{"Type": "Notification", "Message": json.dumps(each)} for each in SES]
OLD = [{"notificationType": each["eventType"], **each} for each in SES]
COMMON = [("ann@example.com", "5.1.1"), ("cid@example.com", "")]


def lines(events: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(each) + "\n" for each in events)


@pytest.mark.parametrize(
    ("text", "shape", "outcomes"),
    [
        (lines([{"event-data": each} for each in MAILGUN]), "Mailgun", None),
        (json.dumps({"items": MAILGUN}), "Mailgun", None),
        (json.dumps(SENDGRID), "SendGrid", [*COMMON, ("eve@example.com", "bounced")]),
        (lines(SENDGRID), "SendGrid", [*COMMON, ("eve@example.com", "bounced")]),
        (lines(SES), "Amazon SES", COMMON),
        (json.dumps(WRAPPED), "Amazon SES", COMMON),
        (json.dumps(OLD), "Amazon SES", COMMON),
        (json.dumps(SES[0]), "Amazon SES", COMMON[:1]),
        ("created,email,reason,status\n1,ann@example.com,x,5.1.1\n", "CSV", COMMON[:1]),
        ("\ufeffAddress,Code\nann@example.com,550\n", "CSV", [("ann@example.com", "550")]),
        ("email,event\nann@example.com,bounce\nbob@example.com,deferred\n", "CSV", None),
    ],
)
def test_the_shape_is_seen_and_only_what_is_final_counts(
    tmp_path: Path, text: str, shape: str, outcomes: list[tuple[str, str]] | None
) -> None:
    path = tmp_path / "report"
    path.write_text(text, encoding="utf-8")
    report = read_report(path)
    assert report.shape == shape
    if outcomes is not None:
        assert report.outcomes == outcomes
    assert "bob@example.com" not in dict(report.outcomes)
    assert "dan@example.com" not in dict(report.outcomes)
    assert dict(report.outcomes)["ann@example.com"]


@pytest.mark.parametrize(
    "text",
    ["", "name\nann@example.com\n", '[{"a": "ann@example.com"}]', '{"a": ann@example.com}', "[1]"],
)
def test_what_is_no_report_is_an_error_that_repeats_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report"
    path.write_text(text)
    with pytest.raises(NoticeError) as refused:
        read_report(path)
    assert "ann" not in str(refused.value)


def keep(book: Any, *names: str, plan: str = "plan", release: str = RELEASE) -> Any:
    slips = [Slip(name, f"{name}@example.com", 0) for name in names]
    order = Order(release, "0" * 64, 0, "office@example.com")
    return book.keep(plan, order, mails=MAILS, slips=slips)


def test_who_bounced_is_known_by_key_alone_and_counted_by_later_plans(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        keep(book, "annabel", "bobby")
        letters = book.turn([], at=1.0, most=9)
        book.turn([(Sent(each.number, Result.ACCEPTED), 2.0) for each in letters], at=1.0, most=0)
        outcomes = [
            ("ANNABEL@example.com", "5.1.1"),
            ("bobby@example.com", ""),
            ("zed@example.com", "550"),
        ]
        assert book.record(outcomes) == (0, 1)
        assert book.record(outcomes) == (0, 0)
        assert book.counts() == {RELEASE: {"accepted": 1, "bounced": 1}}
        assert book.unreached(RELEASE) == [("annabel", "bounced", "5.1.1", "notify")]
        again = keep(book, "annabel", "bobby", "zed", plan="b")
        assert (again.planned, again.told, again.bounced) == (0, 1, 2)
        later = keep(book, "annabel", "bobby", "zed", plan="c", release="privacy/3.0.0")
        assert (later.planned, later.bounced) == (1, 2)
        assert book.lift(["annabel@example.com"]) == 1
        assert keep(book, "annabel", plan="d", release="privacy/3.0.0").planned == 1
    stored = ledgers.stored().lower()
    assert b"zed" not in stored
    assert b"bobby@" not in stored


def test_what_was_handed_over_is_settled_by_the_report(ledgers: Any) -> None:
    with ledgers.opened(create=True) as book:
        keep(book, "ann", "bob", "cid")
        with book.handing(RELEASE) as handing:
            assert len(list(handing.rows)) == 3
        assert book.record([("ann@example.com", ""), ("bob@example.com", "550")]) == (1, 1)
        assert book.counts() == {RELEASE: {"accepted": 1, "bounced": 1, "written": 1}}


def test_somebody_at_a_terminal(ledgers: Any, tmp_path: Path) -> None:
    with ledgers.opened(create=True) as book:
        keep(book, "ann", "bob", "cid")
    path = tmp_path / "events.json"
    path.write_text(json.dumps(SENDGRID))

    def call(*arguments: str) -> str:
        result = CliRunner().invoke(gazette, ["notify", *arguments, *ledgers.options])
        assert result.exit_code == 0, result.output + repr(result.exception)
        assert "example.com" not in result.output
        return result.stdout

    said = call("bounces", str(path))
    assert "SendGrid report: 2 bounced, 1 delivered, 2 neither\n1 notices bounced" in said
    assert "bounced" in call("status")
    assert call("status", "--unreached", RELEASE) == (
        "user_id,state,code,action\nann,bounced,5.1.1,notify\n"
    )
    assert "2 addresses" in call("bounces", str(path), "--lift")
