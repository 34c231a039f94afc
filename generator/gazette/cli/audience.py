"""`gazette audience`: who must be told of a release, and why the others not."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.guard import refuse_public_place
from gazette.adapters.sealing import seal_for
from gazette.adapters.tables import ListRequest, explain_user, user_source, write_list
from gazette.adapters.tables.asking import EMBEDDED, POSTGRES
from gazette.adapters.tables.engine import MEMORY
from gazette.cli.asked import Named, ask, caches, refuse_undecided
from gazette.cli.audience_text import advice, explanation_text, list_text
from gazette.cli.output import write_result

if TYPE_CHECKING:
    from datetime import datetime

    from gazette.adapters.tables.marks import MarkSource


@click.command()
@click.option(
    "--users",
    "table",
    required=True,
    metavar="FILE",
    help="The user table: .parquet, .csv, .tsv, .jsonl, .duckdb, .sqlite, a URL of PostgreSQL"
    " or MySQL, or what a Spark cluster reads.",
)
@click.option("--table", "table_name", default="users", show_default=True, help="In a database.")
@click.option(
    "--columns",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A TOML file that says what the table calls our columns. [default: users.toml, if any]",
)
@click.option("--policy", "policy_id", metavar="ID", help="Where there are several.")
@click.option(
    "--policy-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("policy"),
    show_default=True,
)
@click.option(
    "--release",
    metavar="LABEL",
    help="A version, or draft. [default: the draft if there is one, else the newest version]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("build/recipients.csv"),
    show_default=True,
    help="The list; .csv, .jsonl or .parquet. A manifest lies beside it.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which cancelled accounts are counted back."
    " [default: the day the release is published, else today]",
)
@click.option(
    "--decisions",
    envvar="GAZETTE_DECISIONS",
    show_envvar=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A TOML file of more decisions than those beside the draft or in the ledger.",
)
@click.option(
    "--ledger",
    metavar="FILE|URL",
    help="A notice ledger: whom it knows as told of the release, bounced or forgotten is left out."
    " [default: none; notify plan leaves them out anyway]",
)
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of the ledger's secret.  [default: beside it, or private/notices.key]",
)
@click.option("--include-review", is_flag=True, help="List, though findings wait for a person.")
@click.option(
    "--engine",
    default=EMBEDDED,
    show_default=True,
    metavar="ENGINE",
    help="duckdb, here; postgres, inside the server of --users; or a Spark cluster: spark://HOST:7077.",
)
@click.option(
    "--staging", default="", metavar="URL", help="A folder that the cluster and this machine share."
)
@click.option("--memory", default=MEMORY, show_default=True, help="The rest spills to disk.")
@click.option(
    "--encrypt-to",
    "keys",
    multiple=True,
    metavar="AGE1…",
    help="A public key of age; its owner alone can read the lists. Repeat it for more.",
)
@click.option("--why", metavar="USER_ID", help="Explain one user instead of writing the list.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def audience(  # noqa: PLR0913  # one argument per option
    *,
    table: str,
    table_name: str,
    columns: Path | None,
    policy_id: str | None,
    policy_dir: Path,
    release: str | None,
    output: Path,
    as_of: datetime | None,
    decisions: Path | None,
    ledger: str | None,
    key: Path | None,
    include_review: bool,
    engine: str,
    staging: str,
    memory: str,
    keys: tuple[str, ...],
    why: str | None,
    form: str,
) -> None:
    """List the users a release concerns, and count everybody else by reason.

    Every user is judged on the version they accepted. The list and its
    manifest are for their owner only, and are refused where they would be
    published or enter git.

    \b
    The table's columns (others are not read):
      user_id           unique; needed
      email             needed
      accepted_version  a label such as 1.0.0; needed, and empty where unknown
      status            active, cancelled, deleted or erased
      status_since      2026-11-22 or 2026-11-22T10:00:00Z; without a zone, UTC
      bounced           true or false
      locale            such as en or pt-BR
    and those that the segments in policy.toml name, such as plan; needed.
    A table with other names needs a users.toml:

    \b
      [columns]
      user_id = "id"
      accepted_version = "terms"
    """  # noqa: D301  # Click's mark for lines to keep is the character itself
    source = user_source(table, table=table_name, renamed=_renamed(columns))
    refuse_public_place(output, public=(policy_dir, policy_dir.absolute().parent / "site"))
    named = Named(policy_dir, policy_id, release, decisions)
    asked = ask(named, as_of=as_of.date() if as_of else None)
    if not include_review and not asked.is_draft:
        refuse_undecided(asked)
    request = ListRequest(
        source,
        asked.rules,
        output.absolute(),
        memory=memory,
        compiled=caches() / "queries",
        seal=seal_for(keys),
        engine=_engine(engine),
        staging=staging,
        ledger=_marks(ledger, key, release=f"{asked.rules.policy}/{asked.rules.release}"),
    )
    if why is not None:
        answer = explanation_text(why, asked.rules, explain_user(request, why), form=form)
        write_result(f"{answer}\n", None)
        return
    result = write_list(request)
    write_result(f"{list_text(asked, result, form=form)}\n", None)
    if form == "text":
        click.echo(
            advice(asked.rules, result, output=output.with_name(result.output.name)), err=True
        )


def _renamed(columns: Path | None) -> tuple[tuple[str, str], ...]:
    default = Path("users.toml")
    named = columns or (default if default.is_file() else None)
    if named is None:
        return ()
    # Imported here, with all that reads texts: few tables need it.
    from gazette.source.users import read_columns  # noqa: PLC0415

    return read_columns(named)


def _marks(place: str | None, key: Path | None, *, release: str) -> MarkSource | None:
    if place is None:
        return None
    # Imported here, with what opens a ledger: a list may do without.
    from gazette.adapters.notices.marks import write_marks  # noqa: PLC0415
    from gazette.cli.notify_options import ledger_at  # noqa: PLC0415

    at = ledger_at(place, key)
    return partial(write_marks, place=at.path or at.place, key=at.key, release=release)


def _engine(text: str) -> str:
    """`text` as `ListRequest.engine`; click.UsageError for an engine that there is not."""
    if text in {EMBEDDED, POSTGRES} or text.startswith(("spark://", "local[")):
        return text
    raise click.UsageError(f"there is no engine {text!r}; there is duckdb, postgres, spark://HOST")
