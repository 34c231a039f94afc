"""Which policies a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.errors import ConfigurationError, Location
from gazette.source import load_policies, load_policy

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.model.policy import Policy


def chosen(policy_dir: Path, policy_id: str | None) -> tuple[Policy, ...]:
    """The policy called `policy_id`, or all of them; ConfigurationError for an unknown one."""
    if policy_id is None:
        return load_policies(policy_dir)
    folder = policy_dir / policy_id
    if not folder.is_dir():
        raise ConfigurationError(
            f"there is no policy “{policy_id}”",
            where=Location(str(policy_dir)),
            remedy=f"There are: {', '.join(each.id for each in load_policies(policy_dir))}.",
        )
    return (load_policy(folder),)


def only(policy_dir: Path, policy_id: str | None) -> Policy:
    """The policy called `policy_id`, or the only one; ConfigurationError where several would do."""
    policies = chosen(policy_dir, policy_id)
    if len(policies) > 1:
        raise ConfigurationError(
            "there are several policies",
            where=Location(str(policy_dir)),
            remedy=f"Say which with --policy: {', '.join(each.id for each in policies)}.",
        )
    return policies[0]
