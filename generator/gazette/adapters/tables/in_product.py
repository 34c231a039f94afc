"""Who must be told in the product: those whom only their address keeps from the list.

The list holds no address, so the product may have it; it is for its owner only all the same.
"""

from __future__ import annotations

from hashlib import file_digest
from typing import TYPE_CHECKING

from gazette.adapters.tables.engine import literal
from gazette.audience.columns import CODES, WITHOUT_MAIL
from gazette.audience.rules import MISSING, UNKNOWN

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.adapters.tables.engine import Engine


def in_product_path(output: Path) -> Path:
    """Where the list for the product lies: beside the recipients, as CSV."""
    return output.with_name(f"{output.stem}.in-product.csv")


def write_in_product(engine: Engine, unreached: str, *, made: Path) -> dict[str, object]:
    """Write the list to `made`; what the manifest says of it.

    `unreached` is the SQL for the rows that `Queries.unreached` answered.

    Its columns are `user_id`, `why` no mail reaches them, and what the list of
    recipients says of everybody: `action`, `reason`, `accepted_version`,
    `segments`, `rules`.
    """
    why = " ".join(f"WHEN {CODES[each]} THEN {literal(str(each))}" for each in WITHOUT_MAIL)
    poor = ", ".join(literal(each) for each in (MISSING, UNKNOWN))
    engine.write(
        f"SELECT user_id, CASE left_out {why} END AS why, action, reason,"
        f" CASE WHEN rule_version IN ({poor}) THEN '' ELSE rule_version END AS accepted_version,"
        f" segments, rules FROM ({unreached}) JOIN rules USING (cell) ORDER BY user_id",
        made,
        options="FORMAT csv, HEADER",
    )
    with made.open("rb") as content:
        digest = file_digest(content, "sha256").hexdigest()
    users = engine.value(f"SELECT count(*) FROM read_csv({literal(str(made))}, all_varchar = true)")
    return {"users": users, "sha256": digest}
