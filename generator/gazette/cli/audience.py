"""`gazette audience`: who must be told of a release, and why the others not."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from gazette.adapters.guard import refuse_public_place
from gazette.adapters.sealing import seal_for
from gazette.adapters.tables import ListRequest, explain_user, user_source, write_list
from gazette.adapters.tables.asking import EMBEDDED, POSTGRES
from gazette.adapters.tables.engine import MEMORY
from gazette.audience import AudienceRules, addressed, rules_for
from gazette.cli.audience_text import advice, explanation_text, list_text
from gazette.cli.choice import only
from gazette.cli.output import write_result
from gazette.errors import DecisionError, Location, SourceError
from gazette.materiality import judge_step, load_catalogue
from gazette.materiality.decisions import unmatched
from gazette.model.verdict import Verdict
from gazette.source import own_rules
from gazette.source.decisions import load_decisions
from gazette.source.users import read_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazette.materiality import Catalogue
    from gazette.model.policy import Policy, Version
    from gazette.model.verdict import Decision

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Question:
    """A release of a policy, judged from each version before it."""

    policy: Policy
    release: Version
    verdicts: Mapping[str, Verdict]
    rules: AudienceRules


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
    policy = only(policy_dir, policy_id)
    question = pose(
        policy,
        choose_release(policy, release),
        decisions=load_decisions(decisions) if decisions else (),
        as_of=as_of.date() if as_of else None,
    )
    if not include_review and not question.release.is_draft:
        refuse_undecided(question)
    request = ListRequest(
        source,
        question.rules,
        output.absolute(),
        memory=memory,
        compiled=_compiled(),
        seal=seal_for(keys),
        engine=_engine(engine),
        staging=staging,
    )
    if why is not None:
        answer = explanation_text(why, question.rules, explain_user(request, why), form=form)
        write_result(f"{answer}\n", None)
        return
    result = write_list(request)
    write_result(f"{list_text(question.rules, question.verdicts, result, form=form)}\n", None)
    if form == "text":
        click.echo(
            advice(question.rules, result, output=output.with_name(result.output.name)), err=True
        )


def _renamed(columns: Path | None) -> tuple[tuple[str, str], ...]:
    default = Path("users.toml")
    named = columns or (default if default.is_file() else None)
    return read_columns(named) if named else ()


def _engine(text: str) -> str:
    """`text` as `ListRequest.engine`; click.UsageError for an engine that there is not."""
    if text in {EMBEDDED, POSTGRES} or text.startswith(("spark://", "local[")):
        return text
    raise click.UsageError(f"there is no engine {text!r}; there is duckdb, postgres, spark://HOST")


def _compiled() -> Path:
    """Where this user's caches go, by the XDG Base Directory Specification 0.8."""
    folder = os.environ.get("XDG_CACHE_HOME", "")
    caches = Path(folder) if Path(folder).is_absolute() else Path("~/.cache").expanduser()
    return caches / "gazette" / "queries"


def choose_release(policy: Policy, label: str | None) -> Version:
    """The version called `label`; unless given, the draft, else the newest version."""
    known = {version.label: version for version in policy.versions}
    if policy.draft is not None:
        known[DRAFT] = policy.draft
    if not known:
        raise SourceError(
            "this policy has no version yet",
            where=Location(policy.path),
            remedy="Write a draft.md in this folder.",
        )
    wanted = label or next(reversed(known))
    if wanted not in known:
        raise click.UsageError(f"there is no version {wanted!r}; there is {', '.join(known)}")
    return known[wanted]


def pose(
    policy: Policy, release: Version, *, decisions: tuple[Decision, ...], as_of: date | None
) -> Question:
    """Judge `release` from every version before it, with what was decided on it.

    `decisions` come on top: a reader who skipped a version may meet a finding
    that the release did not have. DecisionError for one that fits no finding.
    """
    labels = [version.label for version in policy.versions]
    place = len(labels) if release.is_draft else labels.index(release.label)
    catalogue = load_catalogue(own_rules(Path(policy.path).parent))
    refuse_unknown_rules(policy, catalogue)
    decided = replace(release, decisions=(*release.decisions, *decisions))
    verdicts = {
        earlier.label: addressed(judge_step(policy, earlier, decided, catalogue), policy.segments)
        for earlier in policy.versions[:place]
    }
    refuse_stray((*(release.decisions if release.is_draft else ()), *decisions), verdicts)
    cutoff = cancelled_before(policy, as_of or release.published)
    rules = rules_for(policy, release, verdicts, cancelled_before=cutoff)
    return Question(policy, release, verdicts, rules)


def refuse_unknown_rules(policy: Policy, catalogue: Catalogue) -> None:
    """SourceError where the policy names a rule that there is none of."""
    known = {rule.id for rule in catalogue.rules}
    named = [("consent", rule) for rule in policy.consent]
    named += [
        (f"segments.{each.id}.rules", rule) for each in policy.segments for rule in each.rules
    ]
    for key, rule in named:
        if rule not in known:
            raise SourceError(
                f"`{key}` names {rule!r}, and no rule is called so",
                where=Location(str(Path(policy.path) / "policy.toml")),
                remedy="See what there is: gazette rules",
            )


def refuse_stray(decisions: tuple[Decision, ...], verdicts: Mapping[str, Verdict]) -> None:
    """DecisionError for a decision that fits no finding from any version."""
    found = {each.fingerprint for verdict in verdicts.values() for each in verdict.findings}
    for decision in decisions:
        if decision.fingerprint not in found:
            raise unmatched(decision)


def cancelled_before(policy: Policy, day: date | None) -> datetime | None:
    """The instant before which a cancelled account is gone by the policy's own promise.

    Counted back from the start of `day`, or of today, where the policy is at home.
    """
    if policy.retention_days is None:
        return None
    counted_from = day or datetime.now(ZoneInfo(policy.time_zone)).date()
    first_day = counted_from - timedelta(days=policy.retention_days)
    return datetime.combine(first_day, time.min, ZoneInfo(policy.time_zone)).astimezone(UTC)


def refuse_undecided(question: Question) -> None:
    """DecisionError where findings of a released version still wait for a person."""
    if not question.rules.undecided:
        return
    pairs = ", ".join(f"{label}: {count}" for label, count in question.rules.undecided)
    raise DecisionError(
        f"findings on {question.release.label} still wait for a person (from {pairs})",
        where=Location(question.release.path),
        remedy=(
            "Decide them, or list everybody they may concern with --include-review;"
            f" see them with: gazette diff {question.rules.undecided[0][0]}"
            f" {question.release.label}"
        ),
    )
