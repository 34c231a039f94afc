"""Peers of Gazette's redlines, one pair at a time, for `benchmarks/redline.py`.

Runs in an environment of its own. Reads a JSON object a line: `old` and `new`,
each with `text`, `html` and `docx` (in base64), and `redline`, Gazette's HTML.
Answers each with the peers' redlines (marked words, or a Word file in base64),
their processor time in milliseconds, that of programs they start included, and
how many parse errors html5lib sees in each HTML text. A peer that takes `LIMIT`
seconds of processor time has failed. wikidiff2 is one of them where `php` has
it (Debian's php-cli and php-wikidiff2).
"""

from __future__ import annotations

import base64
import json
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import html5lib
from lxml import etree, html
from prosediff import Options, compare_paths
from python_redlines import DocxodusEngine
from redlines import Redlines
from xmldiff import formatting, main

LIMIT = 10.0
Marked = list[tuple[str, str]]
Side = dict[str, str]

_DIFF = "{http://namespaces.shoobx.com/diff}"
_TEXT_TAGS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd")
_INLINE_TAGS = ("a", "b", "strong", "em", "i", "code")


def redlines(old: Side, new: Side) -> Marked:
    """Redlines on the texts."""
    marked: Marked = []
    for change in json.loads(Redlines(old["text"], new["text"]).output_json())["changes"]:
        ops = {"equal": "=", "delete": "-", "insert": "+"}
        if change["type"] in ops:
            marked.append((ops[change["type"]], change["text"]))
        else:
            marked.append(("-", change["source_text"]))
            marked.append(("+", change["test_text"]))
    return marked


def prosediff(old: Side, new: Side) -> Marked:
    """Prosediff on the texts, a clause on each line."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("old.txt", "new.txt")]
        for path, side in zip(paths, (old, new), strict=True):
            path.write_text(side["text"], encoding="utf-8")
        files = compare_paths(*paths, replace(Options(), max_hidden=10**9)).files
    pieces = [piece for file in files for row in file.rows for piece in _row(row)]
    # Of equal texts it has nothing to say.
    return pieces or [("=", new["text"])]


def _row(row: object) -> Iterator[tuple[str, str]]:
    for hidden in row.hidden:
        yield from _row(hidden)
    left, right = _pieces(str(row.left), "<"), _pieces(str(row.right), ">")
    if row.kind in ("moved-out", "moved-in"):
        yield "<", "".join(text for _, text in left)
        yield ">", "".join(text for _, text in right)
    elif row.kind in ("delete", "insert"):
        yield from (("-" if op == "=" else op, text) for op, text in left)
        yield from (("+" if op == "=" else op, text) for op, text in right)
    else:
        yield from _side_by_side(left, right)


def _side_by_side(left: Marked, right: Marked) -> Iterator[tuple[str, str]]:
    """Two halves of one line, merged letter by letter at what they keep in common."""
    here, there = _letters(left), _letters(right)
    kept = [[n for n, (op, _) in enumerate(side) if op == "="] for side in (here, there)]
    words = [
        [side[n][1].strip() for n in places]
        for side, places in zip((here, there), kept, strict=True)
    ]
    # Now and then a half keeps what the other shows as moved; that has no partner.
    blocks = (
        [(0, 0, len(words[0]))]
        if words[0] == words[1]
        else SequenceMatcher(None, *words, autojunk=False).get_matching_blocks()
    )
    pairs = [(kept[0][i + k], kept[1][j + k]) for i, j, size in blocks for k in range(size)]
    i = j = 0
    for old, new in [*pairs, (len(here), len(there))]:
        yield from (("-" if op == "=" else op, text) for op, text in here[i:old])
        yield from (("+" if op == "=" else op, text) for op, text in there[j:new])
        yield from here[old : old + 1]
        i, j = old + 1, new + 1


def _letters(half: Marked) -> Marked:
    """Each letter with the white space before it, and what became of it."""
    return [(op, letter) for op, text in half for letter in re.findall(r"\s*\S", text)]


def _pieces(markup: str, moved: str) -> Marked:
    page = html.fromstring(f"<div>{markup}</div>")
    for note in page.xpath("//span[contains(@class, 'print-note')]"):
        note.drop_tree()
    for passage in page.xpath("//span[@class = 'moved']"):
        passage.tag = "moved"
    return list(_joined(_walk(page, {"del": "-", "ins": "+", "moved": moved})))


def xmldiff(old: Side, new: Side) -> Marked:
    """The XML formatter of xmldiff on the HTML."""
    sides = [etree.tostring(html.fromstring(f"<div>{s['html']}</div>")) for s in (old, new)]
    formatter = formatting.XMLFormatter(
        normalize=formatting.WS_BOTH, text_tags=_TEXT_TAGS, formatting_tags=_INLINE_TAGS
    )
    tree = etree.fromstring(main.diff_texts(*sides, formatter=formatter).encode())
    ops = {f"{_DIFF}delete": "-", f"{_DIFF}insert": "+"}
    return list(_joined(_walk(tree, ops)))


def _walk(tree: object, ops: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The text of a tree, each piece with what the elements around it make of it."""
    inside = ["="]
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            named = [ops[name] for name in (element.tag, *element.attrib) if name in ops]
            inside.append(named[0] if named else inside[-1])
            yield inside[-1], element.text or ""
        else:
            inside.pop()
            yield inside[-1], (element.tail or "") if element is not tree else ""


def _joined(pieces: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    last, text = "=", ""
    for op, piece in pieces:
        if op != last and piece:
            yield last, text
            last, text = op, ""
        text += piece
    yield last, text


class Timed(list[tuple[str, str]]):
    """A redline by a program that says itself how many milliseconds it took."""

    ms = 0.0


class Wikidiff2:
    """wikidiff2 on the texts, a clause on each line."""

    def __init__(self, php: str) -> None:
        script = str(Path(__file__).with_name("redline_wikidiff2.php"))
        self._php = subprocess.Popen(
            [php, "-d", "memory_limit=-1", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, old: Side, new: Side) -> Timed:
        """The redline of two texts."""
        assert self._php.stdin  # noqa: S101 - both are pipes
        assert self._php.stdout  # noqa: S101 - the same
        self._php.stdin.write(json.dumps([old["text"], new["text"]]) + "\n")
        self._php.stdin.flush()
        answer = json.loads(self._php.stdout.readline())
        moves = {each["moveInfo"]["id"]: each for each in answer["diff"] if each["type"] == HERE}
        redline = Timed(piece for each in answer["diff"] for piece in _wikidiff2(each, moves))
        if not redline:  # of equal texts it has nothing to say
            redline.append(("=", new["text"]))
        redline.ms = answer["ms"]
        return redline


ADDED, DELETED, AWAY, HERE = 1, 2, 4, 5
"""Sorts of lines; 0 is one that stayed, 3 one that was edited."""


def _wikidiff2(line: dict[str, object], moves: dict[str, object]) -> Iterator[tuple[str, str]]:
    """One line. What was edited in a moved one is told at its new place, for both."""
    sort = line["type"]
    kept, gone, come = {
        ADDED: ("+", "-", "+"), DELETED: ("-", "-", "+"), AWAY: ("<", "-", ""), HERE: (">", "", "+")
    }.get(sort, ("=", "-", "+"))  # fmt: skip
    # Now and then a line is said to have moved to where none arrived.
    told = moves.get(line["moveInfo"]["linkId"], line) if sort == AWAY else line
    text = told["text"].encode()
    at = 0
    for mark in told.get("highlightRanges", ()):
        start, end = mark["start"], mark["start"] + mark["length"]
        yield kept, text[at:start].decode()
        op = gone if mark["type"] else come
        yield from [(op, text[start:end].decode())] if op else []
        at = end
    yield kept, text[at:].decode() + "\n"


def parse_errors(page: str) -> int:
    """How many errors html5lib finds in a fragment."""
    parser = html5lib.HTMLParser()
    parser.parseFragment(page)
    return len(parser.errors)


def docxodus(old: Side, new: Side) -> bytes:
    """Docxodus, by way of python-redlines, with its moves asked for."""
    files = (base64.b64decode(side["docx"]) for side in (old, new))
    return DocxodusEngine().run_redline("Benchmark", *files, detect_moves=True)[0]


def spent() -> float:
    """Processor seconds of this process and of all that it started and waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measured(
    peer: Callable[[Side, Side], Marked | bytes], old: Side, new: Side
) -> dict[str, object]:
    """A peer's redline and time, or why there is none."""
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    start = spent()
    try:
        redline = peer(old, new)
    except Exception as error:  # noqa: BLE001 - a peer may fail in any way it likes
        return {"error": f"{type(error).__name__}: {error}"[:200]}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    milliseconds = redline.ms if isinstance(redline, Timed) else 1000 * (spent() - start)
    if isinstance(redline, bytes):
        return {"docx": base64.b64encode(redline).decode(), "ms": milliseconds}
    return {"redline": redline, "ms": milliseconds}


def out_of_time(*_: object) -> None:
    raise TimeoutError(f"more than {LIMIT:.0f} s of processor time")


PEERS: dict[str, Callable[[Side, Side], Marked | bytes]] = {
    "xmldiff": xmldiff,
    "redlines": redlines,
    "prosediff": prosediff,
    "docxodus": docxodus,
}

if __name__ == "__main__":
    signal.signal(signal.SIGPROF, out_of_time)
    php = shutil.which("php")
    if php and b"wikidiff2" in subprocess.check_output([php, "-m"]):
        PEERS["wikidiff2"] = Wikidiff2(php)
    print(json.dumps(list(PEERS)), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        pair = asked["old"], asked["new"]
        answer = {name: measured(peer, *pair) for name, peer in PEERS.items()}
        errors = [parse_errors(page) for page in (*(s["html"] for s in pair), asked["redline"])]
        print(json.dumps({"peers": answer, "errors": errors}), flush=True)
