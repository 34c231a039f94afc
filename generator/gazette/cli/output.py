"""Where a command's result goes: stdout, or a file written whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from gazette.errors import Location, OutputError

PLAIN_WIDTH = 80


def write_result(result: str | bytes, output: Path | None) -> None:
    """Write `result` (text as UTF-8) to the file `output`, or to stdout where there is none.

    Raises OutputError where the file cannot be written; it is then as it was.
    """
    data = result.encode("utf-8") if isinstance(result, str) else result
    try:
        if output is None:
            _print(data)
        else:
            _replace(output, data)
    except BrokenPipeError:
        # Whoever read has read enough; click ends the command quietly.
        raise
    except OSError as error:
        raise OutputError(
            f"the result cannot be written: {(error.strerror or str(error)).lower()}",
            where=Location(str(output or "stdout")),
            remedy="Name a file with --output, in a folder that exists and has room.",
        ) from None


def page_result(text: str) -> None:
    """Write `text` to stdout, by way of the reader's pager where it would scroll away.

    Only a person at a terminal has one: `PAGER`, or less. `PAGER=cat` asks for none.
    """
    rows = shutil.get_terminal_size((PLAIN_WIDTH, 24)).lines
    pager = os.environ.get("PAGER") or "less"
    seen = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if not seen or text.count("\n") < rows or not shutil.which(pager.split()[0]):
        write_result(text, None)
        return
    # Colours are all that marks a change here: less must never leave them out.
    flags = os.environ.get("LESS", "")
    os.environ["LESS"] = flags if "R" in flags or "r" in flags else f"{flags} -R".strip()
    os.environ.setdefault("LESSCHARSET", "utf-8")
    click.echo_via_pager(text.removesuffix("\n"), color=True)


def _print(data: bytes) -> None:
    """Write bytes: neither the locale nor Windows may change what a program reads."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError:
        # Python would try again on its way out, and trace that.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _replace(path: Path, data: bytes) -> None:
    """Put a finished file in the place of `path`."""
    if path.exists() and not path.is_file():
        # Such as /dev/stdout: there is nothing to replace.
        path.write_bytes(data)
        return
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as made:
        aside = Path(made.name)
        try:
            made.write(data)
            made.close()
            aside.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise


def _umask() -> int:
    # The system tells the mask only to who sets it.
    mask = os.umask(0)
    os.umask(mask)
    return mask


def hint(text: str) -> None:
    """Say `text` on stderr, if a person is there to read it."""
    if sys.stderr.isatty():
        click.echo(text, err=True)


def wants_colour() -> bool:
    """Whether stdout takes colours: a terminal does, unless NO_COLOR is set.

    FORCE_COLOR asks for them where there is no terminal, such as in a CI log.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def page_width() -> int:
    """The columns of the terminal, or of COLUMNS; 80 where there is neither."""
    return shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
