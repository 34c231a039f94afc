"""A policy's timeline as the readers of its translations find it.

What applies, since when, and what a change was judged to be is the version's,
whose text prevails and alone is judged. The words are the translation's: a
reader of German is shown what changed in German.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from gazette.model.verdict import Verdict
from gazette.publish.outline import outline
from gazette.publish.summary import sections_in
from gazette.publish.together import Told, summarise_together
from gazette.publish.unmarked import with_unmarked
from gazette.redline.cascades import fold_cascades

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gazette.model.comparison import Comparison
    from gazette.model.note import Note
    from gazette.model.policy import Language, Translation
    from gazette.publish.outline import Section
    from gazette.publish.summary import SectionSummary
    from gazette.publish.timeline import Compare, Entry, Timeline


def timelines_in_languages(line: Timeline, compare: Compare) -> Iterator[Timeline]:
    """`line` in each language that its first page is there in.

    The timeline of a language holds the versions translated into it, each
    compared with the translated one before it: so many pages as there are
    translations, however many versions lie between them.
    """
    for language in line.policy.languages:
        found = _in(line, language, compare)
        if found.front:
            yield found


def _in(line: Timeline, language: Language, compare: Compare) -> Timeline:
    root = f"{line.root}{language.tag}/"
    texts = {each.label: each for each in line.policy.translations if each.language == language}
    places = [at for at, each in enumerate(line.chain) if each.label in texts]
    made: list[Entry] = []
    for before, at in zip((-1, *places), places, strict=False):
        entry = _worded(line.chain[at], texts[line.chain[at].label], line.root, root)
        if made:
            steps = line.chain[before + 1 : at + 1]
            entry = _changed(entry, made[-1], steps, compare, root)
        made.append(entry)
    reached = line.chain.index(line.front) if line.front else -1
    fronts = [each for place, each in zip(places, made, strict=True) if place <= reached]
    drafts = [each for each in made if each.version.is_draft]
    return replace(
        line,
        root=root,
        entries=tuple(each for each in made if not each.version.is_draft),
        front=fronts[-1] if fronts else None,
        draft=drafts[0] if drafts else None,
        leaps=(),
        source=line,
    )


def _worded(entry: Entry, text: Translation, old_root: str, root: str) -> Entry:
    """`entry` in the words of its translation; what it changed is told of the source alone."""
    version = replace(
        entry.version,
        language=text.language.tag,
        title=text.title,
        document=text.document,
        summary=text.summary,
        path=text.path,
        sha256=text.sha256,
        data=text.data,
    )
    titles = _by_id(outline(text.document))
    place = f"{root}{entry.place.removeprefix(old_root)}"
    sections = tuple(_titled(entry.sections, titles, titles))
    return replace(entry, version=version, before=None, sections=sections, place=place)


def _changed(
    entry: Entry, previous: Entry, steps: tuple[Entry, ...], compare: Compare, root: str
) -> Entry:
    """`entry` with what changed since `previous`, as the releases `steps` were judged to."""
    old, new = previous.version, entry.version
    comparison = compare(old, new)
    titles = (_by_id(outline(each.document)) for each in (old, new))
    sections = _renumbered(_sections(steps, comparison, compare), comparison)
    judged = [each for each in steps if each.verdict]
    findings = chain.from_iterable(each.verdict.findings for each in judged if each.verdict)
    return replace(
        entry,
        before=old,
        verdict=Verdict(comparison, tuple(findings)),
        sections=tuple(_titled(sections, *titles)),
        changes=f"{root}changes/{old.label}..{new.label}/",
    )


def _sections(
    steps: tuple[Entry, ...], comparison: Comparison, compare: Compare
) -> tuple[SectionSummary, ...]:
    """What `steps` changed, section by section, and what of it `comparison` does not mark."""
    found = [with_unmarked(each, comparison) for each in steps]
    first, last = steps[0].before, steps[-1].version
    if len(steps) == 1 or first is None:
        return found[-1]
    # What the text that prevails no longer differs in is no news; a translation may be behind it.
    told = [Told.of(each.verdict, s) for each, s in zip(steps, found, strict=True) if each.verdict]
    return summarise_together(told, compare(first, last))


def _renumbered(
    sections: tuple[SectionSummary, ...], comparison: Comparison
) -> tuple[SectionSummary, ...]:
    """`sections` with the cascades of renumberings in the translation, whose words tell of them."""
    section_of, _ = sections_in(comparison)
    told: dict[str, list[Note]] = {}
    for change in filter(None, fold_cascades(comparison.changes).values()):
        told.setdefault(section_of(change).id, []).extend(change.notes)
    own = (replace(s, renumbered=tuple(told.get(s.section.id, ()))) for s in sections)
    return tuple(each for each in own if each.reasons or each.small or each.renumbered)


def _titled(
    sections: tuple[SectionSummary, ...], old: Mapping[str, Section], new: Mapping[str, Section]
) -> Iterator[SectionSummary]:
    """`sections` under their titles in a translation, whose sections have the ids of its source's.

    What is gone is called as in the text before.
    """
    for each in sections:
        key = each.section.id
        # Where the translation has no such section, there is nothing to link to.
        gone = each.gone or bool(key and key not in new)
        yield replace(each, section=new.get(key) or old.get(key) or each.section, gone=gone)


def _by_id(sections: tuple[Section, ...]) -> Mapping[str, Section]:
    return {each.id: each for each in sections}
