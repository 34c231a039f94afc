"""Adoption: the texts that a policy has had, from elsewhere, become its versions.

No date is made up. A text's day is the one on which it came to be, as whoever
kept it says, or where asked, the one that the text states of itself; where
days run backwards, nothing is adopted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from gazette.errors import HistoryError, Location
from gazette.materiality import judge
from gazette.model.verdict import Level
from gazette.redline import compare_documents
from gazette.release.freezing import read_words
from gazette.release.labels import FIRST, next_label
from gazette.release.stamps import stated_days
from gazette.source.files import decode_text
from gazette.source.front_matter import split_front_matter
from gazette.source.reading import read_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from gazette.materiality import Catalogue
    from gazette.model.document import Document
    from gazette.model.policy import Segment

    Mapped = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

_Item = TypeVar("_Item")


class Dating(StrEnum):
    """Which day is a version's."""

    KEPT = "kept"
    """The day on which it was committed, or that its file is named after."""

    TEXT = "text"
    """The day that the text states of itself; the day kept where it states none."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a policy's file held from `day` on; None where there was no file, or an empty one.

    `origin` is where it is kept: `<commit>:<path>`, or a file's path.
    """

    day: date
    data: bytes | None
    origin: str


@dataclass(frozen=True, slots=True)
class Policed:
    """What is known of the policy that adopts: its id, its title, its segments."""

    id: str
    title: str
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Adopted:
    """A version to be: its label and dates, and what the step to it was judged to be.

    `level` is None for the first. `stated` says that the text itself gave its day.
    """

    label: str
    published: date
    effective: date
    level: Level | None
    origin: str
    stated: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text, read: its body, its dates."""

    text: Text
    title: str
    body: str
    document: Document
    published: date
    effective: date
    stated: bool


def adopt_texts(  # noqa: PLR0913 - by keyword, and each tells of another thing
    texts: Iterable[Text],
    policed: Policed,
    *,
    catalogue: Catalogue,
    dating: Dating = Dating.KEPT,
    daily: bool = True,
    mapped: Mapped = map,
) -> tuple[Adopted, ...]:
    """The versions that `texts`, oldest first, become.

    `daily` keeps of each day the last text only. A text whose words are those
    of the version before is none of its own, however its mark-up differs. The
    label follows from the verdict: a material change is a major step, an
    editorial one a patch, whatever lies between, undecided or minor, a minor
    one. `mapped` is `map`, or one that reads several texts at once. Raises
    HistoryError where days run backwards, and SourceError where a
    text cannot be read.
    """
    held = _last_of_each(texts, lambda text: text.day) if daily else texts
    # One reading after the other: a thousand documents at once would fill the memory.
    read = partial(_read, policed=policed, dating=dating)
    readings = _forwards(mapped(read, _distinct(held)))
    if daily:
        readings = _last_of_each(readings, lambda reading: reading.published)
    return tuple(_adopted(_without_noise(readings), policed, catalogue))


def _last_of_each(items: Iterable[_Item], day: Callable[[_Item], date]) -> Iterator[_Item]:
    """Of the items that follow each other with the same day, the last."""
    last: _Item | None = None
    for item in items:
        if last is not None and day(last) != day(item):
            yield last
        last = item
    if last is not None:
        yield last


def _distinct(texts: Iterable[Text]) -> Iterator[Text]:
    """The texts without those that repeat the one before, and without absences."""
    before: bytes | None = None
    for text in texts:
        if text.data is not None and text.data.strip() and text.data != before:
            before = text.data
            yield text


def _read(text: Text, *, policed: Policed, dating: Dating) -> _Reading:
    """Read one text: what it is called, what it says, which days are its own."""
    source = decode_text(text.data or b"", path=text.origin)
    front = split_front_matter(source, path=text.origin)
    title = front.meta.get("title")
    document = read_markdown(front.body, path=text.origin)
    days = stated_days(document) if dating is Dating.TEXT else {}
    effective = days.get("effective")
    published = days.get("published") or min(text.day, effective or text.day)
    return _Reading(
        text=text,
        title=title if isinstance(title, str) and title.strip() else policed.title,
        body=front.body.strip("\n"),
        document=document,
        published=published,
        # A text cannot bind before it is published, whatever an older stamp still says.
        effective=max(effective or published, published),
        stated=bool(days),
    )


def _forwards(readings: Iterable[_Reading]) -> Iterator[_Reading]:
    """The same; HistoryError where a text's day lies before the day of the one before it."""
    before: _Reading | None = None
    for reading in readings:
        if before and reading.published < before.published:
            raise HistoryError(
                f"this text is of {reading.published}, and the one before it, "
                f"{before.text.origin}, of {before.published}",
                where=Location(reading.text.origin),
                remedy="Take the days from elsewhere, with --dates, or adopt a folder of files "
                "that you have named after their days.",
            )
        before = reading
        yield reading


def _without_noise(readings: Iterable[_Reading]) -> Iterator[_Reading]:
    """The texts whose words are not those of the one before."""
    before: str | None = None
    for reading in readings:
        words = read_words(reading.document)
        if words and words != before:
            before = words
            yield reading


def _adopted(
    readings: Iterable[_Reading], policed: Policed, catalogue: Catalogue
) -> Iterator[Adopted]:
    """Label each text by the verdict on what it changes."""
    before: _Reading | None = None
    label, effective = FIRST, None
    for reading in readings:
        level = _level(before, reading, policed, catalogue) if before else None
        if level is not None:
            # Nobody can still decide what was left to review then; it was published all the same.
            label = next_label(label, Level.MINOR if level is Level.REVIEW else level)
        # What is announced for a later day stays in the way of what follows it until then.
        effective = max(reading.effective, effective or reading.effective)
        dated = replace(reading, effective=effective)
        yield Adopted(
            label=label,
            published=dated.published,
            effective=dated.effective,
            level=level,
            origin=dated.text.origin,
            stated=dated.stated,
            content=_content(dated, label),
        )
        before = reading


def _level(old: _Reading, new: _Reading, policed: Policed, catalogue: Catalogue) -> Level:
    comparison = compare_documents(old.document, new.document)
    return judge(comparison, catalogue, policy=policed.id, segments=policed.segments).level


def _content(reading: _Reading, label: str) -> bytes:
    """The version's file. Its text is as it was, but for blank lines around it."""
    # JSON's strings are YAML's too.
    title = json.dumps(" ".join(reading.title.split()), ensure_ascii=False)
    front = (
        f"---\ntitle: {title}\nversion: {label}\n"
        f"published: {reading.published}\neffective: {reading.effective}\n---\n\n"
    )
    return (front + reading.body + "\n").encode()
