"""All the gates, asked one after the other."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeAlias

from gazette.model.gate import Gate, Outcome
from gazette.model.verdict import Reference
from gazette.release.chain import check_ledger
from gazette.release.complaints import closed, refusal, warning
from gazette.release.content import check_content
from gazette.release.dates import check_dates, check_notice, check_prose_dates, check_review
from gazette.release.plainness import check_plainness
from gazette.release.promises import check_promises
from gazette.release.telling import check_told
from gazette.release.terms import check_terms
from gazette.release.text import (
    check_decisions,
    check_duplicate_ids,
    check_links,
    check_lost_ids,
    check_summary,
    check_undecided,
    check_wording,
)
from gazette.release.translations import check_translations
from gazette.release.witness import History

if TYPE_CHECKING:
    from gazette.errors import GazetteError
    from gazette.release.proposal import Proposal

Question: TypeAlias = "Callable[[Proposal], Iterator[Gate]]"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a gate before it is asked: `gates.toml`."""

    id: str
    open: str
    why: str
    references: tuple[Reference, ...]


@cache
def about_gates() -> dict[str, About]:
    """Every gate of `gates.toml`, in its order."""
    table = tomllib.loads((files(__package__) / "gates.toml").read_text(encoding="utf-8"))
    return {
        name: About(
            name, each["open"], each["why"], tuple(Reference(**r) for r in each["references"])
        )
        for name, each in table.items()
    }


def check(proposal: Proposal) -> tuple[Gate, ...]:
    """What every gate finds in `proposal`; an open gate says so once.

    Pure. A release is refused while any of them is closed.
    """
    return tuple(found for name, ask in QUESTIONS.items() for found in named(name, ask(proposal)))


def named(name: str, complaints: Iterable[Gate]) -> tuple[Gate, ...]:
    """What the gate `name` found, with the law it rests on; one open gate for nothing."""
    about = about_gates()[name]
    found = tuple(
        replace(each, id=name, references=each.references or about.references)
        for each in complaints
    )
    return found or (Gate(name, Outcome.OPEN, about.open, references=about.references),)


def unreadable(error: GazetteError) -> tuple[Gate, ...]:
    """The one gate of a policy that cannot even be read."""
    return named("source", [refusal(error)])


def check_history(proposal: Proposal) -> Iterator[Gate]:
    """Git's history is whole."""
    if proposal.history is History.SHALLOW:
        yield closed(
            "this clone is shallow: it holds only the latest commits",
            where=None,
            remedy="Fetch the whole history: git fetch --unshallow --tags",
        )
    elif proposal.history is History.NONE:
        yield warning(
            "there is no git history here, so nothing witnesses this release",
            where=None,
            remedy="Release from a clone of the repository.",
        )


QUESTIONS: dict[str, Question] = {
    "ledger": check_ledger,
    "history": check_history,
    "wording": check_wording,
    "decisions": check_decisions,
    "undecided": check_undecided,
    "dates": check_dates,
    "notice-period": check_notice,
    "summary": check_summary,
    "promise": check_promises,
    "yearly-review": check_review,
    "prose-date": check_prose_dates,
    "dead-link": check_links,
    "duplicate-id": check_duplicate_ids,
    "lost-id": check_lost_ids,
    "told": check_told,
    "defined-terms": check_terms,
    "plain-language": check_plainness,
    "required-content": check_content,
    "translations": check_translations,
}
"""The gates in the order in which they are told; `source` is asked by reading."""
