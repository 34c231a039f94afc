"""The notices of a release, for the commands that show and plan them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.audience.rules import MISSING, UNKNOWN, Action
from gazette.notice import (
    Link,
    Links,
    Name,
    Notice,
    Readership,
    base_of,
    compose,
    title_of,
)
from gazette.publish.address import Address
from gazette.publish.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from gazette.cli.question import Question
    from gazette.notice import Mail

config_option = click.option(
    "--config",
    type=click.Path(dir_okay=False),
    default="mkdocs.yml",
    show_default=True,
    help="The site, for its address.",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A release with all that its notices need: verdicts, the site's address, templates.

    `root` is the path of the policy's own pages below the site's root.
    """

    question: Question
    address: Address
    root: str
    templates: Path | None


def readerships(question: Question, locales: tuple[str, ...]) -> tuple[Readership, ...]:
    """Everybody who can be told, each in every one of `locales`; each once."""
    told = (cell for cell in question.rules.cells if cell.action is not Action.NONE)
    return tuple(
        dict.fromkeys(
            Readership(
                accepted="" if cell.version in {MISSING, UNKNOWN} else cell.version,
                segments=cell.segments,
                locale=locale,
                action=str(cell.action),
            )
            for cell in told
            for locale in locales
        )
    )


def notice_for(desk: Desk, readership: Readership) -> Notice:
    """The notice of the release to `readership`; KeyError for a version it is not judged from."""
    question = desk.question
    return compose(
        question.policy,
        question.release,
        question.verdicts,
        readership=readership,
        links=_links(desk, base_of(question.verdicts, readership)),
    )


def _links(desk: Desk, base: str) -> Links:
    """Where a reader of `base` reads on, at addresses that stay when later versions come.

    That is the page of each step from their version to the release; where
    there are several, first the page that compares any two.
    """
    release, root = desk.question.release, desk.root
    places = _steps(desk)
    labels = [*desk.question.verdicts, release.label]
    steps = tuple(pairwise(labels[labels.index(base) :] if base else ()))
    redlines = [(step, places[step]) for step in steps if step in places]
    if len(redlines) > 1 and not release.is_draft:
        redlines.insert(0, ((base, release.label), f"{root}compare/#{base}..{release.label}"))
    text = f"{root}{release.label}/" if release.is_draft else f"{root}versions/{release.label}/"
    return Links(
        text=desk.address.absolute(text),
        versions=desk.address.absolute(f"{root}versions/"),
        redlines=tuple(Link(*pair, desk.address.absolute(place)) for pair, place in redlines),
    )


def _steps(desk: Desk) -> Mapping[tuple[str, str], str]:
    """The page of what each version changes: old, new -> place.

    Other pages of changes go when later versions come: a notice is kept for longer.
    """
    question = desk.question
    policy, release = question.policy, question.release
    # Only where pages are is asked here, which neither verdict nor comparison decides.
    verdict = next(iter(question.verdicts.values()), None)
    if verdict is None:
        return {}
    day = release.published or policy.versions[-1].effective or date.max
    line = timeline(
        policy,
        at=policy.start_of(day),
        root=desk.root,
        preview=release.is_draft,
        judge=lambda *_: verdict,
        compare=lambda *_: verdict.comparison,
        paired=0,
    )
    return {(each.before.label, each.label): each.changes for each in line.chain if each.before}


def desk_for(question: Question, *, config: Path, several: bool) -> Desk:
    """The desk on which the notices of `question` are written; `config` is mkdocs.yml."""
    # Imported here: MkDocs is slow to load, and only its settings are needed.
    from gazette.plugin.settings import read_settings  # noqa: PLC0415

    settings = read_settings(config)
    return Desk(
        question=question,
        address=Address.parse(settings.site_url),
        root=f"{question.policy.id}/" if several else "",
        templates=settings.templates if settings.templates.is_dir() else None,
    )


def warn_of_unreviewed(mails: Iterable[Mail], *, templates: Path | None) -> None:
    """Say on stderr which languages' words no counsel has reviewed."""
    from gazette.render.mail import unreviewed  # noqa: PLC0415 - Jinja is slow to load

    for language in unreviewed(mails, templates=templates):
        click.echo(
            f"The words in “{language}” are a translation that nobody is said to have reviewed: "
            f"have counsel read templates/mail/words.{language}.toml and rules.{language}.toml, "
            "and say so in `reviewed`.",
            err=True,
        )


def warn_of_unnamed(question: Question, mails: Iterable[Mail]) -> None:
    """Say on stderr which names stand in a notice as they are, for want of one in its language."""
    policy, release = question.policy, question.release
    names = {
        "[titles]": title_of(policy, release),
        "[contact.names]": Name(policy.contact.name, policy.contact.names),
    }
    names |= {f"[segments.{e.id}.titles]": Name(e.title, e.titles) for e in policy.segments}
    for language in sorted({mail.language for mail in mails} - {release.language}):
        missing = {where: name for where, name in names.items() if not name.is_known_in(language)}
        if missing:
            said = ", ".join(f"“{name}”" for name in missing.values())
            click.echo(
                f"In “{language}” these stand as in policy.toml: {said}. "
                f"Give them in {', '.join(missing)}.",
                err=True,
            )


def release_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which release of which policy, and where the site is."""
    options = (
        click.option("--policy", "policy_id", metavar="ID", help="Where there are several."),
        click.option(
            "--policy-dir",
            type=click.Path(file_okay=False),
            default="policy",
            show_default=True,
        ),
        config_option,
        click.option(
            "--decisions",
            envvar="GAZETTE_DECISIONS",
            show_envvar=True,
            type=click.Path(dir_okay=False, exists=True),
            help="A TOML file of what persons decided on findings.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command
