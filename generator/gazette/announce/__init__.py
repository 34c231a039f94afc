"""Who gets which notice, and getting it to them once: planning and sending.

Orchestration only. What keeps the records, writes the mails and carries them
is given, as the Protocols of `ports`; so are the clock and the wait.
"""

from __future__ import annotations

from gazette.announce.planning import Planned, freeze
from gazette.announce.ports import (
    Carrier,
    Kept,
    Ledger,
    Letter,
    Order,
    Recipient,
    Result,
    Sent,
    Slip,
)
from gazette.announce.sending import Pace, Tally, deliver

__all__ = [
    "Carrier",
    "Kept",
    "Ledger",
    "Letter",
    "Order",
    "Pace",
    "Planned",
    "Recipient",
    "Result",
    "Sent",
    "Slip",
    "Tally",
    "deliver",
    "freeze",
]
