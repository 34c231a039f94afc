"""`gazette verify`: whether what was released still stands as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.visiting import Visit, visit
from gazette.adapters.witness import ask_witness
from gazette.cli.desk import at_option, chosen, format_option, policy_dir_option, policy_option
from gazette.cli.output import page_width, wants_colour, write_result
from gazette.errors import GazetteError
from gazette.model.gate import Outcome
from gazette.release import gates
from gazette.release.chain import check_bytes
from gazette.release.complaints import refusal
from gazette.release.published import Seen, Showing, place_of, shown_at, verify_site
from gazette.release.verification import Case
from gazette.release.verification import verify as verify_case
from gazette.render.checks import Checked, Form, render_checks
from gazette.render.showing import showing_of
from gazette.source import load_policies
from gazette.source.files import read_bytes
from gazette.source.ledger import LEDGER, read_ledger
from gazette.source.notice_runs import read_notice_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.gate import Gate
    from gazette.model.ledger import Ledger
    from gazette.model.policy import Policy, Translation, Version


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
@click.option(
    "--site",
    metavar="FOLDER|URL",
    help="A published site, whole: whether what visitors see is what was released.",
)
@at_option("The instant at which the site must show what applies.")
@click.option("--strict", is_flag=True, help="Fail on what cannot be vouched for, too.")
@format_option
@click.pass_context
def verify(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    *,
    policy_id: str | None,
    policy_dir: Path,
    head: str,
    site: str | None,
    at: datetime,
    strict: bool,
    form: Form,
) -> None:
    """Prove that all that was released still stands as it was.

    The ledger's chain first, then every frozen file, then git's history of
    both: no released text was ever another, the ledger only ever grew, each
    tag points at its text, no signature is false; git itself checks those,
    with the keys it is told to believe. What does not hold is named with its
    place, the first first; what cannot be vouched for (no git, a shallow
    clone, files not committed) is said, and fails only under --strict.

    With --site also what is published is held against the ledger: which
    versions are listed with which dates, each one's Markdown byte for byte,
    the text on each one's page, and on the first page the text in force. What
    stands around a text is not looked at.

    \b
    Exit codes: 0 all of it holds, 1 something does not, 2 wrong use.
    """  # noqa: D301 - the character itself is Click's mark for lines to keep
    inquiry = Inquiry(head, at, visit(site) if site else None)
    verified = _verified(policy_dir, policy_id, inquiry)
    write_result(render_checks(verified, form, width=page_width(), colour=wants_colour()), None)
    failing = {Outcome.CLOSED, Outcome.WARNING} if strict else {Outcome.CLOSED}
    ctx.exit(int(any(gate.outcome in failing for each in verified for gate in each.gates)))


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What each policy is held against, besides itself."""

    head: str
    at: datetime
    site: Visit | None


def _verified(policy_dir: Path, policy_id: str | None, inquiry: Inquiry) -> tuple[Checked, ...]:
    try:
        policies = chosen(policy_dir, policy_id)
        # A site gives each of several policies a folder, whichever of them is asked about.
        several = inquiry.site is not None and len(load_policies(policy_dir)) > 1
    except GazetteError as error:
        altered = tuple(_altered(policy_dir, policy_id))
        found = (*altered, *gates.unreadable(error))
        return (Checked("", "the policies cannot be read", found, proof=True),)
    if inquiry.head and len(policies) > 1:
        raise click.UsageError("--head is one ledger's; say which with --policy")
    return tuple(
        _verify(policy, inquiry, root=f"{policy.id}/" if several else "") for policy in policies
    )


def _altered(policy_dir: Path, policy_id: str | None) -> Iterator[Gate]:
    """The frozen files that are not as released, where policies cannot be read as such."""
    for path in sorted(policy_dir.glob(f"{policy_id or '*'}/{LEDGER}")):
        try:
            ledger = read_ledger(path.parent)
            digests = {
                each.relative_to(path.parent).as_posix(): sha256(read_bytes(each)).hexdigest()
                for pattern in ("*.md", "*/*.md")
                for each in path.parent.glob(pattern)
            }
        except GazetteError:
            # What is wrong with it is what was raised before this was asked.
            continue
        found = tuple(check_bytes(ledger, digests))
        if found:
            yield from gates.named("frozen-files", found)


def _verify(policy: Policy, inquiry: Inquiry, *, root: str) -> Checked:
    folder = Path(policy.path)
    try:
        ledger, runs = read_ledger(folder), read_notice_runs(folder)
    except GazetteError as error:
        return Checked(policy.id, "the ledger cannot be read", gates.unreadable(error))
    labels = tuple(version.label for version in policy.versions)
    witness = ask_witness(folder, labels=labels, tags=f"{policy.id}/")
    count, texts = len(ledger.releases), len(ledger.translations)
    many = "1 release" if count == 1 else f"{count} releases"
    many += f", {texts} translation{'s' * (texts > 1)}" if texts else ""
    subject = f"{many}, head {ledger.head or 'none'}"
    found = verify_case(Case(policy, ledger, witness, inquiry.head, runs))
    if inquiry.site is not None:
        found += _verify_site(policy, ledger, inquiry.site, at=inquiry.at, root=root)
    return Checked(policy.id, subject, found, proof=True)


def _verify_site(
    policy: Policy, ledger: Ledger, site: Visit, *, at: datetime, root: str
) -> tuple[Gate, ...]:
    try:
        seen = _seen(policy, site, at=at, root=root)
    except GazetteError as error:
        return gates.named("site-list", [refusal(error)])
    return verify_site(policy, ledger, seen, at=at)


def _seen(policy: Policy, site: Visit, *, at: datetime, root: str) -> Seen:
    """All that a site shows of a policy, once what it has of each version is read."""

    def showing(place: str, text: Version | Translation | None) -> Showing | None:
        page = site.read(f"{root}{place}") if text else None
        return showing_of(page, text.document) if page and text else None

    public = policy.public(at)
    labels = {each.label for each in public}
    texts: dict[str, Version | Translation] = {place_of(each.label): each for each in public}
    texts |= {
        place_of(each.label, each.language.tag): each
        for each in policy.translations
        if each.label in labels
    }
    return Seen(
        where=f"{site.where}{root}",
        versions=site.read(f"{root}versions.json"),
        sources={place: site.read(f"{root}{place}.md") for place in texts},
        pages={place: showing(f"{place}/", each) for place, each in texts.items()},
        front=showing("", shown_at(policy, at)),
    )
