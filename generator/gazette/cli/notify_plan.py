"""`gazette notify plan`: who gets which notice, frozen, counted and hashed."""

from __future__ import annotations

import json
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.guard import refuse_public_place
from gazette.adapters.tables.listed import listed
from gazette.announce import Order, Recipient, freeze
from gazette.cli.desk import at_option, only
from gazette.cli.notices import (
    Desk,
    desk_for,
    notice_for,
    release_options,
    warn_of_unnamed,
    warn_of_unreviewed,
)
from gazette.cli.notify_options import ledger_option
from gazette.cli.output import hint, write_result
from gazette.cli.question import choose_release, pose
from gazette.errors import Location, NoticeError
from gazette.model.policy import State
from gazette.notice import Readership
from gazette.render.mail import render_notice
from gazette.source import load_policies
from gazette.source.decisions import load_decisions
from gazette.source.ledger import read_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from gazette.adapters.tables.listed import Listed
    from gazette.announce import Planned
    from gazette.cli.notify_options import LedgerAt
    from gazette.model.policy import Policy, Version
    from gazette.notice import Mail


@click.command()
@click.option(
    "--recipients",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("build/recipients.csv"),
    show_default=True,
    help="The list that gazette audience wrote, its manifest beside it.",
)
@release_options
@ledger_option
@click.option("--from", "sender", metavar="ADDRESS", help="[default: the policy's contact]")
@at_option("The instant of planning.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def plan(  # noqa: PLR0913 - one parameter an option
    *,
    recipients: Path,
    policy_id: str | None,
    policy_dir: str,
    config: str,
    decisions: str | None,
    ledger: LedgerAt,
    sender: str | None,
    at: datetime,
    form: str,
) -> None:
    """Freeze who gets which notice. Nothing leaves.

    The list must answer a released version and be as its manifest says. Who
    was told of the release already stays told; what an earlier plan of it has
    not sent yet is replaced. A plan of the same is the same plan.
    """
    folder = Path(policy_dir)
    for path in filter(None, (ledger.path, ledger.key)):
        refuse_public_place(path, public=(folder, folder.absolute().parent / "site"))
    found = listed(recipients)
    policy = only(folder, policy_id or found.policy)
    release = choose_release(policy, found.release)
    _refuse_unready(policy, release, found, at=at)
    stated = load_decisions(Path(decisions)) if decisions else ()
    question = pose(policy, release, decisions=stated, as_of=None)
    desk = desk_for(question, config=Path(config), several=len(load_policies(folder)) > 1)
    contact = _checked(formataddr((policy.contact.name, policy.contact.email)))
    order = Order(
        release=f"{policy.id}/{release.label}",
        list_sha256=found.sha256,
        recipients=found.recipients,
        sender=_checked(sender) if sender else contact,
        reply_to=contact if sender else "",
    )
    with ledger.opened(create=True) as book:
        planned = freeze(order, _recipients(found), write=_writer(desk, found), planner=book)
    warn_of_unreviewed((mail for _, mail in planned.mails), templates=desk.templates)
    warn_of_unnamed(question, (mail for _, mail in planned.mails))
    write_result(_json(planned, order) if form == "json" else _text(planned, order), None)
    hint("Next: gazette notify send --smtp smtp://HOST")


def _refuse_unready(policy: Policy, release: Version, found: Listed, *, at: datetime) -> None:
    """NoticeError unless the release is recorded, published, and nothing waits for a person."""
    line = None if release.is_draft else read_ledger(Path(policy.path)).line_of(release.label)
    if line is None or line.entry.source_sha256 != release.sha256:
        why = f"{release.label} is not released as it stands, so nobody is told of it"
        remedy = "Release it first: gazette release; then list whom it concerns: gazette audience"
    elif policy.state(release, at) is State.SCHEDULED:
        why = f"{release.label} is published on {release.published} only"
        remedy = "Plan on that day: what the notices link to is not public before."
    elif found.undecided:
        why = f"the list was made while {found.undecided} findings waited for a person"
        remedy = "Decide them, then make the list again: gazette audience"
    else:
        return
    raise NoticeError(why, where=Location(release.path), remedy=remedy)


def _checked(sender: str) -> str:
    """`sender` as a header holds it; click.UsageError unless it has one address."""
    name, address = parseaddr(sender)
    if not address.isascii() or not address.partition("@")[2] or "\n" in sender:
        raise click.UsageError("--from is no address, such as “Privacy Office <office@host>”")
    return formataddr((name, address)) if name.isascii() else f"{name} <{address}>"


def _recipients(found: Listed) -> Callable[[], Iterator[Recipient]]:
    def read() -> Iterator[Recipient]:
        for user_id, address, locale, action, accepted, segments in found.rows():
            asked = Readership(accepted, tuple(segments.split()), locale, action)
            yield Recipient(user_id, address, asked)

    return read


def _writer(desk: Desk, found: Listed) -> Callable[[Readership], Mail]:
    """Writes the mail of a readership, once it is sure that there is something to tell it."""

    def write(readership: Readership) -> Mail:
        known = not readership.accepted or readership.accepted in desk.question.verdicts
        notice = notice_for(desk, readership) if known else None
        if notice is None or (readership.accepted and not notice.parts):
            raise NoticeError(
                "the list tells users of a change that the release does not hold for them",
                where=Location(str(found.path)),
                remedy="Policy or rules changed since. Make the list again: gazette audience",
            )
        return render_notice(notice, templates=desk.templates)

    return write


def _text(planned: Planned, order: Order) -> str:
    kept = planned.kept
    lines = [
        f"Plan {planned.id[:16]} for {order.release}, from {parseaddr(order.sender)[1]}",
        "",
        f"{kept.planned:>12,}  notices to send, in {len(planned.mails)} wordings",
        f"{kept.told:>12,}  recipients told of this release before",
        f"{kept.forgotten:>12,}  recipients forgotten on request",
        f"{kept.bounced:>12,}  recipients whom mail does not reach (bounced)",
        f"{order.recipients:>12,}  recipients on the list",
    ]
    if kept.withdrawn:
        lines += ["", f"{kept.withdrawn:>12,}  notices of an earlier plan withdrawn"]
    return "\n".join(lines) + "\n"


def _json(planned: Planned, order: Order) -> str:
    kept = planned.kept
    content = {
        "schema": "gazette/notice-plan/1",
        "plan": planned.id,
        "release": order.release,
        "list_sha256": order.list_sha256,
        "recipients": order.recipients,
        "planned": kept.planned,
        "already_told": kept.told,
        "forgotten": kept.forgotten,
        "bounced": kept.bounced,
        "withdrawn": kept.withdrawn,
        "mails": [
            {
                "accepted_version": readership.accepted,
                "segments": readership.segments,
                "locale": readership.locale,
                "action": readership.action,
                "language": mail.language,
                "subject": mail.subject,
            }
            for readership, mail in planned.mails
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
