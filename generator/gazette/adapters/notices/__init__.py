"""Notices as they are kept and carried: the ledger, the mails over SMTP, bodies for providers.

No message raised here names an address; a recipient is named by user id.
"""

from __future__ import annotations

from gazette.adapters.notices.ledger import InFlight, NoticeLedger
from gazette.adapters.notices.opening import opened
from gazette.adapters.notices.smtp import Server, SmtpCarrier, server_at

__all__ = ["InFlight", "NoticeLedger", "Server", "SmtpCarrier", "opened", "server_at"]
