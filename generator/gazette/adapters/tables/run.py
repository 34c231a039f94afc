"""Run the compiled question in embedded DuckDB: users in, recipients out."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.adapters.private import Workshop, workshop
from gazette.adapters.sealing import SUFFIX, Seal
from gazette.adapters.tables.asking import (
    EMBEDDED,
    POSTGRES,
    Answer,
    ListRequest,
    ask_embedded,
    lay_rules,
)
from gazette.adapters.tables.engine import Engine, embedded
from gazette.adapters.tables.formats import copy_to, read_back, recipient_format
from gazette.adapters.tables.in_product import in_product_path, write_in_product
from gazette.adapters.tables.manifest import Fingerprint, fingerprint, manifest_text, summarise
from gazette.adapters.tables.spelling import spelled
from gazette.audience.outcome import Outcome, Told
from gazette.audience.reasons import LEFT_OUT, LeftOut
from gazette.audience.statements import rule_rows
from gazette.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gazette.adapters.tables.source import UserSource


@dataclass(frozen=True, slots=True)
class ListResult:
    """What was made: the counts, the files, and notes on the table for a careful reader.

    `summary` is the manifest without the rules and the SQL.
    """

    outcome: Outcome
    summary: Mapping[str, object]
    output: Path
    manifest: Path
    notes: tuple[str, ...]


def write_list(request: ListRequest) -> ListResult:
    """Write the recipients and, beside them, the manifest; both or the error says which.

    Who can be told in the product only has a list of their own, without addresses.

    Raises TableError for the table, OutputError for the place, AudienceError
    where the counts do not add up. Until the very end the earlier files stand.
    """
    kind = recipient_format(request.output)
    manifest_path = request.output.with_name(f"{request.output.stem}.manifest.json")
    before = fingerprint(request.source)
    with opened(request) as (engine, shop):
        answer = _asked(request, engine, shop)
        made = shop.folder / request.output.name
        listed = spelled(engine, answer.chosen, rules=rule_rows(request.rules))
        engine.write(listed, made, options=copy_to(kind))
        outcome = _outcome(engine, answer, written=read_back(kind, made))
        _refuse_moving_target(request.source, before)
        summary = summarise(request.rules, outcome, source=before, output=made, answer=answer)
        summary["notice_ledger"] = request.ledger is not None
        product = in_product_path(request.output)
        made_product = shop.folder / product.name
        said = write_in_product(engine, answer.unreached, made=made_product)
        summary["in_product"] = {"name": product.name, **said}
        made_manifest = shop.folder / manifest_path.name
        text = manifest_text(summary, answer.queries, rules=request.rules)
        made_manifest.write_text(text, encoding="utf-8", newline="\n")
        _publish(shop, made_product, product, request.seal)
        output = _publish(shop, made, request.output, request.seal)
        shop.publish(made_manifest, manifest_path)
    return ListResult(outcome, summary, output, manifest_path, answer.notes)


def _publish(shop: Workshop, made: Path, target: Path, seal: Seal | None) -> Path:
    """Publish a list, encrypted where there is a seal; where it is then."""
    if seal:
        made, target = seal.file(made), target.with_name(target.name + SUFFIX)
    shop.publish(made, target)
    return target


@contextmanager
def opened(request: ListRequest) -> Iterator[tuple[Engine, Workshop]]:
    """The embedded engine, and a workshop in which it spills."""
    with (
        workshop(request.output) as shop,
        embedded(
            spill=shop.folder / "spill", memory=request.memory, threads=request.threads
        ) as engine,
    ):
        lay_rules(engine, request.rules)
        yield engine, shop


def _asked(request: ListRequest, engine: Engine, shop: Workshop) -> Answer:
    if request.engine == EMBEDDED:
        return ask_embedded(request, engine, folder=shop.folder)
    # Imported here: their libraries are optional, and slow to load.
    if request.engine == POSTGRES:
        from gazette.adapters.tables.in_postgres import ask_postgres  # noqa: PLC0415

        return ask_postgres(request, engine, folder=shop.folder)
    from gazette.adapters.tables.spark import ask_spark  # noqa: PLC0415

    return ask_spark(request, engine, folder=shop.folder)


def _outcome(engine: Engine, answer: Answer, *, written: str) -> Outcome:
    """Count the left-out as the engine did, and the recipients from the file that was written."""
    eligible = answer.tally.get(None, 0)
    counted = {
        LEFT_OUT[number]: users for number, users in answer.tally.items() if number is not None
    }
    texts = ("action", "reason", "accepted_version", "segments", "rules")
    groups = ", ".join(f"coalesce({column}, '')" for column in texts)  # CSV has no empty text
    told = engine.rows(
        f"SELECT {groups}, count(*), sum(accounts::BIGINT) FROM {written}"
        " GROUP BY ALL ORDER BY 2, 3, 4, 5, 1"
    )
    recipients = sum(row[5] for row in told)
    counted[LeftOut.SAME_ADDRESS] = eligible - recipients
    return Outcome(
        users=answer.users,
        recipients=recipients,
        accounts=sum(int(row[6]) for row in told),
        left_out=tuple((why, counted.get(why, 0)) for why in LEFT_OUT),
        told=tuple(Told(*row[:6]) for row in told),
    )


def _refuse_moving_target(source: UserSource, before: Fingerprint) -> None:
    if fingerprint(source) != before:
        raise TableError(
            "the user table changed while it was being read",
            where=source.where,
            remedy="Run it again on a table that nothing writes to.",
        )
