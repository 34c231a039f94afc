"""Measure redlines over a folder of version pairs: `python benchmarks/redline.py DIR [PEERS]`.

PEERS is the folder of an environment with the peers, `build/peers` by default:

    python -m venv build/peers
    build/peers/bin/python -m pip install -r benchmarks/redline_peers.txt

wikidiff2 is measured too where `php` has it (Debian's php-cli and php-wikidiff2).

DIR holds folders with an `old.md` and a `new.md` each. For every pair and tool:

* accept / reject: pairs whose redline does not give back the new / old text,
  white space aside;
* min: tokens marked over the fewest that any insert/delete redline can mark
  (the Indel distance of the two texts), its median and 90th percentile; "free"
  leaves moved tokens out;
* isl: runs of changed tokens for each 100 tokens of that optimum;
* conf: the share of those runs that begin within two unchanged words of the
  one before, which is what makes a redline unreadable;
* moved / left: over the pairs in which whole clauses changed their order, the
  share of the optimum that is shown as moved / as deleted and inserted;
* silent: of the pairs with the same words and other mark-up, those shown
  without any sign;
* CPU: milliseconds of processor time, median / 95th percentile / highest.

`gazette` compares two documents that were read; `gazette-docx` goes on to a
Word file with tracked changes that is proved, and is judged by them. `docxodus`
(of python-redlines) makes such a file of two clean ones. `rapidfuzz` is the
optimum; `lxml` is lxml.html.diff on the rendered HTML. Of our HTML it is counted how
many pairs do not restore the blocks of either version (the path of block tags
around every text), and in how many html5lib finds more parse errors than in
both versions; of Word files, how many pairs do not restore the paragraphs.
"""

from __future__ import annotations

import base64
import json
import math
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from lxml import etree
from lxml import html as lxml_html
from lxml.html.diff import htmldiff
from markdown import Markdown
from rapidfuzz.distance import Indel
from redline_figures import TOKEN, Figures, Marked, cpu, judge
from redline_word import clean_word, gazette_word, marked, wrong_blocks

from gazette.model.comparison import Op
from gazette.model.document import Document
from gazette.redline import compare_documents
from gazette.render import restored
from gazette.render.html import redline_html
from gazette.source import read_markdown

PARSER = Markdown(extensions=["extra"])
WORD = "gazette-docx"
WORDS = 20_000
"""Size of text at which memory is measured."""

Tool = Callable[[Document, Document], Marked]


def main(folder: str, peers: str = "build/peers") -> None:
    """Measure every pair below `folder` and print the table."""
    pairs = sorted(path.parent for path in Path(folder).rglob("old.md"))
    figures = {name: Figures() for name in (*TOOLS, WORD)}
    times: dict[str, list[float]] = {"parse": [], "read": [], "html": []}
    html = Counter[str]()
    with Peers(Path(peers)) as others:
        figures.update({name: Figures() for name in others.names})
        for pair in pairs:
            texts = [(pair / name).read_text(encoding="utf-8-sig") for name in ("old.md", "new.md")]
            with timed(times["parse"]):
                for text in texts:
                    PARSER.reset().convert(text)
            with timed(times["read"]):
                old, new = (read_markdown(text) for text in texts)
            for name, tool in TOOLS.items():
                measure(figures[name], tool, old, new)
            comparison = compare_documents(old, new)
            with timed(times["html"]):
                page = redline_html(comparison, fold=False)
            html["accept"] += restored.accepted(page) != restored.shown(new.html)
            html["reject"] += restored.rejected(page) != restored.shown(old.html)
            clean = clean_word(old), clean_word(new)
            with timed(figures[WORD].milliseconds):
                word = gazette_word(old, new)
            judge_word(figures[WORD], word, (old, new), clean)
            others.measure(figures, html, (old, new), clean, page)
    report(figures, times, html, pairs)
    if not others.names:
        print(f"peers: not measured, no {others.python}; this program's first lines say how")


def report(
    figures: dict[str, Figures],
    times: dict[str, list[float]],
    html: Counter[str],
    pairs: list[Path],
) -> None:
    """Print everything."""
    print(f"{len(pairs)} pairs")
    print(
        "tool         fail accept reject min med    p90   free    isl  conf moved/left silent"
        "  CPU ms median/p95/max"
    )
    for name, figure in figures.items():
        print(figure.row(name))
    ratio = sum(times["read"]) / sum(times["parse"])
    for name in (name for name in figures if name in (WORD, "docxodus")):
        print(f"{name}: paragraphs wrong in {figures[name].wrong_blocks} pairs")
    print(f"Python-Markdown alone, both versions: CPU ms {cpu(times['parse'])}")
    print(f"reading both: CPU ms {cpu(times['read'])}, {ratio:.2f} times that")
    print(f"writing and proving HTML: CPU ms {cpu(times['html'])}")
    whole = [*times["read"], *figures["gazette"].milliseconds, *times["html"]]
    print(f"Markdown to HTML redline: {sum(whole) / sum(times['parse']):.2f} times Python-Markdown")
    illegal = html.get("illegal", "not counted")
    print(f"HTML blocks wrong: accept {html['accept']}, reject {html['reject']}; illegal {illegal}")
    largest = max(pairs, key=lambda pair: (pair / "new.md").stat().st_size)
    words = once(largest)[1]
    _, words, grown = once(largest, times=math.ceil(WORDS / int(words)))
    print(f"memory at {words} words: {grown} MiB above the interpreter with its modules")
    sample = pairs[:: max(1, len(pairs) // 8)]
    same = all(
        len({once(pair, seed=seed)[0] for seed in ("0", "1", "4711")}) == 1 for pair in sample
    )
    print(f"same bytes for three hash seeds, {len(sample)} pairs: {'yes' if same else 'NO'}")


def once(pair: Path, *, times: int = 1, seed: str = "0") -> list[str]:
    """The digest, the words and the MiB of one comparison in a process of its own."""
    script = Path(__file__).with_name("redline_once.py")
    command = [sys.executable, str(script), str(pair / "old.md"), str(pair / "new.md"), str(times)]
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return done.stdout.split()


class Peers:
    """The peers in an environment of their own, asked pair by pair; none if there is none."""

    def __init__(self, folder: Path) -> None:
        self.python = folder / "bin" / "python"
        self.names: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if self.python.exists():
            script = str(Path(__file__).with_name("redline_peers.py"))
            self._process = subprocess.Popen(
                [str(self.python), script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            self.names = self._answer()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.communicate()

    def _answer(self) -> Any:  # noqa: ANN401 - it is JSON
        assert self._process  # noqa: S101 - asked only when it runs
        assert self._process.stdout  # noqa: S101 - it is a pipe
        return json.loads(self._process.stdout.readline())

    def measure(
        self,
        figures: dict[str, Figures],
        html: Counter[str],
        pair: tuple[Document, Document],
        clean: tuple[bytes, bytes],
        page: str,
    ) -> None:
        """Add what the peers make of one pair, and html5lib of our HTML."""
        if not self._process or not self._process.stdin:
            return
        sides = [
            {"text": each.text, "html": each.html, "docx": base64.b64encode(word).decode()}
            for each, word in zip(pair, clean, strict=True)
        ]
        asked = {"old": sides[0], "new": sides[1], "redline": page}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        before, after, ours = answer["errors"]
        html["illegal"] += ours > before + after
        for name, made in answer["peers"].items():
            if "error" in made:
                print(f"{name}: {made['error']}", file=sys.stderr)
                figures[name].failed += 1
                continue
            figures[name].milliseconds.append(made["ms"])
            if "docx" in made:
                judge_word(figures[name], base64.b64decode(made["docx"]), pair, clean)
            else:
                judge(figures[name], [(Op(op), text) for op, text in made["redline"]], *pair)


@contextmanager
def timed(times: list[float]) -> Iterator[None]:
    """Add the processor time of the block, in milliseconds, to `times`."""
    start = time.process_time()
    yield
    times.append(1000 * (time.process_time() - start))


def measure(figures: Figures, tool: Tool, old: Document, new: Document) -> None:
    """Add what `tool` makes of one pair to `figures`."""
    try:
        with timed(figures.milliseconds):
            redline = tool(old, new)
    except Exception as error:  # noqa: BLE001 - a peer may fail in any way it likes
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        figures.failed += 1
        return
    judge(figures, redline, old, new)


def judge_word(
    figures: Figures,
    word: bytes,
    pair: tuple[Document, Document],
    clean: tuple[bytes, bytes],
) -> None:
    """Add what a Word file with tracked changes is worth to `figures`."""
    judge(figures, marked(word), *pair)
    figures.wrong_blocks += any(
        wrong_blocks(word, each, accept=accept)
        for accept, each in zip((False, True), clean, strict=True)
    )


def gazette(old: Document, new: Document) -> Marked:
    """Ours. What no word shows has a note, which counts as a sign without a word."""
    comparison = compare_documents(old, new)
    noted: Marked = [(Op.INSERT, "")] if comparison else []
    return [(span.op, span.text) for span in comparison.redline] + noted


def rapidfuzz(old: Document, new: Document) -> Marked:
    """The fewest marks: a longest common subsequence of all tokens."""
    here, there = TOKEN.findall(old.text), TOKEN.findall(new.text)
    redline: Marked = []
    for op in Indel.opcodes(here, there):
        kind = {"equal": Op.KEEP, "insert": Op.INSERT, "delete": Op.DELETE}[op.tag]
        tokens = here if kind is Op.DELETE else there
        start, end = (
            (op.src_start, op.src_end) if kind is Op.DELETE else (op.dest_start, op.dest_end)
        )
        redline.append((kind, " ".join(tokens[start:end])))
    return redline


def lxml(old: Document, new: Document) -> Marked:
    """lxml.html.diff on the HTML of both documents."""
    page = lxml_html.fromstring(f"<div>{htmldiff(old.html, new.html)}</div>")
    ops = {"ins": Op.INSERT, "del": Op.DELETE}
    inside: list[Op] = []
    redline: Marked = []
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            inside.extend([ops[element.tag]] if element.tag in ops else [])
            text = element.text
        else:
            del inside[len(inside) - (element.tag in ops) :]
            text = element.tail
        redline.append((inside[-1] if inside else Op.KEEP, text or ""))
    return redline


TOOLS: dict[str, Tool] = {"gazette": gazette, "rapidfuzz": rapidfuzz, "lxml": lxml}

if __name__ == "__main__":
    main(*sys.argv[1:])
