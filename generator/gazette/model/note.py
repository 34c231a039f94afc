"""What changed about a clause beside its words, to be said in any language."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Phrases = tuple[tuple[str, str], ...]
"""The phrases of one language by their keys, as one value."""

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        # What clauses are, alone and counted.
        "heading": "heading",
        "heading_one": "{n} heading",
        "heading_other": "{n} headings",
        "paragraph": "paragraph",
        "paragraph_one": "{n} paragraph",
        "paragraph_other": "{n} paragraphs",
        "item": "item",
        "item_one": "{n} item",
        "item_other": "{n} items",
        "cell": "cell",
        "cell_one": "{n} cell",
        "cell_other": "{n} cells",
        "header_cell": "header cell",
        "term": "term",
        "term_one": "{n} term",
        "term_other": "{n} terms",
        "definition": "definition",
        "definition_one": "{n} definition",
        "definition_other": "{n} definitions",
        "code": "code",
        "code_one": "{n} code",
        "code_other": "{n} codes",
        "rule": "rule",
        "rule_one": "{n} rule",
        "rule_other": "{n} rules",
        # What they stand in.
        "plain_text": "plain text",
        "ol": "numbered list",
        "ul": "bulleted list",
        "blockquote": "quotation",
        "table": "table",
        "dl": "definition list",
        "details": "folded section",
        "list_with": "{list} with {style}",
        "list_from": "{list} from {start}",
        "list_backwards": "{list} backwards",
        "within": "{inner} in {outer}",
        # What marks them up.
        "link": "link",
        "abbreviation": "abbreviation",
        "bold": "bold",
        "line_break": "line break",
        "struck_out": "struck out",
        "emphasis": "emphasis",
        "image": "image",
        "underlined": "underlined",
        "subscript": "subscript",
        "superscript": "superscript",
        # What has no words.
        "image_called": "image “{title}”",
        "thematic_break": "thematic break",
        "empty": "empty {kind}",
        # What became of all these.
        "became": "{old} → {new}",
        "and": "{one} and {other}",
        "elsewhere": "{note} divided elsewhere",
        "added": "{what} added",
        "removed": "{what} removed",
        "of_words": "{note}: “{words}”",
        "leading_to": "{note} → {target}",
        "heading_level": "heading level {old} → {new}",
        "list_level": "list level {old} → {new}",
        "white_space": "white space in preformatted text",
        "marks_elsewhere": "mark-up on other words",
        "mark_elsewhere": "{mark} on other words: “{old}” → “{new}”",
        "target": "{mark} target {old} → {new}",
        "target_of": "{mark} target of “{words}” {old} → {new}",
        "source": "{mark} source {old} → {new}",
        "source_of": "{mark} source of “{words}” {old} → {new}",
        "title": "{mark} title “{old}” → “{new}”",
        "title_of": "{mark} title of “{words}” “{old}” → “{new}”",
        "description": "{mark} description “{old}” → “{new}”",
        "description_of": "{mark} description of “{words}” “{old}” → “{new}”",
        "none": "none",
        # Numbers, and why they changed.
        "number": "number {old} → {new}",
        "numbers": "numbers {old} to {old_last} → {new} to {new_last} ({count} clauses)",
        "because_added": "{note}, because “{called}” was added",
        "because_removed": "{note}, because “{called}” was removed",
        "because_moved": "{note}, because “{called}” was moved",
        # Where words went, and where whole clauses did.
        "words_to": "words moved to “{heading}”",
        "words_to_another": "words moved to another clause",
        "words_to_another_of": "words moved to another clause of “{heading}”",
        "words_to_start": "words moved to before the first heading",
        "words_from": "words moved from “{heading}”",
        "words_from_another": "words moved from another clause",
        "words_from_another_of": "words moved from another clause of “{heading}”",
        "words_from_start": "words moved from before the first heading",
        "moved": "moved",
        "moved_within": "moved within “{heading}”",
        "moved_between": "moved from “{old}” to “{new}”",
        "moved_from_start": "moved from before the first heading to “{new}”",
        "moved_to_start": "moved from “{old}” to before the first heading",
    }
)
"""Every note in English. Another language has all of these keys; of those in `_one`
and `_other` it may have one in `_few` as well, for two to four."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say: `key` is one of `ENGLISH`, `values` fill its places.

    A value is the policy's own words, or a note within this one. A `count`
    other than 0 chooses the form that the number takes, and is `n` in it.
    """

    key: str
    values: tuple[tuple[str, str | Note], ...] = ()
    count: int = 0

    @classmethod
    def of(cls, key: str, **values: str | Note) -> Note:
        """The note `key` with `values` in its places."""
        return cls(key, tuple(values.items()))

    def __str__(self) -> str:
        """The note in English."""
        return self.said_in(ENGLISH)

    def said_in(self, phrases: Mapping[str, str]) -> str:
        """The note in the language of `phrases`, which have the keys of `ENGLISH`."""
        values = {
            name: value.said_in(phrases) if isinstance(value, Note) else value
            for name, value in self.values
        }
        return self._phrase(phrases).format(**values, n=self.count)

    def _phrase(self, phrases: Mapping[str, str]) -> str:
        if not self.count:
            return phrases[self.key]
        few = phrases.get(f"{self.key}_few") if self.count in {2, 3, 4} else None
        return few or phrases[f"{self.key}_{'one' if self.count == 1 else 'other'}"]

    def because(self, what: str, called: str) -> Note:
        """The same, and that it follows from the clause `called`: it was `what`."""
        return Note.of(f"because_{what}", note=self, called=called)
