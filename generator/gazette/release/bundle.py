"""The files of an evidence bundle, to be checked without this program."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from gazette.model.policy import State
from gazette.release.freezing import body_sha256, read_words
from gazette.release.witness import History, Trust
from gazette.source.notice_runs import NOTICE_RUNS

if TYPE_CHECKING:
    from gazette.model.chained import Line
    from gazette.model.ledger import Entry
    from gazette.release.evidence import Exhibit, Notices
    from gazette.release.witness import Signature, Witness

README = "README.txt"
SUMS = "SHA256SUMS"
NOTICES = "notices.txt"


def evidence_files(shown: Exhibit, *, source: bytes) -> dict[str, bytes]:
    """The bundle's files by path; `source` is the bytes of the version's file.

    The same repository gives the same bytes on any day and any machine: they
    do not say when, or where, the bundle was made.
    """
    ledger, version = shown.case.ledger, shown.version
    files = {
        f"{version.label}.md": source,
        "body.html": version.document.html.encode(),
        "words.txt": read_words(version.document).encode(),
        "ledger.jsonl": ledger.data,
        "record.txt": _record(shown.line.entry).encode(),
        "witness.txt": _testimony(shown).encode(),
    }
    for each in _translations(shown):
        files[each.entry.file] = _data(shown, each.entry)
    if shown.case.runs.lines:
        files[NOTICE_RUNS] = shown.case.runs.data
    if shown.notices is not None:
        files[NOTICES] = _notices(shown.line.entry, shown.notices).encode()
    for number, line in enumerate(ledger.lines, 1):
        files[_line_file(number)] = line.data
    files[README] = _readme(shown).encode()
    files[SUMS] = "".join(
        f"{sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)
    ).encode()
    return files


def _translations(shown: Exhibit) -> tuple[Line[Entry], ...]:
    """The lines of the version's translations."""
    lines = shown.case.ledger.translations
    return tuple(line for line in lines if line.entry.version == shown.version.label)


def _data(shown: Exhibit, entry: Entry) -> bytes:
    """The bytes of a translation on record; it is there, or the record did not hold."""
    found = shown.case.policy.translation(entry.language, entry.version)
    if found is None:
        raise ValueError(entry.file)
    return found.data


def _line_file(number: int) -> str:
    return f"lines/{number:04}.jsonl"


def _readme(shown: Exhibit) -> str:
    policy, entry = shown.case.policy, shown.line.entry
    lines = shown.case.ledger.lines
    number = lines.index(shown.line) + 1
    return f"""\
EVIDENCE: {policy.title}, {policy.organisation}

{_finding(shown)}{_reservations(shown)}

What is here

  {entry.version}.md     the text as it was released, byte for byte
  body.html    the same as it is rendered, without any page around it
  words.txt    the same as words only, with one space between them
  record.txt   when, by whom and after what findings and decisions it was released
  ledger.jsonl the ledger of all releases so far; lines/ has each line of it as a file
  witness.txt  what git vouches for
{_translation_files(shown)}{_notice_files(shown)}  {SUMS}   the digest of each file

How to check it with sha256sum and a text editor

1. Nothing in this bundle was altered since it was made:
     sha256sum -c {SUMS}
2. The text is the one released. Open {_line_file(number)} and find in it
     "source_sha256", which must be what this prints:  sha256sum {entry.version}.md
     "body_sha256", likewise:                          sha256sum body.html
     "words_sha256", likewise:                         sha256sum words.txt
   So it goes for "source_sha256" with each translation and its line.
3. No line of the ledger was altered, moved or dropped from between others. For
   each file in lines/ but the first, "previous" must be what sha256sum prints
   for the file before it.
4. The ledger as a whole was not rewritten. Its head is the digest of the last
   line, which sha256sum prints for {_line_file(len(lines))}:
     {shown.case.ledger.head}
   Hold it, or the digest of any earlier line, against one that was noted
   elsewhere at the time: in another bundle, in the message of the release's
   git commit or tag (“Ledger-Head”), or in your own files.

What it does not show

  Steps 1 to 3 alone cannot show that whoever had the whole ledger did not write
  all of it anew; step 4 does, as far back as the noted digest. {_untold(shown)}
"""


def _translation_files(shown: Exhibit) -> str:
    """The lines of the README on the version's translations."""
    lines = shown.case.ledger.lines
    numbers = ((each, lines.index(each) + 1) for each in _translations(shown))
    return "".join(
        f"  {line.entry.file}  a translation as it was frozen; {_line_file(number)}\n"
        for line, number in numbers
    )


def _notice_files(shown: Exhibit) -> str:
    """The lines of the README on what tells of the notices."""
    runs = f"  {NOTICE_RUNS} how many were told of which release, each line chained to its own\n"
    counts = f"  {NOTICES}  how many notices of this release are in which state\n"
    return runs * bool(shown.case.runs.lines) + counts * (shown.notices is not None)


def _untold(shown: Exhibit) -> str:
    """What the bundle cannot show of the notices."""
    if shown.notices is None and not shown.case.runs.lines:
        return "How many people\n  were told of a release, and when, is not part of this bundle."
    return (
        "How many people\n  were told of a release is what was counted then; who they are is not "
        "part of this\n  bundle."
    )


def _notices(entry: Entry, notices: Notices) -> str:
    """The notices of a release, counted."""
    parts = [f"Notices of {entry.policy} {entry.version}", ""]
    if not notices.counts:
        return "\n".join([*parts, "None was planned."]) + "\n"
    parts += [f"{count:>12}  {state}" for state, count in sorted(notices.counts.items())]
    parts += [f"{sum(notices.counts.values()):>12}  in all", "", "Digests of the recipient lists"]
    return "\n".join([*parts, "", *(f"  {each}" for each in notices.lists)]) + "\n"


def _finding(shown: Exhibit) -> str:
    """The statement that the bundle is evidence of."""
    policy, version = shown.case.policy, shown.version
    state = f"was {shown.state}"
    if shown.state is not State.IN_FORCE:
        other = policy.in_force(policy.start_of(shown.day))
        state += f"; version {other.label} was in force" if other else "; none was in force"
    return (
        f"On {shown.day}, the whole day in the time zone {policy.time_zone}, version "
        f"{version.label} {state}.\n"
        f"Version {version.label} was published on {version.published}, with effect from "
        f"{version.effective}."
    )


def _reservations(shown: Exhibit) -> str:
    """What a reader must know not to be misled."""
    entry, said = shown.line.entry, []
    if entry.adopted:
        said.append(
            f"The ledger records this version since {entry.released_at:%Y-%m-%d}; what was shown "
            "before that day\nis for other witnesses to say, such as git (witness.txt)."
        )
    if body_sha256(shown.version.document) != entry.body_sha256:
        said.append(
            "body.html was rendered anew by another version of the renderer, so its digest is\n"
            "not the recorded one; every word is the same, as words.txt shows."
        )
    return "".join(f"\n\n{each}" for each in said)


def _record(entry: Entry) -> str:
    """An entry as a person reads it."""
    act = "Adopted (frozen before the ledger began)" if entry.adopted else "Released"
    level = "none: the first version" if entry.level is None else str(entry.level)
    parts = [
        f"{entry.policy} {entry.version}",
        "",
        f"Published  {entry.published}",
        f"Effective  {entry.effective}",
        f"{act} at {entry.released_at:%Y-%m-%d %H:%M:%S} UTC by {entry.released_by}",
        f"With       {entry.tool}",
        f"Verdict    {level}",
    ]
    if entry.shorter_notice:
        parts.append(f"Shorter notice, because: {entry.shorter_notice}")
    if entry.findings:
        parts += ["", "Findings (what a rule found, in which clause, and its fingerprint)", ""]
        parts += [f"  {f.level}: {f.rule}, {f.clause}, {f.fingerprint}" for f in entry.findings]
    if entry.decisions:
        parts += ["", "Decisions"]
    for decision in entry.decisions:
        approved = f", approved by {decision.approved_by}" if decision.approved_by else ""
        parts += [
            "",
            f"  {decision.rule}, {decision.fingerprint}: {decision.level}",
            f"  decided by {decision.decided_by} on {decision.decided_on}{approved}",
            f"  {decision.reason}",
        ]
    return "\n".join(parts) + "\n"


def _testimony(shown: Exhibit) -> str:
    """What git vouches for, in sentences."""
    witness, line = shown.case.witness, shown.line
    if witness.history is History.NONE:
        return f"Git vouches for nothing: {witness.reason}.\n"
    parts = []
    if witness.history is History.SHALLOW:
        parts.append("The clone is shallow: git vouches only for the commits that it holds.")
    else:
        parts.append("Git's whole history was asked.")
    parts.append(_release_commit(witness, line))
    tag = witness.tags.get(line.entry.version)
    parts.append(f"The tag {tag.name} points at commit {tag.commit}." if tag else "It has no tag.")
    parts += map(_signed, witness.signatures.get(line.entry.version, ()))
    return "\n".join(parts) + "\n"


def _signed(signature: Signature) -> str:
    """What git makes of a signature, as a sentence."""
    said = {
        Trust.UNSIGNED: "is not signed",
        Trust.GOOD: f"is signed by {signature.signer or 'a key that git believes here'}",
        Trust.UNKNOWN: "is signed with a key that git knew nothing of",
        Trust.FALSE: "bears a signature that was made over something else",
    }[signature.trust]
    return f"{signature.of[0].upper()}{signature.of[1:]} {said}."


def _release_commit(witness: Witness, line: Line[Entry]) -> str:
    """The first commit whose ledger has the line."""
    holding = [commit for commit, data in witness.ledgers if line.data in data]
    if not holding:
        return "No commit has the ledger's line of this version yet."
    return (
        f"Commit {holding[-1]} was the first of them with the ledger's line of this version.\n"
        f"In every commit from there on, {line.entry.version}.md was the file released, and the "
        "ledger only grew."
    )
