"""A policy's translations on the site: where each stands, and where it lags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.model.policy import State
from gazette.publish.aliases import aliases_in
from gazette.publish.outline import outline
from gazette.publish.pages import Alternate, Page, TranslationContent
from gazette.release.translations import lags_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gazette.model.policy import Language, Translation
    from gazette.publish.timeline import Entry, Timeline


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation, the version it is of, and the path of its page."""

    translation: Translation
    entry: Entry
    place: str


def alternates_of(line: Timeline, entry: Entry, *, is_front: bool) -> tuple[Alternate, ...]:
    """The same text in all its languages, its own first; empty where there is but one."""
    shown = _fronts(line) if is_front else _permanent(line)
    others = [
        Alternate(each.translation.language.tag, each.translation.language.title, each.place)
        for each in shown
        if is_front or each.entry is entry
    ]
    own = Alternate(entry.version.language, "", line.root if is_front else entry.place)
    return (own, *others) if others else ()


def translation_pages(line: Timeline, worded: tuple[Timeline, ...]) -> Iterator[Page]:
    """A page for the present in each language, and a permanent one for each translation.

    `worded` are the timelines of those languages in which there is a first page.
    """
    lines = {each.language: each for each in worded}
    for each in _fronts(line):
        yield _page(line, each, lines, is_front=True)
    for each in _permanent(line):
        yield _page(line, each, lines, is_front=False)


def translated(line: Timeline, entry: Entry) -> tuple[Translated, ...]:
    """The translations of one version."""
    return tuple(each for each in _permanent(line) if each.entry is entry)


def pdf_of(line: Timeline, shown: Translated) -> str:
    """The path of a translation's PDF, which stands beside its permanent page."""
    return f"{_place(line, shown.translation.language, shown.entry).removesuffix('/')}.pdf"


def _permanent(line: Timeline) -> tuple[Translated, ...]:
    """Every translation of a version that is shown."""
    return tuple(
        Translated(each, entry, _place(line, each.language, entry))
        for entry in line.chain
        for each in line.policy.translations
        if each.label == entry.label
    )


def _place(line: Timeline, language: Language, entry: Entry) -> str:
    """The path of the permanent page of a version in another language."""
    return f"{line.root}{language.tag}/{entry.place.removeprefix(line.root)}"


def _fronts(line: Timeline) -> tuple[Translated, ...]:
    """For each language, the newest translation of what the first page shows, or of before."""
    if line.front is None:
        return ()
    reached = line.chain[: line.chain.index(line.front) + 1]
    found = (_newest(line, language, reached) for language in line.policy.languages)
    return tuple(each for each in found if each)


def _newest(line: Timeline, language: Language, entries: tuple[Entry, ...]) -> Translated | None:
    """The translation of the newest of `entries` that has one."""
    for entry in reversed(entries):
        translation = line.policy.translation(language.tag, entry.label)
        if translation:
            return Translated(translation, entry, f"{line.root}{language.tag}/")
    return None


def _page(
    line: Timeline, shown: Translated, lines: Mapping[str, Timeline], *, is_front: bool
) -> Page:
    """The page of a translation."""
    translation, entry = shown.translation, shown.entry
    current = line.front if is_front and line.front else entry
    language = translation.language
    own = lines.get(language.tag, line)
    worded = {each.label: each for each in own.chain}
    content = TranslationContent(
        timeline=own,
        entry=worded.get(entry.label, entry),
        translation=translation,
        current=worded.get(entry.label, entry) if current is entry else current,
        lags=lags_of(translation, current.version, entry.version),
        outline=outline(translation.document),
        alternates=alternates_of(line, current, is_front=is_front),
        is_front=is_front,
        pdf=pdf_of(line, shown),
        aliases=aliases_in(own) if is_front and own.source else {},
    )
    turns = entry.turns or (is_front and own.source and own.announced)
    return Page(
        place=shown.place,
        template="translation.html",
        content=content,
        languages=(language.tag, current.version.language),
        listed=is_front and current.state is State.IN_FORCE and not content.lags,
        modified=entry.version.effective,
        scripts=("turn.js",) if turns else (),
    )
