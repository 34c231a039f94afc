"""Peers of Gazette's redlines, one pair at a time, for `benchmarks/redline.py`.

Runs in an environment of its own. Reads a JSON object a line: `old` and `new`,
each with `text` and `html`, and `redline`, Gazette's HTML. Answers each with
the peers' redlines, their processor time in milliseconds, and how many parse
errors html5lib sees in each HTML text. A peer that takes `LIMIT` seconds of
processor time has failed.
"""

from __future__ import annotations

import json
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import html5lib
from lxml import etree, html
from prosediff import Options, compare_paths
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
    return [piece for file in files for row in file.rows for piece in _row(row)]


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
    """Two halves of one line, merged at what they keep in common, letter by letter."""
    letters = ((op, letter) for op, text in right for letter in re.findall(r"\s*\S", text))
    for op, text in left:
        if op != "=":
            yield op, text
            continue
        for letter in re.findall(r"\s*\S", text):
            for there, other in letters:
                if there == "=":
                    break
                yield there, other
            yield op, letter
    yield from letters


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


def parse_errors(page: str) -> int:
    """How many errors html5lib finds in a fragment."""
    parser = html5lib.HTMLParser()
    parser.parseFragment(page)
    return len(parser.errors)


def measured(peer: Callable[[Side, Side], Marked], old: Side, new: Side) -> dict[str, object]:
    """A peer's redline and time, or why there is none."""
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    start = time.process_time()
    try:
        redline = peer(old, new)
    except Exception as error:  # noqa: BLE001 - a peer may fail in any way it likes
        return {"error": f"{type(error).__name__}: {error}"[:200]}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return {"redline": redline, "ms": 1000 * (time.process_time() - start)}


def out_of_time(*_: object) -> None:
    raise TimeoutError(f"more than {LIMIT:.0f} s of processor time")


PEERS = {"xmldiff": xmldiff, "redlines": redlines, "prosediff": prosediff}

if __name__ == "__main__":
    signal.signal(signal.SIGPROF, out_of_time)
    print(json.dumps(list(PEERS)), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        pair = asked["old"], asked["new"]
        answer = {name: measured(peer, *pair) for name, peer in PEERS.items()}
        errors = [parse_errors(page) for page in (*(s["html"] for s in pair), asked["redline"])]
        print(json.dumps({"peers": answer, "errors": errors}), flush=True)
