"""A real Spark cluster on loopback: a master and its workers, each a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from oracles.programs import missing, program


@contextmanager
def spark_cluster(folder: Path, *, workers: int) -> Iterator[str]:
    """The URL of a cluster's master, begun for the block and gone with it.

    Without pyspark or Java the test is skipped, but never in CI.
    """
    program("java", called="Java")
    found = find_spec("pyspark")
    if found is None or found.origin is None:
        missing("pyspark")
    home = Path(str(found.origin)).parent
    port = free_port()
    with ExitStack() as stack:
        deploy = "org.apache.spark.deploy"
        at = ("--host", "127.0.0.1", "--webui-port", str(free_port()))
        stack.enter_context(
            daemon(home, folder / "master", f"{deploy}.master.Master", "--port", str(port), *at)
        )
        wait_for(port)
        master = f"spark://127.0.0.1:{port}"
        for number in range(workers):
            name = f"worker{number}"
            own = ("--host", "127.0.0.1", "--webui-port", str(free_port()))
            size = ("--cores", "1", "--memory", "600m", "--work-dir", str(folder / f"{name}.work"))
            stack.enter_context(
                daemon(home, folder / name, f"{deploy}.worker.Worker", *own, *size, master)
            )
        # A worker gives no more than it has, and the default is more.
        (folder / "spark-defaults.conf").write_text(
            "spark.executor.memory 512m\nspark.driver.memory 512m\n"
            "spark.sql.shuffle.partitions 4\nspark.default.parallelism 4\n"
        )
        places = {"SPARK_HOME": str(home), "SPARK_CONF_DIR": str(folder)}
        with settings(SPARK_LOCAL_IP="127.0.0.1", **places):
            yield master


@contextmanager
def daemon(home: Path, log: Path, *arguments: str) -> Iterator[None]:
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(home / "bin/spark-class"), *arguments],
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait()


@contextmanager
def settings(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def wait_for(port: int) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mariadb_server(folder: Path) -> Iterator[str]:
    """The URL of a database on a real MariaDB server, begun for the block and gone with it."""
    server = program("mariadbd", called="MariaDB")
    install = program("mariadb-install-db", called="MariaDB")
    user = "root" if os.geteuid() == 0 else os.environ.get("USER", "")
    data = folder / "data"
    common = ("--no-defaults", f"--datadir={data}", f"--user={user}")
    subprocess.run(
        [install, *common, "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    port = free_port()
    (folder / "init.sql").write_text(
        # One statement a line, or the server passes over the rest.
        "CREATE DATABASE crm;\nCREATE USER gazette@'127.0.0.1';\n"
        "GRANT ALL ON crm.* TO gazette@'127.0.0.1';\n"
    )
    place = ("--bind-address=127.0.0.1", f"--port={port}", f"--socket={folder}/socket")
    process = subprocess.Popen(
        [server, *common, *place, f"--init-file={folder / 'init.sql'}", "--skip-name-resolve"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield f"mysql://gazette@127.0.0.1:{port}/crm"
    finally:
        process.terminate()
        process.wait()
