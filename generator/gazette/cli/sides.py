"""What the user may compare: a version, a file, or a git revision of a path."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from gazette.errors import ConfigurationError, GazetteError, Location, SourceError
from gazette.model.document import ClauseKind
from gazette.model.policy import Version
from gazette.source import load_policies, read_markdown
from gazette.source.files import decode_text, read_bytes
from gazette.source.front_matter import split_front_matter
from gazette.source.settings import closest
from gazette.source.versions import DRAFT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazette.model.document import Document
    from gazette.model.policy import Policy


# Also what was meant as a label, so that its mistake is explained as one.
_LABEL = re.compile(rf"{DRAFT}|v?[0-9]+(\.[0-9]+)*")


def may_be_label(spec: str) -> bool:
    """Whether `spec` has the shape of a version's label, such as 1.0.0 or draft."""
    return _LABEL.fullmatch(spec) is not None


def choose_policy(
    sides: tuple[str, str], policy_dir: Path, *, policy_id: str | None
) -> Policy | None:
    """The policy whose versions `sides` name, or that `policy_id` names.

    None where neither names one: two files are compared without a policy, and
    then the folder of policies is not even looked at. Raises
    ConfigurationError for an unknown id, or where several policies would do.
    """
    labels = [spec for spec in sides if may_be_label(spec)]
    if policy_id is None and not labels:
        return None
    if (
        policy_id is None
        and not policy_dir.is_dir()
        and all(Path(spec).exists() for spec in labels)
    ):
        return None
    policies = load_policies(policy_dir)
    if policy_id is not None:
        return _named(policies, policy_id, policy_dir)
    holding = [policy for policy in policies if all(_labelled(policy, spec) for spec in labels)]
    if len(holding) > 1:
        raise ConfigurationError(
            f"{len(holding)} policies have {' and '.join(labels)}",
            where=Location(str(policy_dir)),
            remedy=f"Say which one with --policy: {', '.join(policy.id for policy in holding)}.",
        )
    if holding:
        return holding[0]
    # The error about the label itself names the versions there are.
    return policies[0] if len(policies) == 1 else None


def _named(policies: tuple[Policy, ...], policy_id: str, policy_dir: Path) -> Policy:
    for policy in policies:
        if policy.id == policy_id:
            return policy
    raise ConfigurationError(
        f"there is no policy “{policy_id}”",
        where=Location(str(policy_dir)),
        remedy=closest(policy_id, [policy.id for policy in policies]),
    )


def _labelled(policy: Policy, label: str) -> Version | None:
    """The version of `policy` with that label, if it has one."""
    versions = (*policy.versions, *((policy.draft,) if policy.draft else ()))
    return next((version for version in versions if version.label == label), None)


def read_side(spec: str, policy: Policy | None, *, folder: Path) -> Version:
    """The version that `spec` names: of `policy`, or a file, or a git revision.

    A label wins over a file of the same name, and a file over a revision.
    `folder` is where relative paths and git's repository are looked for.
    Raises SourceError, HistoryError, or ConfigurationError where `spec` names
    nothing at all.
    """
    if policy and (version := _labelled(policy, spec)):
        return version
    path = folder / spec
    revision, colon, inside = spec.partition(":")
    if colon and not path.exists():
        # Imported here: most comparisons need no git.
        from gazette.adapters.git import read_revision  # noqa: PLC0415

        found = read_revision(revision, inside, folder=folder)
        return _version(found.data, label=spec, path=found.name)
    if path.exists() or (not may_be_label(spec) and _is_written_as_path(spec)):
        return _version(read_bytes(path), label=spec, path=str(path))
    raise _names_nothing(spec, policy)


def _is_written_as_path(spec: str) -> bool:
    return bool(Path(spec).suffix) or any(separator in spec for separator in "/\\")


def _names_nothing(spec: str, policy: Policy | None) -> GazetteError:
    """The error for what is neither a label, nor a file, nor a revision."""
    what = f"“{spec}” is neither a version nor a file nor a git revision of a path"
    other = "For a file write its path, such as ./old.md; for a revision HEAD~3:path.md."
    if policy is None:
        return ConfigurationError(what, remedy=other)
    known = [version.label for version in policy.versions] + ([DRAFT] if policy.draft else [])
    return ConfigurationError(
        what,
        where=Location(policy.path),
        remedy=f"Versions of {policy.id}: {', '.join(known) or 'none yet'}. {other}",
    )


def _version(data: bytes, *, label: str, path: str) -> Version:
    """A text from anywhere as a version; its front matter helps, and is not required."""
    source = decode_text(data, path=path)
    document = read_markdown(source, path=path)
    meta = _front_matter(source, path)
    return Version(
        policy="",
        label=label,
        title=str(meta.get("title") or "") or _first_heading(document),
        document=document,
        published=_day(meta.get("published")),
        effective=_day(meta.get("effective")),
        path=path,
        source=source,
        sha256=sha256(data).hexdigest(),
    )


def _front_matter(source: str, path: str) -> Mapping[str, object]:
    try:
        return split_front_matter(source, path=path).meta
    except SourceError:
        # `read_markdown` reads such a block as text, so no word of it is lost.
        return {}


def _first_heading(document: Document) -> str:
    headings = (each.text for each in document.clauses if each.kind is ClauseKind.HEADING)
    return next(headings, "")


def _day(value: object) -> date | None:
    return value if type(value) is date else None
