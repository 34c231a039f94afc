"""`gazette notify preview`: every notice of a release as files, to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.folders import replaced_whole
from gazette.cli.desk import only
from gazette.cli.notices import (
    desk_for,
    notice_for,
    readerships,
    release_options,
    warn_of_unnamed,
    warn_of_unreviewed,
)
from gazette.cli.output import hint, write_result
from gazette.cli.question import choose_release, pose
from gazette.errors import Location, OutputError
from gazette.notice import CONSENT
from gazette.render.mail import render_notice
from gazette.source import load_policies
from gazette.source.decisions import load_decisions

if TYPE_CHECKING:
    from gazette.notice import Readership


@click.command()
@click.option(
    "--release",
    metavar="LABEL",
    help="A version, or draft. [default: the draft if there is one, else the newest version]",
)
@release_options
@click.option("--locale", "locales", multiple=True, metavar="TAG", help="Such as pt-BR; repeat it.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/notices"),
    show_default=True,
    help="The folder to replace.",
)
def preview(  # noqa: PLR0913 - one parameter an option
    *,
    release: str | None,
    policy_id: str | None,
    policy_dir: str,
    config: str,
    decisions: str | None,
    locales: tuple[str, ...],
    output: Path,
) -> None:
    """Write every notice of a release, as HTML and as text.

    There is one notice for each accepted version, membership and language;
    nothing in it is personal. Prints the files of each with its subject.
    """
    policy = only(Path(policy_dir), policy_id)
    question = pose(
        policy,
        choose_release(policy, release),
        decisions=load_decisions(Path(decisions)) if decisions else (),
        as_of=None,
    )
    desk = desk_for(question, config=Path(config), several=len(load_policies(Path(policy_dir))) > 1)
    asked = locales or (question.release.language,)
    mails = {
        _name(readership): render_notice(notice_for(desk, readership), templates=desk.templates)
        for readership in readerships(question, asked)
    }
    _refuse_other_folder(output)
    with replaced_whole(output) as aside:
        for name, mail in mails.items():
            (aside / f"{name}.html").write_text(mail.html, encoding="utf-8", newline="\n")
            text = f"Subject: {mail.subject}\n\n{mail.text}"
            (aside / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
    lines = "".join(f"{output / name}.html\t{mail.subject}\n" for name, mail in mails.items())
    write_result(lines, None)
    warn_of_unreviewed(mails.values(), templates=desk.templates)
    warn_of_unnamed(question, mails.values())
    hint(f"{len(mails)} notices, each as .html and .txt: open them in a browser.")


def _name(readership: Readership) -> str:
    """What the files of a notice are called."""
    parts = (
        readership.accepted or "unknown",
        "+".join(readership.segments) or "no-segment",
        "consent" if readership.action == CONSENT else "",
        readership.locale,
    )
    return ".".join(part for part in parts if part)


def _refuse_other_folder(output: Path) -> None:
    """OutputError where the output would replace something that is no preview."""
    if not output.is_dir():
        return
    if any(path.suffix not in {".html", ".txt"} for path in output.iterdir()):
        raise OutputError(
            "the folder holds something that is no notice, and a preview would replace it",
            where=Location(str(output)),
            remedy="Name an empty or a new folder with --output.",
        )
