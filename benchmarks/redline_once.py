"""One comparison in a process of its own: `python benchmarks/redline_once.py OLD NEW [TIMES]`.

Prints a digest of all that Gazette says of the two files, repeated TIMES times
over, the number of words in the new one, and by how many MiB the process grew
beyond what it has with everything imported.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from gazette.redline import compare_documents
from gazette.render.html import redline_html
from gazette.source import read_markdown


def main(old: str, new: str, times: str = "1") -> None:
    texts = [Path(path).read_text(encoding="utf-8-sig") for path in (old, new)]
    redline_html(compare_documents(read_markdown("a *b*"), read_markdown("a c")))
    before = memory("VmRSS")
    documents = [read_markdown("\n\n".join([text] * int(times))) for text in texts]
    comparison = compare_documents(*documents)
    said = repr((comparison.changes, comparison.redline)) if times == "1" else ""
    html = redline_html(comparison)
    grown = memory("VmHWM") - before
    digest = hashlib.sha256((said + html).encode("utf-8", "surrogatepass")).hexdigest()
    print(digest, len(documents[1].text.split()), f"{grown:.1f}")


def memory(line: str) -> float:
    """What Linux says of the process, in MiB: `VmRSS` is now, `VmHWM` the most ever.

    Not `getrusage`, which counts what the process had before it became Python.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{line}:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
