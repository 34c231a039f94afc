"""Versions as PDF, which typst sets: tagged (PDF/UA-1), and the same bytes anywhere."""

from __future__ import annotations

from gazette.render.pdf.files import pdf_files

__all__ = ["pdf_files"]
