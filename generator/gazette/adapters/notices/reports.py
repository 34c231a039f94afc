"""What mail providers report of notices: exports and events, told apart by their shape.

Nothing that a report says in words is kept or repeated: it may quote an address.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gazette.errors import Location, NoticeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Outcome = tuple[str, str]
"""An address, and the code with which it bounced; empty where the mail arrived."""

_ADDRESS = ("email", "address", "recipient", "emailaddress", "email_address")
_KIND = ("event", "type", "bounce_type", "event_type", "severity")
_CODE = ("code", "status", "smtp_code")
_ARRIVED = frozenset({"delivered", "delivery"})
_LOST = frozenset(
    {"bounce", "bounced", "hard", "hard_bounce", "hardbounce", "permanent", "failed", "dropped"}
)
_SOUND = re.compile(r"\d[\d.]{0,11}")


@dataclass(slots=True)
class Report:
    """A report as it was read: its shape, the outcomes in it, and how many rows said neither."""

    shape: str
    outcomes: list[Outcome] = field(default_factory=list)
    other: int = 0

    def add(self, address: object, *, arrived: bool, lost: bool, code: object = "") -> None:
        """Take up one row."""
        if not isinstance(address, str) or "@" not in address or not (arrived or lost):
            self.other += 1
            return
        self.outcomes.append((address, "" if arrived else _code(code)))

    @property
    def bounced(self) -> int:
        """How many rows say that an address bounced."""
        return sum(1 for _, code in self.outcomes if code)


def read_report(path: Path) -> Report:
    """The report at `path`: CSV, a JSON array, or JSON lines.

    Read are the events of Mailgun (webhooks and the events API), SendGrid's
    event webhook, Amazon SES (event publishing and notifications, also as SNS
    wraps them), and any CSV with a column of addresses. Only what is final
    counts: a deferral, a soft bounce or a complaint is no bounce. NoticeError
    where the file is none of these.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise _wrong(path, "cannot be read as UTF-8") from None
    if text.lstrip()[:1] in {"[", "{"}:
        return _events(path, text)
    return _table(path, text)


def _events(path: Path, text: str) -> Report:
    shapes: Counter[str] = Counter()
    report = Report("")
    for event in _objects(path, text):
        for shape, read in _SHAPES.items():
            if read(report, event):
                shapes[shape] += 1
                break
        else:
            raise _wrong(path, "holds an event of a shape that is not known")
    report.shape = " and ".join(sorted(shapes)) or "no"
    return report


def _objects(path: Path, text: str) -> Iterator[dict[str, Any]]:
    """Each event, out of whatever wraps it."""
    try:
        whole = json.loads(text)
    except ValueError:
        whole = [_line(path, at, line) for at, line in enumerate(text.splitlines(), 1) if line]
    items = whole.get("items", [whole]) if isinstance(whole, dict) else whole
    for item in items:
        if not isinstance(item, dict):
            raise _wrong(path, "holds something that is no event")
        if item.get("Type") == "Notification" and isinstance(item.get("Message"), str):
            yield _line(path, None, item["Message"])
        else:
            yield item.get("event-data", item)


def _line(path: Path, at: int | None, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NoticeError(
            "this is no JSON",
            where=Location(str(path), at),
            remedy="Give the provider's export as it is: CSV, a JSON array or JSON lines.",
        )
    return found


def _ses(report: Report, event: dict[str, Any]) -> bool:
    kind = event.get("eventType") or event.get("notificationType")
    if not isinstance(kind, str):
        return False
    detail = event.get(kind.lower(), {})
    detail = detail if isinstance(detail, dict) else {}
    if kind == "Delivery":
        for address in detail.get("recipients", ()):
            report.add(address, arrived=True, lost=False)
    elif kind == "Bounce":
        final = detail.get("bounceType") == "Permanent"
        for each in detail.get("bouncedRecipients", ()):
            report.add(each.get("emailAddress"), arrived=False, lost=final, code=each.get("status"))
    else:
        report.other += 1
    return True


def _mailgun(report: Report, event: dict[str, Any]) -> bool:
    if "event" not in event or "recipient" not in event:
        return False
    status = event.get("delivery-status") or {}
    report.add(
        event["recipient"],
        arrived=event["event"] == "delivered",
        lost=event["event"] == "failed" and event.get("severity") == "permanent",
        code=status.get("code") if isinstance(status, dict) else "",
    )
    return True


def _sendgrid(report: Report, event: dict[str, Any]) -> bool:
    if "event" not in event or "email" not in event:
        return False
    # A block is for now; a drop is for good, and was never sent.
    hard = event["event"] == "bounce" and event.get("type") != "blocked"
    report.add(
        event["email"],
        arrived=event["event"] == "delivered",
        lost=hard or event["event"] == "dropped",
        code=event.get("status"),
    )
    return True


_SHAPES = {"Amazon SES": _ses, "Mailgun": _mailgun, "SendGrid": _sendgrid}


def _table(path: Path, text: str) -> Report:
    """A CSV: bounces alone, unless a column says what each row is."""
    rows = csv.DictReader(text.splitlines())
    names = {name.strip().lower(): name for name in rows.fieldnames or () if name}
    address, kind, code = (_column(names, each) for each in (_ADDRESS, _KIND, _CODE))
    if address is None:
        raise _wrong(path, f"has no column of addresses ({', '.join(_ADDRESS[:3])})")
    report = Report("CSV")
    for row in rows:
        said = (row.get(kind) or "").strip().lower() if kind else "bounce"
        report.add(
            (row.get(address) or "").strip(),
            arrived=said in _ARRIVED,
            lost=said in _LOST,
            code=row.get(code) if code else "",
        )
    return report


def _column(names: dict[str, str], known: tuple[str, ...]) -> str | None:
    return next((names[each] for each in known if each in names), None)


def _code(said: object) -> str:
    """A reply code such as 550 or 5.1.1; never the words around it."""
    found = _SOUND.match(str(said or "").strip())
    return found[0] if found else "bounced"


def _wrong(path: Path, what: str) -> NoticeError:
    return NoticeError(
        f"the report {what}",
        where=Location(str(path)),
        remedy="Give the provider's export as it is: CSV, a JSON array or JSON lines.",
    )
