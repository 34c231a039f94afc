"""Histories made by hand, and who must be told worked out in plain Python.

The oracle below shares no code with the expression that it judges: no Ibis, no
SQL, no regular expression, only the rules as the product's help states them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from gazette.model.comparison import Change, ChangeKind, Comparison
from gazette.model.document import Document
from gazette.model.policy import Contact, Policy, Segment, Version
from gazette.model.verdict import Direction, Finding, Level, Verdict

LEFT_OUT = (
    "deleted",
    "cancelled",
    "erased",
    "no-address",
    "malformed-address",
    "bounced",
    "accepted-this-version",
    "not-concerned",
    "not-material",
    "already-told",
    "same-address",
)
SEGMENTS = (
    Segment("saas", "SaaS", "plan", ("saas", "Cloud"), ("SaaS",)),
    Segment("self-hosted", "Self-hosted", "plan", ("self-hosted",), ("Self-Hosted",)),
    Segment("eu", "European Union", "region", ("SK", "DE"), ("EU",)),
)
CUTOFF = datetime(2026, 10, 23, tzinfo=UTC)

History = dict[str, list[tuple[Level, tuple[str, ...]]]]
"""Of each earlier version, the findings against the release: level and segments."""

HISTORIES: dict[str, History] = {
    "one version, one change for all": {"1.0.0": [(Level.MATERIAL, ())]},
    "nothing but editing": {"1.0.0": [(Level.EDITORIAL, ()), (Level.MINOR, ("saas",))]},
    "changes for some": {
        "1.0.0": [(Level.MATERIAL, ("saas",)), (Level.REVIEW, ("eu",)), (Level.MINOR, ())],
        "1.1.0": [(Level.REVIEW, ("self-hosted", "eu"))],
        "2.0.0": [],
    },
    "no earlier version": {},
}


def finding(level: Level, segments: tuple[str, ...] = (), rule: str = "") -> Finding:
    change = Change("change-1", ChangeKind.EDITED, (), (), ())
    return Finding(
        rule=rule or f"rule-{level}",
        title="",
        level=level,
        direction=Direction.UNCLEAR,
        topic="",
        message="",
        question="",
        rationale="",
        fingerprint="",
        change=change,
        references=(),
        segments=segments,
    )


def verdict(*findings: Finding) -> Verdict:
    empty = Document(())
    return Verdict(Comparison(empty, empty, (), (), ()), findings)


def policy(*labels: str) -> Policy:
    def version(label: str) -> Version:
        return Version("privacy", label, "Privacy Policy", Document(()))

    return Policy(
        id="privacy",
        title="Privacy Policy",
        organisation="Example",
        contact=Contact("Privacy Office", "privacy@example.com"),
        time_zone="UTC",
        notice_days=30,
        versions=tuple(map(version, labels)),
        draft=version("draft"),
        segments=SEGMENTS,
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What the notice ledger knows: addresses as `key_of` gives them, and ids of the told."""

    forgotten: frozenset[str] = frozenset()
    bounced: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    told_ids: frozenset[str] = frozenset()


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Made:
    """Everything that a test needs to make, by name, without importing this file."""

    finding = staticmethod(finding)
    verdict = staticmethod(verdict)
    policy = staticmethod(policy)
    segments = SEGMENTS
    histories = HISTORIES
    cutoff = CUTOFF
    left_out = LEFT_OUT
    known = Known

    def verdicts(self, history: History) -> dict[str, Verdict]:
        return {
            label: verdict(*(finding(level, ids) for level, ids in found))
            for label, found in history.items()
        }

    def key_of(self, email: str) -> str:
        return key_of(email)

    def tell(
        self, users: list[dict[str, Any]], history: History, known: Known = NOTHING
    ) -> tuple[list[dict[str, Any]], dict[str, int]]:
        return tell(users, history, known)

    def fates(
        self, users: list[dict[str, Any]], history: History, known: Known = NOTHING
    ) -> dict[str, str]:
        return fates(users, history, known)


@pytest.fixture(scope="session")
def made() -> Made:
    return Made()


# The oracle.


def tell(
    users: list[dict[str, Any]], history: History, known: Known = NOTHING
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The recipients in order, and the count of every reason for leaving out."""
    counts = dict.fromkeys(LEFT_OUT, 0)
    shared: dict[str, list[tuple[int, bytes, dict[str, Any]]]] = {}
    for user in users:
        why, strength, row = judge_user(user, history, known)
        if why in counts:
            counts[why] += 1
        else:
            found = shared.setdefault(key_of(user["email"]), [])
            found.append((-strength, user["user_id"].encode(), row))
    told = []
    for accounts in shared.values():
        first = min(accounts, key=lambda account: account[:2])[2]
        told.append(first | {"accounts": len(accounts)})
        counts["same-address"] += len(accounts) - 1
    return sorted(told, key=lambda row: row["user_id"].encode()), counts


def fates(users: list[dict[str, Any]], history: History, known: Known = NOTHING) -> dict[str, str]:
    """Of each user id: why they are left out, or the reason for which they are told."""
    heirs = {row["user_id"] for row in tell(users, history, known)[0]}
    found = {}
    for user in users:
        why, _, row = judge_user(user, history, known)
        told = row["reason"] if user["user_id"] in heirs else "same-address"
        found[user["user_id"]] = told if why == "told" else why
    return found


def judge_user(
    user: dict[str, Any], history: History, known: Known = NOTHING
) -> tuple[str, int, dict[str, Any]]:
    key, marks = key_of(user["email"] or ""), user.get("notice_ledger") or 0
    forgotten = key in known.forgotten or marks & 1
    gone = account_gone(user) or ("erased" if forgotten else "")
    gone = gone or address_fault(user["email"])
    mine = memberships(user)
    accepted = user["accepted_version"] or ""
    reason, strength, shown = "", 3, accepted
    if not gone and (user["bounced"] or key in known.bounced or marks & 2):
        gone = "bounced"
    if accepted == "":
        reason = "missing-version"
    elif accepted == "9.0.0":
        gone = gone or "accepted-this-version"
    elif accepted not in history:
        reason, shown = "unknown-version", ""
    else:
        levels = [level for level, ids in history[accepted] if not ids or mine & set(ids)]
        if Level.MATERIAL in levels:
            reason = "material"
        elif Level.REVIEW in levels:
            reason, strength = "review", 2
        elif any(level >= Level.REVIEW for level, _ in history[accepted]):
            gone = gone or "not-concerned"
        else:
            gone = gone or "not-material"
    if key in known.told or user["user_id"] in known.told_ids or marks & 4:
        gone = gone or "already-told"
    row = {
        "user_id": user["user_id"],
        "email": (user["email"] or "").strip(" "),
        "action": "notify",
        "reason": reason,
        "accepted_version": shown,
        "segments": " ".join(segment.id for segment in SEGMENTS if segment.id in mine),
    }
    return gone or "told", strength, row


def account_gone(user: dict[str, Any]) -> str:
    status = same(user["status"])
    since = user["status_since"]
    if status in {"deleted", "erased"}:
        return status
    long_ago = since is not None and since < CUTOFF.replace(tzinfo=None)
    return "cancelled" if status in {"cancelled", "canceled"} and long_ago else ""


def same(text: str | None) -> str:
    """What text is compared as: spaces and case count only beyond printable ASCII."""
    text = text or ""
    return text.strip(" ").lower() if text.isascii() and text.isprintable() else text


def address_fault(email: str | None) -> str:
    address = (email or "").strip(" ")
    if not address:
        return "no-address"
    local, at, domain = address.partition("@")
    sound = (
        len(email or "") <= 254
        and at
        and local
        and local[0] not in "=+-"
        and not any(map(dangerous, address.replace("@", "", 1)))
        and "." in domain
        and all(label and not set(label) & set("!#$%&'*/?^_`{|}~=+") for label in domain.split("."))
    )
    return "" if sound else "malformed-address"


def dangerous(letter: str) -> bool:
    unseen = unicodedata.category(letter) in {"Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Co", "Cn"}
    return unseen or letter in '"(),:;<>@[\\]\ufffd'


def key_of(email: str) -> str:
    address = email.strip(" ")
    return address.lower() if address.isascii() else address


def memberships(user: dict[str, Any]) -> set[str]:
    inside = set()
    for segment in SEGMENTS:
        value = same(user[segment.column])
        if not value or value in {listed.lower() for listed in segment.values}:
            inside.add(segment.id)
    return inside
