"""Notices as they are kept and carried: the ledger in SQLite, the mails over SMTP.

No message raised here names an address; a recipient is named by user id.
"""

from __future__ import annotations

from gazette.adapters.notices.ledger import InFlight, NoticeLedger, opened
from gazette.adapters.notices.smtp import Server, SmtpCarrier, server_at

__all__ = ["InFlight", "NoticeLedger", "Server", "SmtpCarrier", "opened", "server_at"]
