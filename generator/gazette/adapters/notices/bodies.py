"""Request bodies as files, for their owner only, with a manifest that says where each goes."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazette.adapters.sealing import SUFFIX, Seal
from gazette.announce.bodies import PROVIDERS, Dispatch
from gazette.errors import Location, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazette.adapters.notices.ledger import Handing
    from gazette.announce.bodies import Addressee, Provider

SCHEMA = "gazette/provider-bodies/1"
MANIFEST = "manifest.json"


@dataclass(slots=True)
class Written:
    """What was written: `groups` as the manifest tells them, and how much that is."""

    groups: list[dict[str, Any]] = field(default_factory=list)
    requests: int = 0
    recipients: int = 0


def write_bodies(handing: Handing, name: str, *, output: Path, seal: Seal | None) -> Written:
    """Write the bodies of `handing` for the provider `name` into the new folder `output`.

    There is one folder in it for each wording, and so for each locale and
    action. OutputError where `output` exists, since what is in it may not have
    been sent yet, or cannot be written; then nothing is left behind.
    """
    if output.exists():
        raise OutputError(
            "this exists, and may hold bodies that are not sent yet",
            where=Location(str(output)),
            remedy="Send and delete it, or name another folder with --output.",
        )
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        # Of mode 0700, as mkdtemp makes it.
        folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
        try:
            written = _write(handing, name, folder, seal)
            folder.rename(output)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    except OSError as error:
        raise OutputError(
            f"the bodies cannot be written: {(error.strerror or 'no reason').lower()}",
            where=Location(str(output)),
            remedy="Name a folder with --output, where there is room.",
        ) from None
    return written


def _write(handing: Handing, name: str, folder: Path, seal: Seal | None) -> Written:
    provider, written = PROVIDERS[name], Written()
    for number, rows in groupby(handing.rows, key=lambda row: row[0]):
        mail = handing.mails[number]
        label = f"{number:03}-{mail.language}-{mail.action}"
        name_of_it = f"{handing.release}-{label}".replace("/", "-").replace(".", "-")
        dispatch = Dispatch(mail, handing.sender, handing.reply_to, name_of_it)
        taken = _taken(provider, rows, handing.left)
        group = _group(folder / label, provider, dispatch, taken, seal)
        written.groups.append(
            {"language": mail.language, "action": mail.action, "subject": mail.subject, **group}
        )
    written.requests = sum(_count(group, "requests") for group in written.groups)
    written.recipients = sum(_count(group, "recipients") for group in written.groups)
    _private(folder / MANIFEST, _manifest(handing, name, written, seal))
    return written


def _taken(
    provider: Provider, rows: Iterable[tuple[int, int, str, str]], left: list[int]
) -> Iterator[Addressee]:
    takes = provider.takes
    for _, notice, address, id_ in rows:
        if takes(address):
            yield address, id_
        else:
            left.append(notice)


def _group(
    folder: Path,
    provider: Provider,
    dispatch: Dispatch,
    addressees: Iterator[Addressee],
    seal: Seal | None,
) -> dict[str, Any]:
    """The files of one wording, and what the manifest says of them."""
    folder.mkdir(mode=0o700)
    said: dict[str, Any] = {"files": []}
    if provider.template:
        template = _file(folder, "template.json", provider.template(dispatch), seal)
        said["template"] = {"method": "POST", "url": provider.template_url, **template}
    bodies = provider.bodies(dispatch, addressees)
    files = said["files"]
    while batch := list(islice(bodies, provider.together)):
        name = f"{len(files) + 1:06}{provider.suffix}"
        data = b"\n".join([body for _, body in batch])
        counts = {"requests": len(batch), "recipients": sum(count for count, _ in batch)}
        files.append({**_file(folder, name, data, seal), **counts})
    return said


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


def _manifest(handing: Handing, name: str, written: Written, seal: Seal | None) -> bytes:
    provider = PROVIDERS[name]
    said = {
        "schema": SCHEMA,
        "release": handing.release,
        "plan": handing.plan,
        "provider": name,
        "method": provider.method,
        "url": provider.url,
        "content_type": provider.content_type,
        "documentation": provider.documentation,
        "tried_against_the_provider": False,
        "most_recipients_a_request": provider.most,
        "requests_a_file": provider.together,
        "encrypted_to": list(seal.keys) if seal else [],
        "recipients": written.recipients,
        "requests": written.requests,
        "left_to_other_ways": len(handing.left),
        "groups": written.groups,
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
