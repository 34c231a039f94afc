"""Request bodies as files, for their owner only, with a manifest that says where each goes."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from gazette.adapters.sealing import SUFFIX, Seal
from gazette.announce.bodies import PROVIDERS, Dispatch
from gazette.errors import Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gazette.adapters.notices.ledger import Handing
    from gazette.announce.bodies import Addressee, Body, Provider

SCHEMA = "gazette/provider-bodies/2"
MANIFEST = "manifest.json"


@dataclass(slots=True)
class Written:
    """What was written: `groups` as the manifest tells them, and how much that is."""

    groups: list[dict[str, Any]] = field(default_factory=list)
    requests: int = 0
    recipients: int = 0


@contextmanager
def prepared(output: Path, *, handed: Callable[[int], bool]) -> Iterator[Path]:
    """A folder beside `output`, which it becomes when the block ends well.

    `handed` says of a notice by its number whether it counts as handed over.
    What a killed run left before that is deleted. OutputError where `output`
    exists, since what is in it may not have been sent yet, or cannot be
    written; then nothing is left behind.
    """
    aside = _aside(output)
    try:
        if output.exists():
            raise OutputError(
                "this exists, and may hold bodies that are not sent yet",
                where=Location(str(output)),
                remedy="Send and delete it, or name another folder with --output.",
            )
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700, parents=True)
        try:
            yield aside
            aside.rename(output)
        except BaseException:
            # What counts as handed over has to stay: another run finishes it.
            if not _handed(aside, handed):
                shutil.rmtree(aside, ignore_errors=True)
            raise
    except OSError as error:
        raise OutputError(
            f"the bodies cannot be written: {(error.strerror or 'no reason').lower()}",
            where=Location(str(output)),
            remedy="Name a folder with --output, where there is room.",
        ) from None


def finish(output: Path, *, handed: Callable[[int], bool]) -> bool:
    """Bring to light what a run wrote that was killed at its last step; whether there was such.

    Its notices count as handed over already. OSError where that fails.
    """
    aside = _aside(output)
    if output.exists() or not _handed(aside, handed):
        return False
    aside.rename(output)
    return True


def _aside(output: Path) -> Path:
    return output.with_name(f".{output.name}.part")


def _handed(folder: Path, handed: Callable[[int], bool]) -> bool:
    """Whether `folder` holds bodies, complete, whose notices count as handed over."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        first = int(said["first_notice"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return handed(first)


def write_bodies(handing: Handing, name: str, *, folder: Path, seal: Seal | None) -> Written:
    """Write the bodies of `handing` for the provider `name` into `folder`, which is empty.

    There is one folder in it for each wording, and so for each locale and
    action. OSError where that fails.
    """
    provider = PROVIDERS[name]
    full = provider.most * provider.together
    groups: dict[int, _Group] = {}
    for mail, number, address in handing.rows:
        if mail not in groups:
            groups[mail] = _group(handing, mail, provider, folder, seal)
        group = groups[mail]
        group.waiting.append((address, number))
        if len(group.waiting) == full:
            group.flush()
    for group in groups.values():
        group.flush()
    done = [groups[mail] for mail in sorted(groups)]
    written = Written([group.said for group in done])
    written.requests = sum(_count(group.said, "requests") for group in done)
    written.recipients = sum(_count(group.said, "recipients") for group in done)
    handing.left.extend(number for group in done for number in group.left)
    first = next((group.first for group in done if group.first is not None), None)
    _private(folder / MANIFEST, _manifest(handing, name, written, first, seal))
    return written


@dataclass(slots=True)
class _Group:
    """The files of one wording as they come about; `said` is what the manifest says of them."""

    folder: Path
    provider: Provider
    body: Body
    seal: Seal | None
    said: dict[str, Any]
    left: list[int] = field(default_factory=list)
    waiting: list[Addressee] = field(default_factory=list)
    first: int | None = None
    """The number of the first notice in it."""

    def flush(self) -> None:
        """Write a file of those who wait, but for those the provider cannot send to."""
        takes, most = self.provider.takes, self.provider.most
        taken = [each for each in self.waiting if takes(each[0])]
        if len(taken) < len(self.waiting):
            self.left += [number for address, number in self.waiting if not takes(address)]
        self.waiting.clear()
        if not taken:
            return
        self.first = taken[0][1] if self.first is None else self.first
        bodies = [self.body(taken[at : at + most]) for at in range(0, len(taken), most)]
        name = f"{len(self.said['files']) + 1:06}{self.provider.suffix}"
        file = _file(self.folder, name, b"\n".join(bodies), self.seal)
        counts = {"requests": len(bodies), "recipients": len(taken)}
        self.said["files"].append(file | counts)


def _group(
    handing: Handing, number: int, provider: Provider, folder: Path, seal: Seal | None
) -> _Group:
    """Begin a wording: its folder, and what the provider has to store first."""
    mail = handing.mails[number]
    label = f"{number:03}-{mail.language}-{mail.action}"
    name = f"{handing.release}-{label}".replace("/", "-").replace(".", "-")
    dispatch = Dispatch(mail, handing.sender, handing.reply_to, name, handing.plan)
    place = folder / label
    place.mkdir(mode=0o700)
    said: dict[str, Any] = {
        "language": mail.language,
        "action": mail.action,
        "subject": mail.subject,
        "files": [],
    }
    if provider.template:
        template = _file(place, "template.json", provider.template(dispatch), seal)
        said["template"] = {"method": "POST", "url": provider.template_url, **template}
    return _Group(place, provider, provider.prepared(dispatch), seal, said)


def _file(folder: Path, name: str, data: bytes, seal: Seal | None) -> dict[str, Any]:
    if seal:
        name, data = name + SUFFIX, seal(data)
    _private(folder / name, data)
    return {"file": f"{folder.name}/{name}", "bytes": len(data), "sha256": sha256(data).hexdigest()}


def _private(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)


def _count(group: dict[str, Any], what: str) -> int:
    return sum(each[what] for each in group["files"])


def _manifest(
    handing: Handing, name: str, written: Written, first: int | None, seal: Seal | None
) -> bytes:
    provider = PROVIDERS[name]
    said = {
        "schema": SCHEMA,
        "release": handing.release,
        "plan": handing.plan,
        "provider": name,
        "method": "POST",
        "url": provider.url,
        "content_type": provider.content_type,
        "documentation": provider.documentation,
        "tried_against_the_provider": False,
        "most_recipients_a_request": provider.most,
        "requests_a_file": provider.together,
        "encrypted_to": list(seal.keys) if seal else [],
        "recipients": written.recipients,
        "requests": written.requests,
        "first_notice": first,
        "left_to_other_ways": len(handing.left),
        "groups": written.groups,
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
