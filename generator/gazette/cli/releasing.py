"""The act of releasing, step by step, told as it goes. The caller holds the lock."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.promulgation import retire, write_release
from gazette.cli.desk import catalogue_of, proposal_of, subject_of
from gazette.cli.output import page_width
from gazette.errors import GazetteError, Location
from gazette.model.gate import Outcome, is_closed
from gazette.release import gates
from gazette.release.freezing import freeze
from gazette.release.labels import check_label
from gazette.release.proposal import freezes_to
from gazette.release.recording import Act, adopt, drafted, promulgate, record_translations
from gazette.render.checks import Checked, Form, render_checks
from gazette.source.decisions import DECISIONS, load_decisions
from gazette.source.files import read_bytes
from gazette.source.ledger import LEDGER, parse_ledger, read_ledger
from gazette.source.versions import DRAFT

if TYPE_CHECKING:
    from gazette.model.ledger import Entry, Ledger
    from gazette.model.policy import Policy
    from gazette.release.proposal import Proposal
    from gazette.release.recording import Promulgation

DRAFT_FILE = f"{DRAFT}.md"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, by whom and when."""

    act: Act
    label: str | None = None
    rules: Path | None = None
    dry_run: bool = False


def adopt_versions(policy: Policy, order: Order) -> None:
    """Begin the ledger with the versions that are frozen already."""
    folder = Path(policy.path)
    catalogue = catalogue_of(order.rules, folder.parent)
    adopted = adopt(policy, read_ledger(folder), catalogue=catalogue, act=order.act)
    if adopted is None:
        click.echo(f"{policy.id}: the ledger has begun, so nothing is adopted", err=True)
        return
    if not order.dry_run:
        write_release(folder, adopted)
    labels = ", ".join(version.label for version in policy.versions)
    _tell(policy, f"adopted {labels}", order)
    _tell_record(folder, adopted)


def freeze_translations(policy: Policy, order: Order, *, correct: bool) -> None:
    """Record the translations of released versions that are not on record."""
    folder = Path(policy.path)
    ledger = read_ledger(folder)
    written = record_translations(policy, ledger, act=order.act, correct=correct)
    if written is None:
        click.echo(f"{policy.id}: every translation is on record already", err=True)
        return
    if not order.dry_run:
        write_release(folder, written)
    entries = parse_ledger(written.ledger, path=str(folder / LEDGER)).lines[len(ledger.lines) :]
    _tell(policy, f"froze {', '.join(each.entry.file for each in entries)}", order)
    _tell_record(folder, written)


def release_draft(policy: Policy, order: Order) -> None:
    """Release the draft, or finish the release of it that was begun.

    GazetteError while a gate is closed, or where the label will not do.
    """
    folder, draft = Path(policy.path), policy.draft
    if draft is None:
        click.echo(f"{policy.id}: there is no draft, so nothing is released", err=True)
        return
    last = _last_recorded(policy, read_ledger(folder))
    if last and freezes_to(draft, policy.versions[-1]):
        _finish(policy, last, order)
        return
    working = _present(policy)
    proposal = proposal_of(policy, at=order.act.released_at, rules=order.rules)
    _ask(proposal)
    before = proposal.last.label if proposal.last else None
    label = check_label(order.label or proposal.label, before, proposal.level)
    written = promulgate(proposal, working[DRAFT_FILE], label=label, act=order.act)
    if not order.dry_run:
        _remove_leftover(policy, proposal, label)
        write_release(folder, written)
        retire(folder, working)
    _tell_release(proposal, written, order)
    for name in working:
        click.echo(f"  removed   {folder / name}")


def _last_recorded(policy: Policy, ledger: Ledger) -> Entry | None:
    """The ledger's last entry, where it is the newest version's."""
    if not ledger.lines or not policy.versions:
        return None
    entry = ledger.releases[-1].entry
    return entry if entry.version == policy.versions[-1].label else None


def working_files(policy: Policy) -> tuple[str, ...]:
    """What a release uses up, in the order in which it is removed.

    The draft goes last: while it is there, the next run sees what is left to do.
    """
    translations = (f"{each.tag}/{DRAFT_FILE}" for each in policy.languages)
    return (DECISIONS, *translations, DRAFT_FILE)


def _present(policy: Policy) -> dict[str, bytes]:
    """The files that a release uses up, so far as they are there, with what they hold."""
    paths = ((name, Path(policy.path) / name) for name in working_files(policy))
    return {name: read_bytes(path) for name, path in paths if path.exists()}


def _finish(policy: Policy, entry: Entry, order: Order) -> None:
    """Remove what a killed release left: the draft that its last line records."""
    folder = Path(policy.path)
    working = _present(policy)
    # What was written to since is about something else, and not ours to remove.
    if DECISIONS in working and load_decisions(folder / DECISIONS) != entry.decisions:
        del working[DECISIONS]
    for each in drafted(policy):
        frozen = policy.translation(each.language.tag, entry.version)
        if frozen is None or freeze(each.data, entry.version, path=each.path) != frozen.data:
            del working[f"{each.language.tag}/{DRAFT_FILE}"]
    if not order.dry_run:
        retire(folder, working)
    _tell(policy, f"{entry.version} is released; this finishes it", order)
    for name in working:
        click.echo(f"  removed   {folder / name}")


def _remove_leftover(policy: Policy, proposal: Proposal, label: str) -> None:
    """Remove the version that a killed release left, where this one has another label."""
    for version in policy.versions[len(proposal.policy.versions) :]:
        if version.label != label:
            beside = (each for each in policy.translations if each.label == version.label)
            for path in (*(Path(each.path) for each in beside), Path(version.path)):
                retire(path.parent, {path.name: read_bytes(path)})


def _ask(proposal: Proposal) -> None:
    """Tell on stderr what the gates find; GazetteError while one is closed."""
    found = gates.check(proposal)
    telling = tuple(gate for gate in found if gate.outcome is not Outcome.OPEN)
    if telling:
        shown = Checked(proposal.policy.id, subject_of(proposal), telling)
        text = render_checks((shown,), Form.TEXT, width=page_width(), colour=False)
        click.echo(text, err=True)
    if is_closed(found):
        raise GazetteError(
            "a gate is closed, so nothing is released",
            where=Location(proposal.draft.path if proposal.draft else proposal.policy.path),
            remedy="Mend what is told above; gazette check asks again.",
        )


def _tell(policy: Policy, what: str, order: Order) -> None:
    click.echo(f"{policy.id}: {what}{' (dry run: nothing is changed)' if order.dry_run else ''}")


def _tell_release(proposal: Proposal, written: Promulgation, order: Order) -> None:
    draft, folder = proposal.draft, Path(proposal.policy.path)
    change = f"a {proposal.level} change" if proposal.verdict else "the first version"
    _tell(proposal.policy, f"released {written.label}, {change}", order)
    if draft:
        click.echo(f"  dates     published {draft.published}, effective {draft.effective}")
    for name in written.frozen:
        click.echo(f"  frozen    {folder / name}")
    _tell_record(folder, written)


def _tell_record(folder: Path, written: Promulgation) -> None:
    last = written.ledger.count(b"\n")
    first = last - len(written.lines) + 1
    which = f"line {last}" if first == last else f"lines {first} to {last}"
    click.echo(f"  recorded  {folder / LEDGER}, {which}")
    click.echo(f"  head      {written.head}")
