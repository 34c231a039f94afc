"""Values as the parameters of the ledger's statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.announce.sending import MOST_ATTEMPTS

if TYPE_CHECKING:
    from gazette.announce import Order, Sent
    from gazette.notice import Mail


def plan_row(plan: str, order: Order) -> dict[str, object]:
    """A plan, for `schema.PLAN`."""
    return {
        "plan": plan,
        "release": order.release,
        "sender": order.sender,
        "reply_to": order.reply_to,
        "list": order.list_sha256,
        "recipients": order.recipients,
    }


def mail_row(plan: str, number: int, mail: Mail) -> dict[str, object]:
    """One of its mails, for `schema.MAIL`."""
    return {
        "plan": plan,
        "mail": number,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "language": mail.language,
        "action": mail.action,
    }


def settled_row(sent: Sent, due: float, *, at: float) -> dict[str, object]:
    """What came of a letter at the instant `at`, for `schema.SETTLE`."""
    return {
        "number": sent.number,
        "result": str(sent.result),
        "code": sent.code,
        "due": due,
        "at": at,
        "most_attempts": MOST_ATTEMPTS,
    }
