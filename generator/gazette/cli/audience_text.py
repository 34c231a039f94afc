"""What `gazette audience` prints: counts and reasons, never an address."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from gazette.audience import Action, LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gazette.adapters.tables import Explanation, ListResult
    from gazette.audience import AudienceRules, Told
    from gazette.cli.asked import Asked

_REASONS = {
    "material": "a material change concerns them",
    "review": "a change concerns them that nobody has decided yet",
    "unknown-version": "they accepted a version that this policy never had",
    "missing-version": "nothing shows which version they accepted",
}


def list_text(asked: Asked, result: ListResult, *, form: str) -> str:
    """The outcome of a list, as text or as JSON."""
    if form == "json":
        return json.dumps(result.summary, ensure_ascii=False, indent=2)
    return "\n".join(_list_lines(asked, result))


def _list_lines(asked: Asked, result: ListResult) -> Iterator[str]:
    rules = asked.rules
    outcome = result.outcome
    left_out = sum(count for _, count in outcome.left_out)
    verb = "would be" if rules.release == "draft" or rules.undecided else "must be"
    yield f"Who {verb} told of {rules.policy} {rules.release}"
    yield ""
    for label, says in asked.judged:
        yield f"  judged from {label}: {says}"
    yield ""
    yield f"{outcome.recipients:>12,}  recipients, one notice per address"
    yield from _told(outcome.told)
    yield ""
    yield f"{left_out:>12,}  left out"
    yield from (f"{count:>12,}    {why:<23}{why.says}" for why, count in outcome.left_out)
    yield from _in_product(result)
    yield ""
    yield f"{outcome.users:>12,}  users in all: {outcome.recipients:,} + {left_out:,}"


def _in_product(result: ListResult) -> Iterator[str]:
    """How many of those left out have nothing against them but their address."""
    said = result.summary["in_product"]
    if isinstance(said, dict) and said["users"]:
        yield ""
        yield f"{said['users']:>12,}  of those to be told in the product: {said['name']}"


def _told(told: tuple[Told, ...]) -> Iterator[str]:
    """The recipients per reason, then how many notices each rule is behind."""
    reasons, rules = Counter[str](), Counter[str]()
    for group in told:
        reasons[group.reason] += group.recipients
        rules.update(dict.fromkeys(group.rules.split(), group.recipients))
    for reason, says in _REASONS.items():
        if reason in reasons:
            yield f"{reasons[reason]:>12,}    {reason:<23}{says}"
    asked = sum(group.recipients for group in told if group.action == Action.CONSENT)
    if asked:
        yield f"{asked:>12,}    of them are asked for their consent, too"
    if rules:
        yield ""
        yield f"{'':>12}  of them, by the rules behind it (gazette explain RULE)"
    for rule, count in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>12,}    {rule}"


def advice(rules: AudienceRules, result: ListResult, *, output: Path) -> str:
    """What a careful person should know, where the files lie, and what to do next."""
    lines = [f"Note: {note}." for note in result.notes]
    if rules.undecided:
        count = sum(number for _, number in rules.undecided)
        lines.append(
            f"Not final: {count} findings wait for a person. Until they are decided, whoever only"
            " they concern is listed too, with the reason `review`."
        )
    lines += [
        f"List:     {output} (its owner only)",
        f"Manifest: {output.with_name(result.manifest.name)}",
        "Next:     explain one user with --why USER_ID.",
    ]
    return "\n".join(lines)


def explanation_text(
    user_id: str, rules: AudienceRules, explanation: Explanation, *, form: str
) -> str:
    """Why one user is told or left out, step by step."""
    steps = list(_steps(explanation))
    told = explanation.is_heir
    if form == "json":
        content = {
            "schema": "gazette/audience-user/1",
            "policy": rules.policy,
            "release": rules.release,
            "user_id": user_id,
            "accepted_version": explanation.version,
            "segments": explanation.segments.split(),
            "told": told,
            "steps": [{"reason": str(why), "fits": fits} for why, fits in steps],
            "reason": explanation.reason if told else str(steps[-1][0]),
            "rules": explanation.rules.split() if told else [],
            "notice_goes_to": explanation.heir,
            "accounts": explanation.accounts,
        }
        return json.dumps(content, ensure_ascii=False, indent=2)
    return "\n".join(_explained(user_id, rules, explanation, steps))


def _steps(explanation: Explanation) -> Iterator[tuple[LeftOut, bool]]:
    """The steps up to the first that fits; sharing an address is the last."""
    for why, fits in explanation.steps:
        yield why, fits
        if fits:
            return
    yield LeftOut.SAME_ADDRESS, not explanation.is_heir


def _explained(
    user_id: str,
    rules: AudienceRules,
    explanation: Explanation,
    steps: list[tuple[LeftOut, bool]],
) -> Iterator[str]:
    yield f"{user_id}, and {rules.policy} {rules.release}"
    yield f"  accepted   {_version(explanation.version)}"
    yield f"  segments   {explanation.segments or 'none'}"
    yield ""
    for why, fits in steps:
        yield f"  {'LEFT OUT' if fits else 'not so':<10} {why:<23}{why.says}"
    if steps[-1][1]:
        if steps[-1][0] is LeftOut.SAME_ADDRESS:
            yield f"  the notice goes to {explanation.heir}, for {explanation.accounts} accounts"
        return
    yield f"  TOLD       {explanation.reason:<23}{_REASONS[explanation.reason]}"
    yield f"  rules      {explanation.rules or 'none'}"
    if explanation.accounts > 1:
        yield f"  the notice stands for {explanation.accounts} accounts with the same address"


def _version(version: str) -> str:
    return {"": "nothing on record", "?": "a version that this policy never had"}.get(
        version, version
    )
