"""A Spark cluster asked about users that lie where it can read them.

Needs pyspark 4.0, the extra `spark`, and no pandas: no row passes through
Python. The cluster writes whom it chose as Parquet into a folder that it and
this machine share. What Spark says is never repeated: it may quote rows.
"""

from __future__ import annotations

import shutil
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gazette.adapters.tables.asking import Answer, Desk, lay_asked, segment_columns
from gazette.adapters.tables.checks import IDS, notes
from gazette.adapters.tables.columns import check_columns
from gazette.adapters.tables.engine import literal
from gazette.adapters.tables.kept import statements
from gazette.adapters.tables.marks import lay_out as lay_out_marks
from gazette.adapters.tables.marks import mark, with_marks
from gazette.adapters.tables.source import CATALOG, Kind
from gazette.audience.columns import LEDGER, RULE_COLUMNS, STATUSES, user_columns
from gazette.audience.statements import JUDGED, SHARED, rule_rows
from gazette.errors import OutputError, TableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from gazette.adapters.tables.asking import ListRequest
    from gazette.adapters.tables.engine import Engine
    from gazette.adapters.tables.source import UserSource

_SETTINGS: dict[str, Any] = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
_SQL = {
    "string": "STRING",
    "int64": "BIGINT",
    "int32": "INT",
    "timestamp": "TIMESTAMP_NTZ",
    "boolean": "BOOLEAN",
}
_WHOLE = {"tinyint", "smallint", "int", "bigint"}
_INSTANTS = {"date", "timestamp", "timestamp_ntz"}


def ask_spark(request: ListRequest, engine: Engine, *, folder: Path) -> Answer:
    """The answer of the cluster `request.engine`; its rows go to a folder in `folder`.

    TableError where the users cannot be read there, OutputError where what the
    cluster wrote cannot be seen from here.
    """
    queries = statements(request.rules, dialect="pyspark", folder=request.compiled)
    with _prepared(request, engine, folder=folder) as (spark, users, said):
        spark.sql(queries.judged).persist().createOrReplaceTempView(JUDGED)
        tally = {row[0]: row[1] for row in spark.sql(queries.tally).collect()}
        spark.sql(queries.shared).createOrReplaceTempView(SHARED)
        chosen, unreached = folder / "chosen", folder / "unreached"
        _write(spark, queries.chosen, chosen, staging=request.staging)
        _write(spark, queries.unreached, unreached, staging=request.staging)
        version = f"spark {spark.version}"
    return Answer(users, said, tally, _parts(chosen), _parts(unreached), queries, version)


@contextmanager
def spark_desk(
    request: ListRequest, engine: Engine, *, folder: Path, asked: Sequence[str]
) -> Iterator[Desk]:
    """The cluster `request.engine`, to be asked about the users in `asked`."""
    with _prepared(request, engine, folder=folder) as (spark, _, _):
        ids = folder / "asked.parquet"
        lay_asked(engine, asked)
        engine.write("FROM asked", ids, options="FORMAT parquet")
        spark.read.parquet(_sent(spark, ids, request.staging)).createOrReplaceTempView("asked")
        yield Desk(
            "pyspark",
            lambda sql: [tuple(row) for row in spark.sql(sql).collect()],
            lambda name, sql: spark.sql(sql).createOrReplaceTempView(name),
        )


@contextmanager
def _prepared(
    request: ListRequest, engine: Engine, *, folder: Path
) -> Iterator[tuple[SparkSession, int, tuple[str, ...]]]:
    """The cluster with `users`, checked, and `rules`; how many users, and notes on them."""
    with _session(request) as spark:
        absent = _lay_out(spark, request)
        users, foreign = _check(spark, request.source)
        if request.ledger:
            _mark(spark, engine, request, folder=folder)
        yield spark, users, notes(absent, foreign)


def _parts(place: Path) -> str:
    """The embedded engine's SQL for the files that the cluster wrote to the folder `place`."""
    if not any(place.glob("*.parquet")):
        raise OutputError(
            "what the cluster wrote is not to be seen from here",
            remedy="Give --staging, a folder that both can reach, such as hdfs://host/tmp.",
        )
    return f"FROM read_parquet({literal(str(place / '*.parquet'))})"


@contextmanager
def _session(request: ListRequest) -> Iterator[SparkSession]:
    where = request.source.where
    try:
        # Imported here: Spark is optional.
        from py4j.protocol import Py4JError  # noqa: PLC0415
        from pyspark.errors import PySparkException  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError:
        raise TableError(
            "asking Spark needs pyspark, which is not installed",
            where=where,
            remedy="Install it: pip install 'policy-gazette[spark]'; it needs Java 17.",
        ) from None
    try:
        builder = SparkSession.builder.master(request.engine).appName("gazette")
        spark = builder.config(map=_SETTINGS).getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()
    except (PySparkException, Py4JError):
        raise TableError(
            "the Spark cluster did not answer the question",
            where=where,
            remedy="Check that it runs, can read the users, and has Java 17 and Spark 4.0 as here.",
        ) from None


def _lay_out(spark: SparkSession, request: ListRequest) -> tuple[str, ...]:
    """Create the views `users` and `rules`; returns the optional columns that are missing."""
    source, rules = request.source, request.rules
    table = _table(spark, source)
    stored = {field.name: field.dataType.simpleString() for field in table.schema.fields}
    absent = check_columns(source.ours(stored), segments=segment_columns(rules), where=source.where)
    selected = [
        f"CAST(NULL AS {_SQL[kind]}) AS `{name}`"
        if name in absent
        else f"{_value(name, kind, stored, source)} AS `{name}`"
        for name, kind in user_columns(rules).items()
        if name != LEDGER
    ]
    selected.append(f"CAST(0 AS {_SQL['int64']}) AS {LEDGER}")
    table.selectExpr(*selected).createOrReplaceTempView("users")
    rows = rule_rows(rules)
    marks = ", ".join(f"({', '.join('?' for _ in RULE_COLUMNS)})" for _ in rows)
    columns = ", ".join(
        f"CAST({name} AS {_SQL[kind]}) AS {name}" for name, kind in RULE_COLUMNS.items()
    )
    names = ", ".join(RULE_COLUMNS)
    values = [str(cell) if hasattr(cell, "year") else cell for row in rows for cell in row]
    spark.sql(
        f"SELECT {columns} FROM VALUES {marks} AS rules({names})", values
    ).createOrReplaceTempView("rules")
    return absent


def _mark(spark: SparkSession, engine: Engine, request: ListRequest, *, folder: Path) -> None:
    """Put marks beside the users: ids and addresses come here, ids and marks go back."""
    people, marked = folder / "people", folder / "marked.parquet"
    asked = "SELECT user_id, email FROM users WHERE email IS NOT NULL"
    _write(spark, asked, people, staging=request.staging)
    lay_out_marks(engine)
    if request.ledger:
        mark(engine, request.ledger, people=_parts(people), folder=folder)
    shutil.rmtree(people)
    engine.write("FROM marked", marked, options="FORMAT parquet")
    spark.read.parquet(_sent(spark, marked, request.staging)).createOrReplaceTempView("marked")
    users = [name for name in user_columns(request.rules) if name != LEDGER]
    rows, marks = with_marks("users", user_id="user_id")
    names = ", ".join(f"`{name}`" for name in users)
    spark.sql(f"SELECT {names}, {marks} AS {LEDGER} FROM {rows}").createOrReplaceTempView("users")


def _table(spark: SparkSession, source: UserSource) -> DataFrame:
    if source.location.startswith(CATALOG):
        return spark.table(source.location.removeprefix(CATALOG))
    if source.kind is Kind.PARQUET and source.path is not None:
        return spark.read.parquet(source.path.absolute().as_uri())
    if source.kind is Kind.CLUSTER:
        return spark.read.parquet(source.location)
    raise TableError(
        "Spark reads Parquet and the tables of its catalogue, not this",
        where=source.where,
        remedy=f"Give a .parquet file or folder where Spark can read it, or {CATALOG}NAME.",
    )


def _value(name: str, kind: str, stored: Mapping[str, str], source: UserSource) -> str:
    theirs = source.theirs(name)
    column, held = f"`{theirs}`", stored[theirs]
    if kind == "boolean" and held in _WHOLE | {"boolean"}:
        return column if held == "boolean" else f"{column} <> 0"
    if kind == "timestamp" and held in _INSTANTS:
        return f"CAST({column} AS TIMESTAMP_NTZ)"
    if kind == "string" and (held == "string" or (name == "user_id" and held in _WHOLE)):
        return f"nullif(CAST({column} AS STRING), '')"
    words = {"string": "text", "timestamp": "dates or times", "boolean": "true or false"}
    raise TableError(
        f"the column {name!r} is of type {held}; it must hold {words[kind]}",
        where=source.where,
        remedy="Write the table again with that column of that type.",
    )


def _check(spark: SparkSession, source: UserSource) -> tuple[int, int]:
    """How many users there are, and with a status that means nothing; TableError for wrong ids."""
    known = ", ".join(map(literal, STATUSES))
    users, different, wrong, foreign = spark.sql(
        "SELECT count(*), count(DISTINCT user_id), count_if(user_id IS NULL"
        r" OR user_id RLIKE '^[=+@-]' OR user_id RLIKE '[\\x00-\\x20\\x7f]'),"
        f" count_if(lower(trim(status)) NOT IN ({known})) FROM users"
    ).collect()[0]
    faults = (
        (not users, "the user table holds no users", "Write it again."),
        (wrong, f"{wrong} user ids are empty, hold white space or begin with = + - or @", IDS),
        (users - different, "user ids are there more than once", "Give one row per user."),
    )
    for number, what, remedy in faults:
        if number:
            raise TableError(what, where=source.where, remedy=remedy)
    return users, foreign


def _write(spark: SparkSession, query: str, place: Path, *, staging: str) -> None:
    """Have the cluster write what `query` answers; it comes to the folder `place`."""
    shared = f"{staging.rstrip('/')}/gazette-{uuid.uuid4()}" if staging else place.as_uri()
    spark.sql(query).write.parquet(shared)
    if staging:
        moved = True
        files, path = _files(spark, shared)
        files.copyToLocalFile(moved, path(shared), path(place.as_uri()))


def _sent(spark: SparkSession, made: Path, staging: str) -> str:
    """Where the cluster reads the file `made`: as it is, or copied to `staging`."""
    if not staging:
        return made.as_uri()
    shared = f"{staging.rstrip('/')}/gazette-{uuid.uuid4()}.parquet"
    files, path = _files(spark, shared)
    files.copyFromLocalFile(path(made.as_uri()), path(shared))
    files.deleteOnExit(path(shared))
    return shared


def _files(spark: SparkSession, url: str) -> tuple[Any, Any]:
    """The file system that `url` lies in, and what makes a path in it."""
    # Hadoop's file systems are reached through Java alone.
    context: Any = spark.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path  # noqa: SLF001
    return path(url).getFileSystem(context._jsc.hadoopConfiguration()), path  # noqa: SLF001
