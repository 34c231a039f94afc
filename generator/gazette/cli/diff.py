"""`gazette diff`: the redline of two texts, what the rules found in it, the verdict."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from gazette.cli.output import (
    PLAIN_WIDTH,
    hint,
    page_result,
    page_width,
    wants_colour,
    write_result,
)
from gazette.cli.sides import choose_policy, read_side
from gazette.errors import ConfigurationError, Location, OutputError
from gazette.materiality import judge, load_catalogue
from gazette.model.policy import Version
from gazette.model.verdict import Level
from gazette.redline import compare_documents
from gazette.render.formats import Format, Signature, render, render_docx
from gazette.render.report import Report, entries, summary
from gazette.source import own_rules
from gazette.source.decisions import load_decisions

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)


def _print_schema(ctx: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click passes it so
    """Print the schema of the JSON instead of comparing anything."""
    if asked and not ctx.resilient_parsing:
        # Imported here: no comparison needs it.
        from gazette.render.json import schema_text  # noqa: PLC0415

        click.echo(schema_text(), nl=False)
        ctx.exit()


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--policy", "policy_id", metavar="ID", help="Whose versions OLD and NEW are.")
@click.option("--policy-dir", type=FOLDER, default=Path("policy"), show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(Format, case_sensitive=False),
    default=Format.TEXT,
    show_default=True,
)
@click.option(
    "--fail-on",
    type=click.Choice([str(Level.REVIEW), str(Level.MATERIAL)]),
    help="Exit with 10 (review) or 20 (material) where the verdict reaches this level.",
)
@click.option(
    "--rules", type=FOLDER, help="Your own rules; the folder rules/ in --policy-dir unless given."
)
@click.option("--decisions", type=FILE, help="A TOML file of what persons decided on findings.")
@click.option("--author", help="Who made the changes in a DOCX; git's user.name unless given.")
@click.option("--output", type=FILE, help="Write here instead of to the terminal.")
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of --format json.",
)
@click.pass_context
def diff(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    old: str,
    new: str,
    *,
    policy_id: str | None,
    policy_dir: Path,
    form: Format,
    fail_on: str | None,
    rules: Path | None,
    decisions: Path | None,
    author: str | None,
    output: Path | None,
) -> None:
    """Compare OLD with NEW and judge what changed.

    Each is a version's label (1.0.0), `draft`, a git revision of a path
    (HEAD~3:policy/privacy/draft.md), or any Markdown file. A label wins over a
    file of the same name; write ./draft for the file.

    A terminal shows colours (unless NO_COLOR is set), both versions beside each
    other where it is wide, and a pager where it is long (PAGER=cat: none).

    \b
    Exit codes: 0 done, 1 failed, 2 wrong use; with --fail-on also
                10 a person must review it, 20 it is material.
    """  # noqa: D301 - the character itself is Click's mark for lines to keep
    signature = _signature(author, output) if form is Format.DOCX else None
    policy = choose_policy((old, new), policy_dir, policy_id=policy_id)
    sides = read_side(old, policy, folder=Path()), read_side(new, policy, folder=Path())
    _explain_labels((old, new), sides)
    _refuse_overwriting(output, sides)
    verdict = judge(
        compare_documents(sides[0].document, sides[1].document),
        load_catalogue(rules or own_rules(policy_dir)),
        policy=policy.id if policy else "",
        segments=policy.segments if policy else (),
        decisions=load_decisions(decisions) if decisions else (),
        old_path=sides[0].path,
        new_path=sides[1].path,
    )
    report = Report(*sides, verdict, fail_on=Level.parse(fail_on) if fail_on else None)
    result = _rendered(report, form, signature, output=output)
    if form is Format.TEXT and output is None and isinstance(result, str):
        page_result(result)
    else:
        write_result(result, output)
    _say_what_next(report, output)
    ctx.exit(report.exit_code)


def _signature(author: str | None, output: Path | None) -> Signature:
    """Who and when, for Word. Raises ConfigurationError where nobody is named."""
    if output is None and sys.stdout.isatty():
        raise click.UsageError("a DOCX is no text for a terminal: name a file with --output")
    if author is None:
        # Imported here: no other format needs git for two files.
        from gazette.adapters.git import user_name  # noqa: PLC0415

        author = user_name(Path())
    if not author.strip():
        raise ConfigurationError(
            "Word shows the author of every change, and none is known",
            remedy="Name one with --author, or set git's user.name.",
        )
    return Signature(author, datetime.now(UTC))


def _rendered(
    report: Report, form: Format, signature: Signature | None, *, output: Path | None
) -> str | bytes:
    """The report in the format that was asked for."""
    if signature:
        return render_docx(report, signature)
    return render(
        report,
        form,
        width=PLAIN_WIDTH if output else page_width(),
        colour=output is None and wants_colour(),
    )


def _explain_labels(specs: tuple[str, str], sides: tuple[Version, ...]) -> None:
    """Say on stderr where a name meant a version although a file is called the same."""
    for spec, version in zip(specs, sides, strict=True):
        if version.policy and Path(spec).exists():
            click.echo(
                f"note: {spec} is the version in {version.path}; for the file write ./{spec}",
                err=True,
            )


def _refuse_overwriting(output: Path | None, sides: tuple[Version, ...]) -> None:
    """Raise OutputError rather than replace a compared text with its own redline."""
    for version in sides:
        if output and output.exists() and output.resolve() == Path(version.path).resolve():
            raise OutputError(
                "this is one of the two texts that are compared",
                where=Location(str(output)),
                remedy="Name another file with --output.",
            )


def _say_what_next(report: Report, output: Path | None) -> None:
    """Close with the verdict, which may have scrolled away, and the next step."""
    listed = entries(report.verdict)
    if output:
        hint(f"Written to {output}.")
    hint(f"Verdict: {report.verdict.level}. {summary(listed)}.".replace("..", "."))
    hint(_next_step(report))


def _next_step(report: Report) -> str:
    """What the reader of this verdict would do now."""
    grave = [f for f in report.verdict.findings if f.decided >= Level.REVIEW]
    if not grave:
        return "Next: nothing here asks for a notice; read the changes once, then release."
    rule = max(grave, key=lambda finding: finding.decided).rule
    step = f"Next: counsel reads each finding (gazette explain {rule} tells why a rule fires)"
    if report.new.policy and report.verdict.level is Level.MATERIAL:
        return f"{step}; then: gazette audience --users FILE --release {report.new.label}"
    return f"{step}; --format docx --output redline.docx makes a Word file for counsel."
