"""`gazette verify`: whether what was released still stands as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.witness import ask_witness
from gazette.cli.desk import chosen, format_option, policy_dir_option, policy_option
from gazette.cli.output import page_width, wants_colour, write_result
from gazette.errors import GazetteError
from gazette.model.gate import Outcome
from gazette.release import gates
from gazette.release.verification import Case
from gazette.release.verification import verify as verify_case
from gazette.render.checks import Checked, Form, render_checks
from gazette.source.ledger import read_ledger

if TYPE_CHECKING:
    from gazette.model.policy import Policy


@click.command()
@policy_option
@policy_dir_option
@click.option(
    "--head",
    metavar="SHA256",
    default="",
    help="A ledger head noted earlier; proves that nothing up to it was rewritten. Needs "
    "--policy where there are several.",
)
@click.option("--strict", is_flag=True, help="Fail on what cannot be vouched for, too.")
@format_option
@click.pass_context
def verify(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    *,
    policy_id: str | None,
    policy_dir: Path,
    head: str,
    strict: bool,
    form: Form,
) -> None:
    """Prove that all that was released still stands as it was.

    The ledger's chain first, then every frozen file, then git's history of
    both: no released text was ever another, the ledger only ever grew, each
    tag points at its text. What does not hold is named with its place, the
    first first; what cannot be vouched for (no git, a shallow clone, files not
    committed) is said, and fails only under --strict.

    \b
    Exit codes: 0 all of it holds, 1 something does not, 2 wrong use.
    """  # noqa: D301 - the character itself is Click's mark for lines to keep
    verified = _verified(policy_dir, policy_id, head)
    write_result(render_checks(verified, form, width=page_width(), colour=wants_colour()), None)
    failing = {Outcome.CLOSED, Outcome.WARNING} if strict else {Outcome.CLOSED}
    ctx.exit(int(any(gate.outcome in failing for each in verified for gate in each.gates)))


def _verified(policy_dir: Path, policy_id: str | None, head: str) -> tuple[Checked, ...]:
    try:
        policies = chosen(policy_dir, policy_id)
    except GazetteError as error:
        return (Checked("", "the policies cannot be read", gates.unreadable(error)),)
    if head and len(policies) > 1:
        raise click.UsageError("--head is one ledger's; say which with --policy")
    return tuple(_verify(policy, head) for policy in policies)


def _verify(policy: Policy, head: str) -> Checked:
    folder = Path(policy.path)
    try:
        ledger = read_ledger(folder)
    except GazetteError as error:
        return Checked(policy.id, "the ledger cannot be read", gates.unreadable(error))
    labels = tuple(version.label for version in policy.versions)
    witness = ask_witness(folder, labels=labels, tags=f"{policy.id}/")
    many = "1 release" if len(ledger.lines) == 1 else f"{len(ledger.lines)} releases"
    subject = f"{many}, head {ledger.head or 'none'}"
    return Checked(policy.id, subject, verify_case(Case(policy, ledger, witness, head)), proof=True)
