"""Mails to an SMTP server: encrypted off this machine, connections reused, no word of an address.

What the server says is kept as its code only: its words may quote the address.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from hashlib import sha256
from ipaddress import ip_address
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from gazette.announce import Result, Sent
from gazette.errors import NoticeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gazette.announce import Letter
    from gazette.notice import Mail

LINES = SMTP.clone(cte_type="7bit")
"""Not every server takes eight bits (RFC 6152), and no line may pass 998 octets (RFC 5322)."""
TIMEOUT = 60.0
"""Seconds without an answer after which a connection is given up."""
RECONNECTS = (0.0, 2.0, 10.0, 30.0)
"""Seconds to wait before each try to connect."""

_GO_ON, _TEMPORARY, _PERMANENT = 354, 400, 500
_DOT = re.compile(rb"^\.", re.MULTILINE)
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server. Off this machine it is only spoken to encrypted."""

    host: str
    port: int
    implicit_tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        """Whether it is this machine."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def server_at(url: str, *, password: str = "") -> Server:
    """Read `smtp://[USER@]HOST[:PORT]` (STARTTLS) or `smtps://` (TLS from the start).

    NoticeError for anything else, and for a password in it: that would be seen
    by everybody on the machine.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in _PORTS or not parts.hostname or port == -1 or parts.path.strip("/"):
        raise NoticeError(
            "this is no SMTP server's address",
            remedy="Write it as smtp://user@host:587, or smtps://user@host:465.",
        )
    if parts.password is not None:
        raise NoticeError(
            "the address of the SMTP server holds a password, which others could see",
            remedy="Take it out, and put it into the variable GAZETTE_SMTP_PASSWORD.",
        )
    user = unquote(parts.username or "")
    return Server(
        parts.hostname, port or _PORTS[parts.scheme], parts.scheme == "smtps", user, password
    )


@dataclass(slots=True)
class SmtpCarrier:
    """Carries letters over `connections` connections at once; use it as a context.

    Entering it connects once, so that a wrong address or password is told
    before anything is claimed.
    """

    server: Server
    connections: int
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    tls: ssl.SSLContext | None = None
    down: str = ""
    _lines: list[smtplib.SMTP | None] = field(default_factory=list)
    _pool: ThreadPoolExecutor = field(init=False)
    _built: dict[tuple[Mail, str, str], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lines = [None] * self.connections
        self._pool = ThreadPoolExecutor(self.connections)

    def __enter__(self) -> Self:
        try:
            self._lines[0] = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self._pool.shutdown()
            raise _unreachable(self.server, error) from None
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()
        for line in self._lines:
            if line is not None:
                _hang_up(line)

    @property
    def width(self) -> int:
        """How many letters it carries at once."""
        return self.connections

    def carry(self, letters: Sequence[Letter]) -> list[Sent]:
        """One result for each letter; see `announce.ports.Carrier`."""
        for letter in letters:
            self._build(letter)
        return list(self._pool.map(self._try, range(self.connections), letters))

    def _try(self, place: int, letter: Letter) -> Sent:
        """Carry one letter over connection `place`, on a fresh one if that has gone stale."""
        for _ in range(2):
            line = self._line(place)
            if line is None:
                return Sent(letter.number, Result.DEFERRED, "no connection")
            try:
                answer = self._hand_over(line, letter)
            except (OSError, smtplib.SMTPException):
                # Before the text has gone out nothing can have been taken.
                self._drop(place)
                continue
            if answer.result is not Result.ACCEPTED:
                self._clear(place, answer)
            return answer
        return Sent(letter.number, Result.DEFERRED, "connection lost")

    def _hand_over(self, line: smtplib.SMTP, letter: Letter) -> Sent:
        beyond_ascii = not letter.address.isascii()
        if beyond_ascii and not line.has_extn("smtputf8"):
            return Sent(letter.number, Result.REFUSED, "no SMTPUTF8")
        options = ["SMTPUTF8", "BODY=8BITMIME"] if beyond_ascii else []
        code, _ = line.mail(parseaddr(letter.sender)[1], options)
        if code >= _PERMANENT:
            # That is about us, not about this recipient.
            self.down = f"the SMTP server does not take mail from this sender (code {code})"
            return Sent(letter.number, Result.DEFERRED, str(code))
        if code < _TEMPORARY:
            code, _ = line.rcpt(letter.address)
        if code >= _TEMPORARY:
            return _answer(letter, code)
        code, _ = line.docmd("DATA")
        if code != _GO_ON:
            return _answer(letter, code) if code >= _TEMPORARY else _muddled(letter)
        try:
            line.send(self._text(letter))
            code, _ = line.getreply()
        except (OSError, smtplib.SMTPException):
            return Sent(letter.number, Result.UNKNOWN, "no answer")
        return _answer(letter, code)

    def _build(self, letter: Letter) -> bytes:
        """What is the same for all the readers of one mail, as it goes over the line.

        There is no List-Unsubscribe, on purpose: the notice is owed to whoever
        uses the service, is no subscription, and comes once.
        """
        key = letter.mail, letter.sender, letter.reply_to
        if key not in self._built:
            message = EmailMessage(LINES)
            message["From"] = letter.sender
            if letter.reply_to:
                message["Reply-To"] = letter.reply_to
            message["Subject"] = letter.mail.subject
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(letter.mail.text)
            message.add_alternative(letter.mail.html, subtype="html")
            # After the content, which takes every Content- header with it; and the
            # boundary by the content, so that a second try has the same bytes.
            message["Content-Language"] = letter.mail.language
            message.set_boundary(f"gazette-{sha256(letter.mail.html.encode()).hexdigest()[:40]}")
            # RFC 5321, 4.5.2: a dot at the start of a line is doubled, and a dot alone ends.
            self._built[key] = _DOT.sub(b"..", message.as_bytes()) + b".\r\n"
        return self._built[key]

    def _text(self, letter: Letter) -> bytes:
        head = (
            f"To: {letter.address}\r\nMessage-ID: {letter.message_id}\r\n"
            f"Date: {formatdate(self.clock(), usegmt=True)}\r\n"
        )
        return head.encode() + self._build(letter)

    def _line(self, place: int) -> smtplib.SMTP | None:
        """The connection at `place`, opened where it is not; None where that fails for long."""
        for wait in RECONNECTS:
            line = self._lines[place]
            if line is not None or self.down:
                return line
            if wait:
                self.sleep(wait)
            try:
                self._lines[place] = self._connect()
            except (OSError, smtplib.SMTPException) as error:
                reason = _unreachable(self.server, error).what
        if self._lines[place] is None:
            self.down = reason
        return self._lines[place]

    def _connect(self) -> smtplib.SMTP:
        server = self.server
        context = self.tls or ssl.create_default_context()
        if server.implicit_tls:
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT, context=context
            )
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        try:
            line.ehlo()
            if not server.implicit_tls and not server.is_here:
                line.starttls(context=context)
                line.ehlo()
            if server.user:
                line.login(server.user, server.password)
        except BaseException:
            line.close()
            raise
        return line

    def _clear(self, place: int, answer: Sent) -> None:
        """Make the connection ready for the next letter."""
        line = self._lines[place]
        if line is None:
            return
        if answer.result is Result.UNKNOWN or answer.code == "421":
            self._drop(place)
            return
        try:
            line.rset()
        except (OSError, smtplib.SMTPException):
            self._drop(place)

    def _drop(self, place: int) -> None:
        line = self._lines[place]
        self._lines[place] = None
        if line is not None:
            line.close()


def _muddled(letter: Letter) -> Sent:
    """What came of a letter whose server answers with nothing that was asked."""
    return Sent(letter.number, Result.DEFERRED, "no sense")


def _answer(letter: Letter, code: int) -> Sent:
    if code >= _PERMANENT:
        return Sent(letter.number, Result.REFUSED, str(code))
    result = Result.DEFERRED if code >= _TEMPORARY else Result.ACCEPTED
    return Sent(letter.number, result, str(code))


def _hang_up(line: smtplib.SMTP) -> None:
    try:
        line.quit()
    except (OSError, smtplib.SMTPException):
        line.close()


def _unreachable(server: Server, error: Exception) -> NoticeError:
    """Why there is no connection, without the server's own words."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        why = f"it refuses the user or the password (code {error.smtp_code})"
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        why = "it offers no encryption (STARTTLS), or no way to log in"
    elif isinstance(error, ssl.SSLError):
        why = f"its certificate or encryption will not do ({error.reason or 'not valid'})"
    elif isinstance(error, smtplib.SMTPResponseException):
        why = f"it answers with code {error.smtp_code}"
    elif isinstance(error, OSError) and error.strerror:
        why = error.strerror.lower()
    else:
        why = "it does not answer"
    return NoticeError(
        f"the SMTP server {server.host}:{server.port} cannot be used: {why}",
        remedy="Check --smtp, GAZETTE_SMTP_PASSWORD and the network; nothing was sent.",
    )
