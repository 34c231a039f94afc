"""Every released version of a site as a PDF, and every translation of one."""

from __future__ import annotations

import json
import re
import unicodedata
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import partial
from typing import TYPE_CHECKING

from gazette.errors import ConfigurationError, Location, TemplateError
from gazette.publish.outline import has_title
from gazette.publish.translated import pdf_of, translated
from gazette.render.data import beside
from gazette.render.pdf.blocks import blocks_of
from gazette.render.speech import language_in
from gazette.render.templates import packaged_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from gazette.model.document import Document
    from gazette.publish import Site
    from gazette.publish.memory import Memory
    from gazette.publish.timeline import Entry, Timeline
    from gazette.render.json import Json
    from gazette.render.speech import Speech
    from gazette.render.words import Words

TEMPLATE = "pdf/version.typ"
FONTS = "pdf/fonts"
STANDARD = "ua-1"
_NO_FONT = re.compile(r'the text `"(.+)"` could not be displayed', re.DOTALL)

_JOINERS = "[\u200d\ufe0f]"  # what makes one emoji of several


def pdf_files(
    site: Site, speech: Speech, *, templates: Path | None, memory: Memory | None = None
) -> Iterator[tuple[str, bytes]]:
    """The PDF of every released version, by its path below the site's root; none unless asked.

    What a PDF says does not depend on the day: no state, no last day. Raises
    ConfigurationError where typst is not installed, and TemplateError with
    what typst says about the template.
    """
    if not site.pdf:
        return
    press = _Press(_template(templates), templates)
    for line in site.timelines:
        for entry in line.entries:
            for path, text in _texts(line, entry).items():
                told = json.dumps(_told(site, line, text, speech), ensure_ascii=False)
                key = ("pdf", press.template, press.template.read_bytes(), told)
                printed = partial(press.print, entry, told)
                yield path, memory.once(key, printed) if memory else printed()


@dataclass(frozen=True, slots=True)
class _Text:
    """A version's own text or a translation of it; `note` is the translation's."""

    entry: Entry
    place: str
    language: str
    title: str
    document: Document
    sha256: str
    note: str = ""


def _texts(line: Timeline, entry: Entry) -> dict[str, _Text]:
    """The texts of a version in all its languages, by the path of their PDFs."""
    version = entry.version
    own = _Text(
        entry, entry.place, version.language, version.title, version.document, version.sha256
    )
    texts = {beside(entry, "pdf"): own}
    for each in translated(line, entry):
        text, language = each.translation, each.translation.language
        texts[pdf_of(line, each)] = _Text(
            entry, each.place, language.tag, text.title, text.document, text.sha256, language.note
        )
    return texts


def _told(site: Site, line: Timeline, text: _Text, speech: Speech) -> dict[str, Json]:
    """What the template reads: the text's facts, what to say of them, and the text as blocks."""
    page = site.address.absolute(text.place)
    document = text.document
    return {
        "title": document.clauses[0].text if has_title(document) else text.title,
        "organisation": line.policy.organisation,
        "language": text.language,
        "page": page,
        "source": site.address.absolute(f"{text.place.removesuffix('/')}.md"),
        "sha256": text.sha256,
        "note": text.note,
        "prevails": site.address.absolute(text.entry.place) if text.note else "",
        "words": _words(text, speech.words(text.language, text.entry.version.language)),
        "blocks": blocks_of(document, page=page),
    }


def _words(text: _Text, words: Words) -> dict[str, Json]:
    """What a PDF says besides the policy's words; the template fills what is left in braces."""
    version = text.entry.version
    if version.published is None or version.effective is None:
        raise ValueError(version.label)
    return {
        "language": words.language.partition("-")[0],
        "version": words.text("version_heading", label=version.label),
        "page": words.text("pdf_page", page="{page}", pages="{pages}"),
        "facts": words.text(
            "pdf_facts",
            version="{version}",
            published=words.day(version.published),
            effective=words.day(version.effective),
        ),
        "address": words.text("pdf_address"),
        "source": words.text("pdf_source", source="{source}"),
        "prevails": words.text(
            "pdf_prevails", language=language_in(words, version.language), source="{source}"
        ),
    }


def _template(templates: Path | None) -> Path:
    """The organisation's own template, or the one that comes with Gazette."""
    own = templates / TEMPLATE if templates else None
    return own if own and own.is_file() else packaged_folder() / TEMPLATE


@dataclass(slots=True)
class _Press:
    """Typst, with the fonts it carries and those that the organisation has put beside them."""

    template: Path
    templates: Path | None
    named: dict[str, str] = field(default_factory=dict)
    """Symbols that no font here has, and what is written for them."""

    def print(self, entry: Entry, told: str) -> bytes:
        """One version. A symbol that no font has, such as an emoji, is told by its name."""
        while True:
            for symbol, name in self.named.items():
                told = re.sub(f"{re.escape(symbol)}{_JOINERS}*", name, told)
            try:
                return self._compiled(entry, told)
            except _typst().TypstError as error:
                lacking = _NO_FONT.search(error.message)
                symbol = lacking[1] if lacking else ""
                name = _name(symbol)
                if not name or symbol not in told:
                    raise self._failed(entry, error.message, error.hints, lacking) from None
                self.named[symbol] = name

    def _compiled(self, entry: Entry, told: str) -> bytes:
        """What typst makes of it."""
        fonts = self.templates / FONTS if self.templates else None
        compiler = _typst().Compiler(
            self.template.read_bytes(),
            font_paths=[fonts] if fonts and fonts.is_dir() else [],
            # A machine's own fonts would make a machine's own file.
            ignore_system_fonts=True,
        )
        day = entry.version.published
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", _typst().TypstWarning)
            made = compiler.compile(
                format="pdf",
                sys_inputs={"told": told},
                pdf_standards=[STANDARD],
                timestamp=datetime.combine(day, time.min, UTC) if day else None,
            )
        if not isinstance(made, bytes):
            raise TypeError(made)
        return made

    def _failed(
        self, entry: Entry, what: str, hints: list[str], lacking: re.Match[str] | None
    ) -> TemplateError:
        """What typst says, with the way out."""
        remedy = " ".join(hints) or "Correct the template, or delete it to have the one shipped."
        if lacking:
            remedy = f"Put a font that has it, as .ttf or .otf, into templates/{FONTS}/."
        return TemplateError(
            f"version {entry.label} cannot be set as PDF: {what}",
            where=Location(str(self.template)),
            remedy=remedy,
        )


def _name(symbol: str) -> str:
    """`[e-mail symbol]` for an emoji; nothing for text, which must be shown as it is."""
    if any(unicodedata.category(each)[0] in "LN" for each in symbol):
        return ""
    names = [
        unicodedata.name(each, "").lower() for each in symbol if unicodedata.category(each) == "So"
    ]
    return f"[{', '.join(names)}]" if all(names) and names else ""


def _typst() -> ModuleType:
    """The library; ConfigurationError where it is not installed."""
    try:
        import typst  # noqa: PLC0415 - an extra, and 30 MB
    except ImportError:
        raise ConfigurationError(
            "`pdf: true` asks for PDFs, and typst, which makes them, is not installed",
            remedy="Install it: pip install 'policy-gazette[pdf]'; "
            "or take `pdf: true` out of mkdocs.yml.",
        ) from None
    return typst
