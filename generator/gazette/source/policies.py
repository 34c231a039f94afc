"""A folder of policies: one folder each, with its settings and its versions."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from gazette.errors import ConfigurationError, Location, SourceError
from gazette.model.policy import Policy
from gazette.source.decisions import DECISIONS, load_decisions
from gazette.source.front_matter import split_front_matter
from gazette.source.ledger import read_ledger
from gazette.source.reading import read_markdown
from gazette.source.settings import read_settings
from gazette.source.translations import read_translations
from gazette.source.versions import DRAFT, is_label, order, read_version

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.model.policy import Version
    from gazette.source.versions import Reader

SETTINGS = "policy.toml"
RULES = "rules"
"""The folder, beside the policies, of the organisation’s own rules."""
RESERVED = frozenset({RULES, "assets", "how-we-decide", "review", "schemas", "search"})
"""Names that no policy can have, because the site, its theme or this folder has them already."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load_policies(policy_dir: Path, *, read: Reader = read_markdown) -> tuple[Policy, ...]:
    """Every policy below `policy_dir`, by id.

    A policy is a folder with a policy.toml. Raises ConfigurationError when
    there is none, and SourceError for whatever is wrong in one of them.
    """
    if not policy_dir.is_dir():
        raise ConfigurationError(
            "there is no such folder",
            where=Location(str(policy_dir)),
            remedy="Run this where mkdocs.yml is, or lay down a repository with `gazette init`.",
        )
    folders = sorted(each for each in policy_dir.iterdir() if each.is_dir())
    policies = tuple(load_policy(each, read=read) for each in folders if _is_policy(each))
    if not policies:
        raise ConfigurationError(
            f"there is no policy here: no folder holds a {SETTINGS}",
            where=Location(str(policy_dir)),
            remedy="Lay one down with `gazette init`.",
        )
    return policies


def own_rules(policy_dir: Path) -> Path | None:
    """The folder of the organisation's own rules, where there is one.

    Everything that judges reads it: the site, the gates, a comparison.
    """
    folder = policy_dir / RULES
    return folder if folder.is_dir() else None


def load_policy(folder: Path, *, read: Reader = read_markdown) -> Policy:
    """The policy in `folder`, whose name is the policy's id.

    Its versions are the files named after their labels (`1.0.0.md`), its
    draft is `draft.md`. Raises SourceError, naming file, line and remedy.
    """
    if not _ID.fullmatch(folder.name):
        raise SourceError(
            f"“{folder.name}” cannot be part of a web address",
            where=Location(str(folder)),
            remedy="Name the folder with small letters, digits and hyphens, such as privacy.",
        )
    if folder.name in RESERVED:
        raise SourceError(
            f"no policy can be called “{folder.name}”: something else has this address",
            where=Location(str(folder)),
            remedy="Name the folder after the policy, such as privacy.",
        )
    settings = read_settings(folder / SETTINGS)
    files = _version_files(folder)
    versions = tuple(read_version(each, policy=folder.name, read=read) for each in files)
    _check_order(versions)
    return Policy(
        id=folder.name,
        title=settings.title,
        organisation=settings.organisation,
        contact=settings.contact,
        time_zone=settings.time_zone,
        notice_days=settings.notice_days,
        versions=_decided(versions, folder),
        draft=_draft(folder, read),
        segments=settings.segments,
        titles=settings.titles,
        promises=settings.promises,
        path=str(folder),
        languages=settings.languages,
        translations=read_translations(folder, settings.languages, read=read),
        reviewed=settings.reviewed,
        retention_days=settings.retention_days,
        notice_periods=settings.notice_periods,
        consent_url=settings.consent_url,
        consent=settings.consent,
        notices_on_record=settings.notices_on_record,
    )


def _decided(versions: tuple[Version, ...], folder: Path) -> tuple[Version, ...]:
    """The released versions with what was decided on each, as the ledger recorded it."""
    recorded = {each.entry.version: each.entry.decisions for each in read_ledger(folder).lines}
    return tuple(replace(each, decisions=recorded.get(each.label, ())) for each in versions)


def _draft(folder: Path, read: Reader) -> Version | None:
    """The next version with what has been decided on it so far, if there is one."""
    path, decisions = folder / f"{DRAFT}.md", folder / DECISIONS
    if not path.exists():
        return None
    draft = read_version(path, policy=folder.name, read=read)
    return replace(draft, decisions=load_decisions(decisions)) if decisions.exists() else draft


def _is_policy(folder: Path) -> bool:
    """Whether `folder` is meant as a policy: it has settings, or versions."""
    # Versions without settings count, so that a forgotten policy.toml is an
    # error and not a policy that silently vanishes from the site.
    names = {each.name for each in folder.iterdir()}
    return SETTINGS in names or any(_looks_like_version(name) for name in names)


def _looks_like_version(name: str) -> bool:
    """Whether a file's name was meant as a label: `1.0.0.md`, but also `v1.0.md`."""
    return re.fullmatch(r"v?[0-9][0-9.]*\.md", name) is not None


def _version_files(folder: Path) -> list[Path]:
    """The files of the released versions, oldest label first."""
    found = sorted(each for each in folder.glob("*.md") if each.stem != DRAFT)
    for each in found:
        if not is_label(each.stem):
            raise SourceError(
                f"{each.name} is neither a version nor {DRAFT}.md",
                where=Location(str(each)),
                remedy="Name it after its label, major.minor.patch, such as 1.0.0.md; "
                "or move it out of the policy's folder.",
            )
    if not found and not (folder / f"{DRAFT}.md").exists():
        raise SourceError(
            "the policy has no version",
            where=Location(str(folder)),
            remedy=f"Write {DRAFT}.md, or put its first version there as 1.0.0.md.",
        )
    return sorted(found, key=lambda each: order(each.stem))


def _check_order(versions: tuple[Version, ...]) -> None:
    """Raise SourceError when a later label has an earlier date."""
    for before, after in pairwise(versions):
        for key in ("published", "effective"):
            old, new = getattr(before, key), getattr(after, key)
            if new < old:
                front = split_front_matter(after.source, path=after.path)
                raise SourceError(
                    f"`{key}` is {new}, before version {before.label}’s {old}",
                    where=front.where(key),
                    remedy="Versions follow each other in time: correct the date or the label.",
                )
