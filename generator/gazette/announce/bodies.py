"""Request bodies for mail providers: one request for many recipients of the same mail.

Written from the providers' documentation, and never tried against a provider.
A body holds no key and no password: whoever sends it adds those. Where a
provider counts opens or clicks unless told not to, it is told not to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from hashlib import sha256
from json.encoder import encode_basestring_ascii as quoted
from typing import TYPE_CHECKING

from gazette.errors import NoticeError

if TYPE_CHECKING:
    from gazette.notice import Mail

Addressee = tuple[str, int]
"""An address, and the number of the notice to it, which says nothing about anybody."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One mail as it is handed to a provider: who sends it, and where answers go.

    `name` is of this wording, for a provider that keeps it as a template. Each
    notice is known to the provider by `plan` and its number.
    """

    mail: Mail
    sender: str
    reply_to: str
    name: str
    plan: str


Body = Callable[[list[Addressee]], bytes]
"""Makes the body for some, who are as many as one request may have at most."""
Build = Callable[[Dispatch], Body]
"""Prepares what is the same for all, and gives back what makes one body."""


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider takes mail for many at once.

    `most` recipients go into one request, by POST, to `url`; `mark` begins
    what the provider would fill in, so no mail may hold it. `takes` says
    whether it can send to an address at all. `template` makes what has to be
    stored first. A file holds `together` requests, one a line where that is
    more than one.
    """

    url: str
    build: Build
    documentation: str
    mark: str
    most: int = 1000
    content_type: str = "application/json"
    suffix: str = ".json"
    takes: Callable[[str], bool] = lambda _: True
    template: Callable[[Dispatch], bytes] | None = None
    template_url: str = ""
    together: int = 1

    def prepared(self, dispatch: Dispatch) -> Body:
        """What makes the bodies of this mail; NoticeError where the provider would fill it in."""
        mail = dispatch.mail
        if any(self.mark in text for text in (mail.subject, mail.text, mail.html)):
            raise NoticeError(
                f"a notice holds “{self.mark}”, which this provider would fill in",
                remedy="Send it with gazette notify send, or through another provider.",
            )
        return self.build(dispatch)


def _mailgun(dispatch: Dispatch) -> Callable[[list[Addressee]], bytes]:
    """The form of Mailgun's messages endpoint; with recipient variables each gets an own mail."""
    mail = dispatch.mail
    fields = {
        "from": dispatch.sender,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        **({"h:Reply-To": dispatch.reply_to} if dispatch.reply_to else {}),
        "h:Auto-Submitted": "auto-generated",
        "h:Content-Language": mail.language,
        "o:tracking": "no",
        "v:notice": "%recipient.notice%",
    }
    start = b"".join(_part(name, value) for name, value in fields.items())
    end = f"--{BOUNDARY}--\r\n".encode()

    plan = _plan(dispatch)

    def body(batch: list[Addressee]) -> bytes:
        to = ",".join([address for address, _ in batch])
        known = ",".join([f'{quoted(address)}:{{"notice":"{plan}{n}"}}' for address, n in batch])
        return start + _part("to", to) + _part("recipient-variables", f"{{{known}}}") + end

    return body


BOUNDARY = "gazette-d9a2c1b4f0e84e53a7c6"
"""Between the parts of a form: constant, so that a body is the same each time it is made."""


def _plan(dispatch: Dispatch) -> str:
    """What the number of a notice is told after: enough of the plan to be no other's."""
    return f"{dispatch.plan[:16]}-"


def _part(name: str, value: str) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return f"{head}{value}\r\n".encode()


def _sendgrid(dispatch: Dispatch) -> Callable[[list[Addressee]], bytes]:
    """The body of SendGrid's v3 mail/send: one personalization for each recipient."""
    mail = dispatch.mail
    off = {"enable": False}
    rest: dict[str, object] = {
        "from": _named(dispatch.sender),
        "subject": mail.subject,
        "content": [
            {"type": "text/plain", "value": mail.text},
            {"type": "text/html", "value": mail.html},
        ],
        "headers": {"Auto-Submitted": "auto-generated", "Content-Language": mail.language},
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": off,
            "subscription_tracking": off,
        },
        # Owed whatever was chosen about advertising; bounces and complaints still count.
        "mail_settings": {"bypass_unsubscribe_management": {"enable": True}},
    }
    if dispatch.reply_to:
        rest["reply_to"] = _named(dispatch.reply_to)
    end, plan = f"],{json.dumps(rest)[1:]}", _plan(dispatch)

    def body(batch: list[Addressee]) -> bytes:
        each = ",".join(
            [
                f'{{"to":[{{"email":{quoted(address)}}}],"custom_args":{{"notice":"{plan}{n}"}}}}'
                for address, n in batch
            ]
        )
        return f'{{"personalizations":[{each}{end}'.encode()

    return body


def _ses(dispatch: Dispatch) -> Callable[[list[Addressee]], bytes]:
    """The body of Amazon SES v2 SendBulkEmail, whose template is stored before."""
    rest: dict[str, object] = {
        "FromEmailAddress": dispatch.sender,
        "DefaultContent": {
            "Template": {
                "TemplateName": _template_name(dispatch),
                "TemplateData": "{}",
                "Headers": [
                    {"Name": "Auto-Submitted", "Value": "auto-generated"},
                    {"Name": "Content-Language", "Value": dispatch.mail.language},
                ],
            }
        },
    }
    if dispatch.reply_to:
        rest["ReplyToAddresses"] = [dispatch.reply_to]
    end, plan = f"],{json.dumps(rest)[1:]}", _plan(dispatch)

    def body(batch: list[Addressee]) -> bytes:
        each = ",".join(
            [
                f'{{"Destination":{{"ToAddresses":[{quoted(_punycode(address))}]}},'
                f'"ReplacementTags":[{{"Name":"notice","Value":"{plan}{n}"}}]}}'
                for address, n in batch
            ]
        )
        return f'{{"BulkEmailEntries":[{each}{end}'.encode()

    return body


def _ses_template(dispatch: Dispatch) -> bytes:
    """The body of CreateEmailTemplate."""
    mail = dispatch.mail
    content = {"Subject": mail.subject, "Text": mail.text, "Html": mail.html}
    value = {"TemplateName": _template_name(dispatch), "TemplateContent": content}
    return json.dumps(value).encode()


def _template_name(dispatch: Dispatch) -> str:
    """A name that another wording never has, within the 64 characters that SES takes."""
    mail = dispatch.mail
    content = f"{mail.subject}\0{mail.text}\0{mail.html}".encode()
    return f"{dispatch.name[:40]}-{sha256(content).hexdigest()[:16]}"


def _punycode(address: str) -> str:
    """An address as SES takes it: its domain in ASCII (RFC 3492)."""
    if address.isascii():
        return address
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def _ses_takes(address: str) -> bool:
    if address.isascii():
        return True
    local, _, domain = address.rpartition("@")
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return local.isascii()


def _named(address: str) -> dict[str, str]:
    name, plain = parseaddr(address)
    return {"email": plain, "name": name} if name else {"email": plain}


PROVIDERS: Mapping[str, Provider] = {
    "mailgun": Provider(
        "https://api.mailgun.net/v3/{domain}/messages",
        _mailgun,
        "https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/batch-sending",
        mark="%recipient",
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        suffix=".form",
    ),
    "sendgrid": Provider(
        "https://api.sendgrid.com/v3/mail/send",
        _sendgrid,
        "https://www.twilio.com/docs/sendgrid/for-developers/sending-email/personalizations",
        # Only what a body declares is filled in, and ours declare nothing.
        mark="\0",
    ),
    "ses": Provider(
        "https://email.{region}.amazonaws.com/v2/email/outbound-bulk-emails",
        _ses,
        "https://docs.aws.amazon.com/goto/WebAPI/sesv2-2019-09-27/SendBulkEmail",
        mark="{{",
        most=50,
        suffix=".jsonl",
        together=100,
        takes=_ses_takes,
        template=_ses_template,
        template_url="https://email.{region}.amazonaws.com/v2/email/templates",
    ),
}
"""The providers that bodies are made for, by the name that the command gives them."""
