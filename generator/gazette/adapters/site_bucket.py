"""A site in a bucket, which cannot be exchanged in one step: so no step breaks a link.

What pages show goes up before the pages, pages before what names them; all of
it is read again and compared; only then is removed what the site before had
and this one has not. Every object is the old one or the new one, whole.

One object beside the site, `RECORD`, says whose turn it is and which objects
are Gazette's own, so that nothing else below the prefix is ever removed. It
only moves by a condition that the store keeps (`If-None-Match`, `If-Match`);
where a store keeps none, it is read before and after each move, which leaves a
gap of one request. A publication that was killed leaves its turn behind: the same
site goes on from there at once, another one after `LEASE` seconds by the
store's clock.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from gazette.adapters.bucket import NEW, OvertakenError
from gazette.errors import Location, OutputError
from gazette.publish.readiness import MARK, digests, refuse_difference
from gazette.publish.serving import FRESH, Serving, pages_begin, serving_of, upload_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gazette.adapters.bucket import Bucket, Held

RECORD = ".gazette-publication.json"
LEASE = 600.0
"""Seconds after which the turn of a publication that says nothing more is over."""
_SCHEMA = "gazette/publication/1"
_OFTEN = 50  # objects between two signs of life
_READERS = 8
_SERVED = Serving("application/json", FRESH)
_AGAIN = "Run this again: it goes on where this ended."


@dataclass(frozen=True, slots=True)
class Publication:
    """What the record says: of which site, by whose run, whether done, which objects are ours."""

    site: str
    owner: str
    done: bool
    paths: frozenset[str]

    def data(self) -> bytes:
        """The record's bytes."""
        said = {"schema": _SCHEMA, "site": self.site, "owner": self.owner, "done": self.done}
        return (json.dumps(said | {"paths": sorted(self.paths)}, indent=1) + "\n").encode()


def publish_bucket(files: Mapping[str, bytes], bucket: Bucket, *, owner: str) -> bool:
    """Make the site `files` what `bucket` shows; False where it does already.

    `owner` is a word that no other run has. Raises OutputError: where another
    publication is under way nothing is written, and otherwise the same command
    goes on where this one ended.
    """
    found = bucket.read(RECORD)
    before = _read_record(found, bucket)
    if before is None:
        _refuse_other(bucket)
    held = _held(bucket, files)
    site = _digest(files)
    todo = [path for path in upload_order(files) if not _stands(held[path], path, files[path])]
    known = before.paths if before else frozenset[str]()
    if before and before.done and before.site == site and not todo and known == files.keys():
        return False
    turn = _Turn.taken(bucket, found, Publication(site, owner, done=False, paths=known | {*files}))
    turn = _upload(turn, files, todo)
    turn = turn.moved(turn.said)
    _compare(bucket, files)
    bucket.remove(sorted(known - files.keys()))
    turn.moved(replace(turn.said, done=True, paths=frozenset(files)))
    return True


@dataclass(frozen=True, slots=True)
class _Turn:
    """The right to write: what this run's record says, and the tag by which it is known."""

    bucket: Bucket
    said: Publication
    tag: str

    @classmethod
    def taken(cls, bucket: Bucket, found: Held | None, said: Publication) -> _Turn:
        """Take the turn; OutputError where it is another's."""
        before = _read_record(found, bucket)
        busy = before and not before.done and before.site != said.site
        if busy and found and found.age < LEASE:
            raise OutputError(
                "another publication is under way here",
                where=Location(bucket.url),
                remedy="Wait until it is done, then run this again; one that was killed is given "
                f"up {round((LEASE - found.age) / 60) or 1} minutes from now.",
            )
        return cls(bucket, said, found.tag if found else NEW).moved(said)

    def moved(self, said: Publication) -> _Turn:
        """Say `said` in the record; OutputError where another run has taken the turn."""
        found = self.bucket.read(RECORD)
        if (found.tag if found else NEW) == self.tag:
            # What is refused may have been written: where the answer was lost, it is sent again.
            with suppress(OvertakenError):
                self.bucket.write(RECORD, said.data(), _SERVED, only_if=self.tag)
            found = self.bucket.read(RECORD)
        if found is None or found.data != said.data():
            raise OutputError(
                "another publication has taken this one’s turn",
                where=Location(self.bucket.url),
                remedy="Let it end, then run this again.",
            )
        return replace(self, said=said, tag=found.tag)


def _upload(turn: _Turn, files: Mapping[str, bytes], todo: Iterable[str]) -> _Turn:
    """Write the objects in their order, with a sign of life now and then and before the pages."""
    showing = False
    for number, path in enumerate(todo, 1):
        if number % _OFTEN == 0 or (pages_begin(path) and not showing):
            turn = turn.moved(turn.said)
        showing = pages_begin(path)
        turn.bucket.write(path, files[path], serving_of(path))
    return turn


def _held(bucket: Bucket, paths: Iterable[str]) -> dict[str, Held | None]:
    """The objects at `paths`, several asked for at once."""
    asked = tuple(paths)
    with ThreadPoolExecutor(_READERS) as readers:
        return dict(zip(asked, readers.map(bucket.read, asked), strict=True))


def _stands(held: Held | None, path: str, data: bytes) -> bool:
    return held is not None and held.data == data and held.serving == serving_of(path)


def _compare(bucket: Bucket, files: Mapping[str, bytes]) -> None:
    """Read all of it again; OutputError where it is not, byte for byte, what was built."""
    held = _held(bucket, files)
    refuse_difference(
        files,
        {path: each.data for path, each in held.items() if each},
        where=bucket.url,
        remedy=_AGAIN,
    )
    for path, each in held.items():
        if each and each.serving.kind != serving_of(path).kind:
            raise OutputError(
                f"the store serves {path} as {each.serving.kind or 'nothing'}, not as "
                f"{serving_of(path).kind}",
                where=Location(bucket.url),
                remedy="Find out what alters it there; browsers would not show it as a page.",
            )


def _read_record(found: Held | None, bucket: Bucket) -> Publication | None:
    """What a record says; OutputError where it is none of ours."""
    if found is None:
        return None
    try:
        said = json.loads(found.data)
        known = {_SCHEMA: Publication}[said["schema"]]
        return known(
            str(said["site"]), str(said["owner"]), bool(said["done"]), frozenset(said["paths"])
        )
    except (ValueError, KeyError, TypeError):
        raise OutputError(
            f"{RECORD} is no record of a publication",
            where=Location(bucket.url),
            remedy="Find out who wrote it, and remove it.",
        ) from None


def _refuse_other(bucket: Bucket) -> None:
    """Raise OutputError where something that is no site is there already."""
    names = bucket.names()
    # A record that is there by now is another run's, which the turn will find.
    if any(not each.startswith(".") for each in names) and not {MARK, RECORD} & {*names}:
        raise OutputError(
            "this holds something that is no site, and publishing would mix with it",
            where=Location(bucket.url),
            remedy="Name a prefix of its own: s3://bucket/prefix",
        )


def _digest(files: Mapping[str, bytes]) -> str:
    """One digest for all of a site."""
    said = "".join(f"{each}  {path}\n" for path, each in sorted(digests(files).items()))
    return sha256(said.encode()).hexdigest()
