"""Request bodies for providers: shaped as documented, for each once, private, and encrypted."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.message import Message
from email.policy import default
from hashlib import sha256
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gazette.adapters.notices.bodies import prepared, write_bodies
from gazette.adapters.sealing import seal_for
from gazette.announce import Order, Slip
from gazette.announce.bodies import PROVIDERS, Dispatch
from gazette.cli.group import gazette
from gazette.errors import NoticeError, OutputError
from gazette.notice import Mail
from oracles.programs import program
from oracles.providers import MAILGUN, SENDGRID, SES, SES_TEMPLATE

MAILS = (
    Mail("Was sich ändert", "Text – eins.\n", "<p>„Eins“</p>", "de"),
    Mail("What changes", "Text – two.\n", "<p>Two</p>", "en", "consent"),
)
RELEASE = "privacy/2.0.0"
ORDER = Order(RELEASE, "0" * 64, 0, "Gazette <relay@example.net>", "Office <office@example.com>")
SCHEMAS = {"mailgun": MAILGUN, "sendgrid": SENDGRID, "ses": SES}


def form(body: bytes) -> dict[str, str]:
    """The fields of a multipart form, read by Python's own parser of mail."""
    head = f"Content-Type: {PROVIDERS['mailgun'].content_type}\r\n\r\n".encode()
    parts = message_from_bytes(head + body, policy=default).iter_parts()  # type: ignore[attr-defined]
    return {_name(part): part.get_payload(decode=True).decode() for part in parts}


def _name(part: Message) -> str:
    return str(part.get_param("name", header="content-disposition"))


def value(provider: str, body: bytes) -> dict[str, Any]:
    if provider != "mailgun":
        found: dict[str, Any] = json.loads(body)
        return found
    fields: dict[str, Any] = dict(form(body))
    fields["recipient-variables"] = json.loads(fields["recipient-variables"])
    return fields


def requests(provider: str, data: bytes) -> list[bytes]:
    return data.split(b"\n") if provider == "ses" else [data]


def addresses(provider: str, said: dict[str, Any]) -> list[str]:
    if provider == "mailgun":
        assert list(said["recipient-variables"]) == said["to"].split(",")
        return said["to"].split(",")
    if provider == "sendgrid":
        return [to["email"] for each in said["personalizations"] for to in each["to"]]
    return [to for each in said["BulkEmailEntries"] for to in each["Destination"]["ToAddresses"]]


def people(count: int) -> list[Slip]:
    return [Slip(f"user-{n}", f"user{n}@example.com", int(n % 3 == 0)) for n in range(count)]


def made(ledgers: Any, slips: list[Slip], provider: str, output: Path, keys: tuple = ()) -> dict:
    with ledgers.opened(create=True) as book:
        book.keep("plan", ORDER, mails=MAILS, slips=slips)
        with prepared(output, handed=book.is_written) as folder, book.handing(RELEASE) as handing:
            write_bodies(handing, provider, folder=folder, seal=seal_for(keys))
    found: dict = json.loads((output / "manifest.json").read_text())
    return found


@pytest.mark.parametrize("provider", list(PROVIDERS))
def test_each_is_in_one_body_of_their_wording_within_the_limit(
    ledgers: Any, provider: str, tmp_path: Path
) -> None:
    output = tmp_path / "bodies"
    said = made(ledgers, people(2500), provider, output)
    assert (said["recipients"], said["left_to_other_ways"]) == (2500, 0)
    assert said["tried_against_the_provider"] is False
    seen: list[str] = []
    for group, mail in zip(said["groups"], MAILS, strict=True):
        assert (group["language"], group["action"]) == (mail.language, mail.action)
        for file in group["files"]:
            data = (output / file["file"]).read_bytes()
            assert sha256(data).hexdigest() == file["sha256"]
            bodies = [value(provider, each) for each in requests(provider, data)]
            assert len(bodies) == file["requests"] <= said["requests_a_file"]
            for body in bodies:
                Draft202012Validator(SCHEMAS[provider]).validate(body)
                found = addresses(provider, body)
                assert len(found) <= said["most_recipients_a_request"]
                seen += found
                assert provider == "ses" or mail.html in str(body)
                assert "office@example.com" in json.dumps(body)
        if provider == "ses":
            template = json.loads((output / group["template"]["file"]).read_bytes())
            Draft202012Validator(SES_TEMPLATE).validate(template)
            assert template["TemplateContent"]["Html"] == mail.html
            assert body["DefaultContent"]["Template"]["TemplateName"] == template["TemplateName"]
    assert sorted(seen) == sorted(slip.address for slip in people(2500))
    modes = {oct(each.stat().st_mode & 0o777) for each in output.rglob("*")}
    assert modes == {"0o600", "0o700"}
    assert output.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("provider", list(PROVIDERS))
@given(
    names=st.lists(
        st.text(st.characters(codec="utf-8", categories=["L", "N", "S"]), min_size=1, max_size=12),
        min_size=1,
        max_size=120,
        unique=True,
    )
)
def test_any_address_that_can_be_planned_comes_back_out(provider: str, names: list[str]) -> None:
    how = PROVIDERS[provider]
    told = [(f"{name}@example.com", n) for n, name in enumerate(names)]
    told = [each for each in told if how.takes(each[0])]
    if told:
        body = how.prepared(Dispatch(MAILS[0], "a@example.com", "", "x", "plan"))(told)
        found = addresses(provider, value(provider, body))
        assert found == [address for address, _ in told]


def test_what_was_handed_over_is_not_sent_again_until_it_is_taken_back(
    ledgers: Any, tmp_path: Path
) -> None:
    made(ledgers, people(3), "sendgrid", tmp_path / "bodies")
    with ledgers.opened() as book:
        assert book.counts() == {RELEASE: {"written": 3}}
        assert book.turn([], at=1.0, most=9) == []
        kept = book.keep("plan-2", ORDER, mails=MAILS, slips=people(4))
        assert (kept.planned, kept.told) == (1, 3)
        assert book.take_back(RELEASE) == 3
        assert len(book.turn([], at=1.0, most=9)) == 4


def test_whom_a_provider_cannot_send_to_stays_planned(ledgers: Any, tmp_path: Path) -> None:
    slips = [
        Slip("ann", "ann@example.com", 0),
        Slip("zoe", "zoë@example.com", 0),
        Slip("uwe", "uwe@müller.example", 0),
    ]
    said = made(ledgers, slips, "ses", tmp_path / "bodies")
    assert (said["recipients"], said["left_to_other_ways"]) == (2, 1)
    data = (tmp_path / "bodies" / said["groups"][0]["files"][0]["file"]).read_bytes()
    assert addresses("ses", json.loads(data)) == ["ann@example.com", "uwe@xn--mller-kva.example"]
    with ledgers.opened() as book:
        assert book.counts() == {RELEASE: {"written": 2, "planned": 1}}


def test_bodies_that_may_not_be_sent_yet_are_not_replaced(ledgers: Any, tmp_path: Path) -> None:
    output = tmp_path / "bodies"
    made(ledgers, people(2), "mailgun", output)
    before = sorted(output.rglob("*"))
    with ledgers.opened() as book:
        book.take_back(RELEASE)
    with pytest.raises(OutputError, match="not sent yet"):
        made(ledgers, people(2), "mailgun", output)
    assert sorted(output.rglob("*")) == before
    with ledgers.opened() as book:
        assert book.counts() == {RELEASE: {"planned": 2}}
    assert [each.name for each in tmp_path.iterdir() if "bodies" in each.name] == ["bodies"]


@pytest.mark.parametrize(
    ("provider", "text"), [("ses", "Dear {{name}}"), ("mailgun", "%recipient.name%")]
)
def test_a_text_that_a_provider_would_fill_in_is_refused(provider: str, text: str) -> None:
    dispatch = Dispatch(Mail("s", text, "<p></p>", "en"), "a@example.com", "", "x", "plan")
    with pytest.raises(NoticeError, match="fill in"):
        PROVIDERS[provider].prepared(dispatch)


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A key of the real age: its file, and its public half."""
    program("age", called="age")
    path = tmp_path_factory.mktemp("age") / "key.txt"
    run(["age-keygen", "-o", str(path)], check=True, capture_output=True)
    public = run(["age-keygen", "-y", str(path)], check=True, capture_output=True, text=True)
    return path, public.stdout.strip()


def test_the_real_age_decrypts_what_is_encrypted_to_its_key(
    ledgers: Any, tmp_path: Path, identity: tuple[Path, str]
) -> None:
    key, public = identity
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    made(ledgers, people(60), "ses", plain)
    with ledgers.opened() as book:
        book.take_back(RELEASE)
    said = made(ledgers, people(60), "ses", sealed, (public,))
    assert said["encrypted_to"] == [public]
    files = [each for each in sealed.rglob("*") if each.is_file() and each.name != "manifest.json"]
    assert len(files) == sum(len(g["files"]) + 1 for g in said["groups"])
    for path in files:
        assert b"@example.com" not in path.read_bytes()
        opened_ = run(["age", "-d", "-i", str(key), str(path)], check=True, capture_output=True)
        twin = plain / path.relative_to(sealed).with_suffix("")
        assert opened_.stdout == twin.read_bytes()


@pytest.mark.parametrize("key", ["", "age1nonsense", "AGE-SECRET-KEY-1QQ", "ssh-ed25519 AAAA"])
def test_what_is_no_public_key_is_an_error_that_repeats_nothing(key: str) -> None:
    with pytest.raises(OutputError, match="no public key") as refused:
        seal_for((key,))
    assert not key or key not in str(refused.value)


def test_somebody_at_a_terminal(
    ledgers: Any, tmp_path: Path, identity: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with ledgers.opened(create=True) as book:
        book.keep("plan", ORDER, mails=MAILS, slips=people(3))

    def call(*arguments: str) -> tuple[str, BaseException | None]:
        result = CliRunner().invoke(gazette, ["notify", "bodies", *arguments, *ledgers.options])
        return result.output, result.exception

    sealed = ("--provider", "sendgrid", "--encrypt-to", identity[1])
    assert call(*sealed) == ("3 notices in 2 requests for sendgrid\n", None)
    assert isinstance(call("--provider", "ses")[1], NoticeError)
    assert call("--provider", "ses", "--take-back")[0] == "3 notices are planned again\n"
    assert "site" in str(call("--provider", "ses", "--output", "site/bodies")[1])
