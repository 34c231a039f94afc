"""Materiality: whether whoever relied on the old text must be told of the new one.

A comparison is read into edits, edits that prove to say the same are set
aside, rules of a catalogue of data files speak on the rest, and people decide
what no rule can.
"""

from __future__ import annotations

from gazette.materiality.catalogue import Axes, Catalogue, Example, Rule, load_catalogue, read_rule
from gazette.materiality.judging import fingerprint, judge, named_in, segments_of
from gazette.materiality.steps import judge_step

__all__ = [
    "Axes",
    "Catalogue",
    "Example",
    "Rule",
    "fingerprint",
    "judge",
    "judge_step",
    "load_catalogue",
    "named_in",
    "read_rule",
    "segments_of",
]
