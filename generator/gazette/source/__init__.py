"""From the files of policy/ to versions and clauses."""

from __future__ import annotations

from gazette.source.markdown import render_html
from gazette.source.policies import load_policies, load_policy, own_rules
from gazette.source.reading import read_markdown

__all__ = ["load_policies", "load_policy", "own_rules", "read_markdown", "render_html"]
