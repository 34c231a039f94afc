"""What notices and pages say in one language, without the machine's locale."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from gazette.errors import Location, TemplateError
from gazette.model.note import ENGLISH
from gazette.render.environment import template_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from jinja2 import Environment

    from gazette.model.note import Phrases

FOLDER = "mail"
LAST_RESORT = "en"
"""The language of the rules, and of whatever no other will do for."""

_REMEDY = (
    "Compare it with words.en.toml, or delete it: then the one that comes with Gazette is used."
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `words.LANGUAGE.toml` in `folder`, and the rules' of `rules.LANGUAGE.toml`.

    `reviewed` says who has reviewed them, and is empty while nobody has.
    """

    language: str
    reviewed: str
    _said: dict[str, Any] = field(repr=False)
    rules: dict[str, dict[str, str]] = field(repr=False, default_factory=dict)
    folder: str = FOLDER
    _escaped: dict[str, str] = field(repr=False, default_factory=dict)

    def day(self, value: date) -> str:
        """A day as it is written out in this language, such as 1 February 2027."""
        dates = self._part("date")
        number = str(value.day) if value.day > 1 else dates.get("first", "1")
        return self._filled(
            "date.pattern",
            dates["pattern"],
            {"day": number, "month": dates["months"][value.month - 1], "year": value.year},
        )

    def text(self, key: str, **values: object) -> str:
        """The sentence called `key`, with `values` in its places, as plain text."""
        return self._filled(key, self._sentence(key), values)

    def html(self, key: str, **values: object) -> Markup:
        """The same as HTML: words and values are escaped, but for values that are HTML."""
        sentence = self._escaped.get(key)
        if sentence is None:
            sentence = self._escaped[key] = str(escape(self._sentence(key)))
        safe = {name: escape(value) for name, value in values.items()}
        return Markup(self._filled(key, sentence, safe))  # noqa: S704 - all of it is escaped

    def count(self, key: str, n: int) -> str:
        """The sentence called `key` in the form that the number `n` takes."""
        forms = self._part("count").get(key, {})
        # One, two to four, more: enough for the languages that come with Gazette.
        few = forms.get("few") if n in {2, 3, 4} else None
        sentence = forms.get("one") if n == 1 else few or forms.get("other")
        if not isinstance(sentence, str):
            raise self.broken(f"it does not say count.{key}")
        return self._filled(key, sentence, {"n": n})

    def named(self, part: str, key: str) -> str:
        """What `key` is called in the table `part`; empty where it is not known there."""
        return str(self._part(part).get(key, ""))

    def phrases(self) -> Phrases:
        """What notes on changes say, each key with its phrase."""
        part = self._part("notes")
        for key, english in ENGLISH.items():
            if not isinstance(part.get(key), str):
                raise self.broken(f"it does not say notes.{key}")
            self._filled(f"notes.{key}", part[key], dict.fromkeys(_places(english), ""))
        return tuple((key, said) for key, said in part.items() if _form(key) in ENGLISH)

    def broken(self, what: str) -> TemplateError:
        """An error in these words."""
        place = Location(f"{self.folder}/words.{self.language}.toml")
        return TemplateError(what, where=place, remedy=_REMEDY)

    def _part(self, name: str) -> dict[str, Any]:
        part = self._said.get(name)
        if not isinstance(part, dict):
            raise self.broken(f"it has no [{name}]")
        return part

    def _sentence(self, key: str) -> str:
        sentence = self._part("say").get(key)
        if not isinstance(sentence, str):
            raise self.broken(f"it does not say {key}")
        return sentence

    def _filled(self, key: str, sentence: str, values: dict[str, Any]) -> str:
        try:
            return sentence.format(**values)
        except (KeyError, IndexError, ValueError):
            raise self.broken(f"{key} has a place in braces that nothing fills") from None


def _places(sentence: str) -> set[str]:
    """The names of the places in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _form(key: str) -> str:
    """The form of a phrase that English has where only others have `key`."""
    return f"{key.removesuffix('_few')}_other" if key.endswith("_few") else key


def load_words(environment: Environment, language: str, *, folder: str = FOLDER) -> Words:
    """The words of `language` in `folder`; TemplateError where they are missing or no TOML.

    What the rules say stands beside the words of the mails, for the pages too.
    """
    said = _toml(environment, folder, f"words.{language}.toml")
    known = f"{FOLDER}/rules.{language}.toml" in environment.list_templates(["toml"])
    rules = _toml(environment, FOLDER, f"rules.{language}.toml") if known else {}
    return Words(language, str(said.get("reviewed", "")), said, rules, folder)


def fitting(known: Mapping[str, str], wanted: Iterable[str]) -> str:
    """The first of the tags `wanted` that is `known`, or its plainer form ("pt" for "pt-BR").

    English where there is none. `known` are tags by themselves in lower case.
    """
    for tag in wanted:
        found = known.get(tag.lower()) or known.get(tag.lower().partition("-")[0])
        if found:
            return found
    return LAST_RESORT


def languages(environment: Environment, *, folder: str = FOLDER) -> dict[str, str]:
    """The languages that there are words for in `folder`, by their tag in lower case."""
    start = f"{folder}/words."
    names = (name for name in environment.list_templates(["toml"]) if name.startswith(start))
    tags = (name.removeprefix(start).removesuffix(".toml") for name in names)
    return {tag.lower(): tag for tag in tags}


def _toml(environment: Environment, folder: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(template_source(environment, name, folder=folder))
    except tomllib.TOMLDecodeError as error:
        place = Location(f"{folder}/{name}")
        raise TemplateError(f"it is no TOML: {error}", where=place, remedy=_REMEDY) from None
