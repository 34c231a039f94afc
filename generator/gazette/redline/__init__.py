"""Two documents to their comparison: alignment, moves, words."""

from __future__ import annotations

from gazette.redline.compare import compare_documents

__all__ = ["compare_documents"]
