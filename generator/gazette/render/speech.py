"""What a page says besides the policy's own words, in the language of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from markupsafe import Markup, escape

from gazette.render.environment import FOLDER, template_environment
from gazette.render.moves import START
from gazette.render.report import capitalised
from gazette.render.words import LAST_RESORT, Words, fitting, languages, load_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2 import Environment

    from gazette.model.note import Phrases
    from gazette.publish import Site
    from gazette.publish.rules import Topic

_LABELS = {
    "deleted: ": "deleted",
    "inserted: ": "inserted",
    "moved away: ": "moved_away",
    "moved here: ": "moved_here",
    "new paragraph: ": "new_paragraph",
    "paragraphs joined: ": "paragraphs_joined",
}
"""What a redline has for screen readers alone."""
_LABEL = re.compile(f'(<span class="visually-hidden">)({"|".join(_LABELS)})(?=</span>)')
_MOVE = re.compile(
    r'(<a class="move__link"[^>]*>)moved (up|down)'
    rf"(?: (to|from) (?:“(.*?)”|{START}))?(?=</a>)"
)
_FOLDED = re.compile(r"(?<=<summary>)(\d+) unchanged clauses(?=</summary>)")
_SAID = re.compile(
    r'<(?:(?:span|p|li) class="(?:visually-hidden|change__note)"|a class="move__link")'
    r"|(?<=<details class=\"unchanged\">)<summary"
)
"""What begins an element that holds words of ours alone."""
_SECTION = re.compile(r"(?<=>)([^<]*) \(unchanged\)(?=</h\d></summary>)")


class Stated(Protocol):
    """A rule's title and reason as its own file states them."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def rationale(self) -> str:
        """Why it matters."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a rule says to readers, and in which language."""

    title: str
    means: str
    language: str


@dataclass(frozen=True, slots=True)
class Named:
    """A topic of the rules under a reader's name for it."""

    id: str
    title: str
    topic: Topic


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of every language that the pages of a site speak."""

    environment: Environment
    _known: Mapping[str, str]
    _loaded: dict[str, Words] = field(default_factory=dict)
    _phrases: dict[str, Phrases] = field(default_factory=dict)

    @classmethod
    def of(cls, environment: Environment) -> Speech:
        """The words in the folder of the pages' templates."""
        return cls(environment, languages(environment, folder=FOLDER))

    def words(self, *wanted: str) -> Words:
        """The words of the first language `wanted` that has any; English where none has."""
        language = fitting(self._known, wanted)
        if language not in self._loaded:
            self._loaded[language] = load_words(self.environment, language, folder=FOLDER)
        return self._loaded[language]

    def values(self, *wanted: str) -> dict[str, object]:
        """What a template is given to speak with, in the language that `words` chooses."""
        words = self.words(*wanted)
        if words.language not in self._phrases:
            self._phrases[words.language] = words.phrases()
        phrases = self._phrases[words.language]
        noted = dict(phrases)
        return {
            "lang": words.language,
            "say": words.html,
            "count": words.count,
            "dated": words.day,
            "language": lambda tag: language_in(words, tag),
            "marked": lambda redline, tag: marked_in(words, redline, tag),
            "noted": lambda note: capitalised(note.said_in(noted)),
            "phrases": phrases,
            "ruled": lambda rule, stated: ruled_in(words, rule, stated),
            "topics": lambda topics: topics_in(words, topics),
            "words_in": self.words,
        }


def speech_remarks(site: Site, *, templates: Path | None) -> tuple[str, ...]:
    """What an organisation should know of the words that its pages speak, language by language."""
    speech = Speech.of(template_environment(templates))
    wanted = sorted({page.languages for page in site.pages})
    return tuple(dict.fromkeys(filter(None, (_remark(speech, *each) for each in wanted))))


def _remark(speech: Speech, tag: str, *others: str) -> str:
    """What is to be said of the words for pages in the language `tag`; mostly nothing."""
    words = speech.words(tag, *others)
    if _primary(words.language) != _primary(tag):
        return (
            f"there are no words for pages in `{tag}`, so they speak `{words.language}`: translate "
            f"templates/{FOLDER}/words.{LAST_RESORT}.toml as words.{tag}.toml"
        )
    if not words.reviewed:
        return (
            f"nobody is said to have reviewed the pages’ words in `{words.language}`: name who did "
            f"in templates/{FOLDER}/words.{words.language}.toml"
        )
    return ""


def language_in(words: Words, tag: str) -> str:
    """What `words` put before “text” for the language `tag`; the tag where they know none."""
    return words.named("languages", _primary(tag)) or tag


def ruled_in(words: Words, rule: str, stated: Stated) -> Ruled:
    """What `words` say of the rule with that id; what it says itself, in English, else."""
    known = words.rules.get(rule)
    if known is None:
        return Ruled(stated.title, stated.rationale, LAST_RESORT)
    return Ruled(known["title"], known["means"], words.language)


def topics_in(words: Words, topics: tuple[Topic, ...]) -> tuple[Named, ...]:
    """`topics` under the names that `words` have for them, the gravest first."""
    named = (
        Named(each.id, words.named("topics", each.id) or _plain(each.id), each) for each in topics
    )
    return tuple(sorted(named, key=lambda each: (-each.topic.rules[0].level, each.title)))


def _plain(topic: str) -> str:
    return topic.replace("-", " ").capitalize()


def marked_in(words: Words, redline: Markup, tag: str) -> Markup:
    """A redline of a text in the language `tag`, as `words` say what is not the policy's.

    Where those are in another language, they are said to be.
    """
    foreign = _primary(words.language) != _primary(tag)
    if words.language == LAST_RESORT and not foreign:
        return redline
    text = _LABEL.sub(lambda found: found[1] + str(words.html(_LABELS[found[2]])), str(redline))
    text = _MOVE.sub(lambda found: found[1] + str(_moved(words, *found.groups()[1:])), text)
    text = _FOLDED.sub(lambda found: str(escape(words.count("folded", int(found[1])))), text)
    text = _SECTION.sub(lambda found: _unchanged(words, found[1]), text)
    if foreign:
        text = _SAID.sub(lambda found: f'{found[0]} lang="{words.language}"', text)
    return Markup(text)  # noqa: S704 - the redline was safe, and what came in is escaped


def _primary(tag: str) -> str:
    """The language of a tag, without its country or script."""
    return tag.partition("-")[0].lower()


def _unchanged(words: Words, title: str) -> Markup:
    """That nothing changed below a heading."""
    return words.html("unchanged", title=Markup(title))  # noqa: S704 - was escaped


def _moved(words: Words, way: str, end: str | None, place: str | None) -> Markup:
    """That something was moved, and from or to where."""
    if not end:
        return words.html(f"moved_{way}")
    if place is None:
        return words.html(f"moved_{way}_{end}_start")
    return words.html(f"moved_{way}_{end}", place=Markup(place))  # noqa: S704 - was escaped
