"""The catalogue: every rule as one file that also says why it may be trusted.

A rule file is refused unless it is complete: its name, level, axes, rationale,
references, the reader's question it answers, a message, a match, at least one
example that fires and two that stay silent with their reasons.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazette.errors import Location, RuleError
from gazette.model.verdict import Direction, Level, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ACTIONS = (
    "add", "remove", "increase", "decrease", "broaden", "narrow", "replace", "move", "none",
)  # fmt: skip
REGRADES = "levels.toml"
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_FIELDS = frozenset(
    (
        "id", "title", "level", "since", "axes", "rationale", "references", "question", "message",
        "match", "fires", "silent",
    )
)  # fmt: skip
_PLACEHOLDERS = {"clause": "", "old": "", "new": "", "change": ""}
_LEAST_SILENT = 2


@dataclass(frozen=True, slots=True)
class Axes:
    """Where a rule stands: what it is about, which aspect, what was done, for whom."""

    topic: str
    aspect: str
    action: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Example:
    """Two texts on which a rule fires or stays silent, and the reason where it is silent."""

    old: str
    new: str
    because: str = ""
    heading: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One test for materiality, as its file states it.

    `match` is the table that a matcher reads; `house` marks a rule of the
    organisation's own; `regraded` holds its reason where it changed our level,
    and `stated` the level that the rule's file states.
    """

    id: str
    title: str
    level: Level
    since: str
    axes: Axes
    rationale: str
    references: tuple[Reference, ...]
    question: str
    message: str
    match: Mapping[str, Any]
    fires: tuple[Example, ...]
    silent: tuple[Example, ...]
    house: bool = False
    regraded: str = ""
    stated: Level = Level.EDITORIAL
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rules that judge, in the order of their ids."""

    rules: tuple[Rule, ...]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def claiming(self, transition: str) -> tuple[Rule, ...]:
        """The rules that claim a transition by its name; none for an empty one."""
        if not transition:
            return ()
        return tuple(rule for rule in self.rules if rule.match.get("name") == transition)

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; RuleError for an unknown one."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise RuleError(
            f"there is no rule “{rule_id}”", remedy="`gazette rules` lists the rules there are."
        )


def load_catalogue(extra: Path | None = None) -> Catalogue:
    """Our rules, then those of the folder `extra`, then its re-gradings.

    `extra` may hold rule files of the same form, and a `levels.toml` with a
    table per re-graded rule: `level` and `reason`. RuleError names the file and
    what is wrong in it.
    """
    folder = files(__package__) / "rules"
    rules = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            rule = read_rule(entry.read_bytes(), path=entry.name)
            rules[rule.id] = rule
    if extra is not None:
        _add_house_rules(rules, extra)
        _regrade(rules, extra / REGRADES)
    return Catalogue(tuple(rules[key] for key in sorted(rules)))


def _add_house_rules(rules: dict[str, Rule], folder: Path) -> None:
    if not folder.is_dir():
        raise RuleError(
            "the folder of the organisation's rules does not exist",
            where=Location(str(folder)),
            remedy="Create it, or leave the option out to use the built-in rules alone.",
        )
    for path in sorted(folder.glob("*.toml")):
        if path.name == REGRADES:
            continue
        rule = replace(read_rule(path.read_bytes(), path=str(path)), house=True)
        if rule.id in rules:
            raise RuleError(
                f"a rule “{rule.id}” exists already",
                where=Location(str(path)),
                remedy=f"Give it another id, or re-grade the existing one in {REGRADES}.",
            )
        rules[rule.id] = rule


def _regrade(rules: dict[str, Rule], path: Path) -> None:
    if not path.exists():
        return
    for rule_id, table in _parse(path.read_bytes(), str(path)).items():
        if rule_id not in rules:
            raise _wrong(str(path), f"re-grades “{rule_id}”, which is no rule")
        if not isinstance(table, dict) or set(table) != {"level", "reason"} or not table["reason"]:
            raise _wrong(str(path), f"“{rule_id}” needs a level and a reason, and nothing else")
        level = _level(table["level"], str(path))
        rules[rule_id] = replace(rules[rule_id], level=level, regraded=str(table["reason"]))


def read_rule(content: bytes, *, path: str) -> Rule:
    """One rule from its file; RuleError names the file and what it lacks."""
    table = _parse(content, path)
    missing, unknown = _FIELDS - table.keys(), table.keys() - _FIELDS
    if missing or unknown:
        what = [f"lacks {', '.join(sorted(missing))}"] if missing else []
        what += [f"has unknown {', '.join(sorted(unknown))}"] if unknown else []
        raise _wrong(path, " and ".join(what))
    _check_text(table, path)
    rule = Rule(
        id=table["id"],
        title=table["title"],
        level=_level(table["level"], path),
        stated=_level(table["level"], path),
        since=table["since"],
        axes=_axes(table["axes"], path),
        rationale=table["rationale"],
        references=_references(table["references"], path),
        question=table["question"],
        message=table["message"],
        match=_match(table["match"], path),
        fires=tuple(_example(e, path, silent=False) for e in table["fires"]),
        silent=tuple(_example(e, path, silent=True) for e in table["silent"]),
        path=path,
    )
    if not rule.fires or len(rule.silent) < _LEAST_SILENT:
        raise _wrong(path, "needs at least one [[fires]] and two [[silent]] examples")
    return rule


def _wrong(path: str, what: str) -> RuleError:
    return RuleError(
        f"the rule file {what}",
        where=Location(path),
        remedy="CONTRIBUTING.md describes a rule file; `gazette explain` shows complete ones.",
    )


def _parse(content: bytes, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, f"is not valid TOML: {error}") from error


def _check_text(table: dict[str, Any], path: str) -> None:
    for name in ("id", "title", "since", "rationale", "question", "message"):
        if not isinstance(table[name], str) or not table[name].strip():
            raise _wrong(path, f"has no text in {name}")
    stem = Path(path).stem
    if table["id"] != stem or not _ID.fullmatch(stem):
        raise _wrong(
            path, f"has the id “{table['id']}”, which is not its file's name in kebab-case"
        )
    try:
        table["message"].format(**_PLACEHOLDERS)
    except (KeyError, IndexError, ValueError):
        raise _wrong(
            path, "has a placeholder in its message other than clause, old, new, change"
        ) from None


def _level(word: object, path: str) -> Level:
    try:
        return Level.parse(str(word))
    except ValueError:
        raise _wrong(path, f"has the level “{word}”, which does not exist") from None


def _axes(table: object, path: str) -> Axes:
    names = {"topic", "aspect", "action", "direction"}
    if not isinstance(table, dict) or set(table) != names:
        raise _wrong(path, "needs the axes topic, aspect, action and direction")
    if table["action"] not in ACTIONS:
        raise _wrong(path, f"has the action “{table['action']}”, which does not exist")
    try:
        direction = Direction(table["direction"])
    except ValueError:
        raise _wrong(path, f"has the direction “{table['direction']}”") from None
    return Axes(table["topic"], table["aspect"], table["action"], direction)


def _references(entries: object, path: str) -> tuple[Reference, ...]:
    if not isinstance(entries, list) or not entries:
        raise _wrong(path, "needs at least one reference")
    for entry in entries:
        if not isinstance(entry, dict) or set(entry) != {"cite", "url"}:
            raise _wrong(path, "has a reference without cite and url")
        if not str(entry["url"]).startswith("https://"):
            raise _wrong(path, f"has a reference to “{entry['url']}”, which is no https address")
    return tuple(Reference(entry["cite"], entry["url"]) for entry in entries)


def _match(table: object, path: str) -> Mapping[str, Any]:
    # The matchers import this module's types; importing them late keeps the order plain.
    from gazette.materiality.matchers import check_match  # noqa: PLC0415

    fault = check_match(table)
    if fault:
        raise _wrong(path, f"has a [match] that {fault}")
    assert isinstance(table, dict)  # noqa: S101 - check_match refused anything else
    return table


def _example(table: object, path: str, *, silent: bool) -> Example:
    allowed = {"old", "new", "heading", "lead"} | ({"because"} if silent else set())
    if not isinstance(table, dict) or not {"old", "new"} <= set(table) <= allowed:
        raise _wrong(path, "has an example that needs old and new, and may have heading and lead")
    if silent and not table.get("because"):
        raise _wrong(path, "has a silent example without its because")
    return Example(**table)
