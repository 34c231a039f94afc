"""From a policy folder to the files of its site, in one go and before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from gazette.errors import ConfigurationError
from gazette.materiality import load_catalogue
from gazette.plugin.aside import Aside
from gazette.publish import plan_site
from gazette.publish.memory import Memory
from gazette.publish.timeline import PAIRED
from gazette.release.recorded import as_recorded
from gazette.release.telling import refuse_untold
from gazette.render.site import render_desk, site_files
from gazette.render.speech import speech_remarks
from gazette.source import load_policies, own_rules, read_markdown
from gazette.source.files import read_bytes
from gazette.source.ledger import read_ledger
from gazette.source.notice_runs import read_notice_runs

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from gazette.materiality import Catalogue
    from gazette.model.document import Document
    from gazette.model.policy import Policy
    from gazette.publish import Site


@dataclass(frozen=True, slots=True)
class Request:
    """What to render: from which folders, for which address, as of when, for whom.

    `preview` includes drafts; `live` makes the pages fit for a live preview.
    Every two of the newest `paired` versions have a page that compares them.
    `pdf` adds each version as a PDF. The files are kept in the folder `aside`
    where there is one, and in memory else.
    """

    policy_dir: Path
    templates: Path
    site_url: str
    at: datetime
    preview: bool = False
    live: bool = False
    paired: int = PAIRED
    pdf: bool = False
    aside: Path | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """The plan of a site and all its files, by their path below its root.

    `policies` are the ids of all policies, also of those with nothing to show.
    `desk` is what legal sees of the drafts in a preview, empty where there is none.
    `remarks` are what the organisation should know, and nothing is wrong with.
    """

    policies: tuple[str, ...]
    site: Site
    files: MutableMapping[str, bytes]
    desk: str
    remarks: tuple[str, ...] = ()


def render_policies(request: Request, *, memory: Memory | None = None) -> Rendered:
    """Read, judge and render everything; GazetteError when anything is wrong.

    `memory` spares a live preview what it has read, judged and rendered before.
    """
    kept, memory = memory, memory or Memory()

    def read(text: str, *, path: str) -> Document:
        key = ("document", path, sha256(text.encode()).digest())
        return memory.once(key, lambda: read_markdown(text, path=path))

    policies = tuple(
        _fit(policy, request) for policy in load_policies(request.policy_dir, read=read)
    )
    site = plan_site(
        policies,
        at=request.at,
        site_url=request.site_url,
        catalogue=_catalogue(request.policy_dir, memory),
        preview=request.preview,
        judge=memory.judge,
        compare=memory.compare,
        paired=request.paired,
    )
    site = replace(site, pdf=request.pdf)
    templates = request.templates if request.templates.is_dir() else None
    files: MutableMapping[str, bytes] = Aside(request.aside) if request.aside else {}
    files.update(site_files(site, templates=templates, live=request.live, memory=kept))
    desk = render_desk(site, templates=templates, memory=kept)
    remarks = speech_remarks(site, templates=templates)
    memory.settle()
    return Rendered(tuple(each.id for each in policies), site, files, desk, remarks)


def _catalogue(policy_dir: Path, memory: Memory) -> Catalogue:
    """The rules to judge by, Gazette's and the organisation's own, read anew once they differ."""
    folder = own_rules(policy_dir)
    files = sorted(folder.glob("*.toml")) if folder else []
    key = ("catalogue", *((each.name, read_bytes(each)) for each in files))
    return memory.once(key, lambda: load_catalogue(folder))


def _fit(policy: Policy, request: Request) -> Policy:
    """`policy` as its records allow it to be shown; a preview may show what nobody was told yet."""
    folder = Path(policy.path)
    ledger = read_ledger(folder)
    recorded = as_recorded(policy, ledger, preview=request.preview)
    if not request.preview:
        refuse_untold(recorded, ledger, read_notice_runs(folder), at=request.at)
    return recorded


def read_instant(text: str, *, now: datetime) -> datetime:
    """The instant that `text` names in ISO 8601, UTC unless it says otherwise.

    A day alone is its first instant; an empty text is `now`. Raises
    ConfigurationError for anything else.
    """
    if not text:
        return now
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(
            f"as_of is no instant: {text}",
            remedy="Write a day or an instant, such as 2027-02-01 or 2027-02-01T09:00+01:00.",
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
