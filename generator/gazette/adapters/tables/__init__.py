"""User tables: where they are read, asked and written. The one place with rows of people.

Rows move inside embedded DuckDB, never through Python objects. No message
raised here quotes a cell: it names the file, the line or column, and the remedy.
"""

from __future__ import annotations

from gazette.adapters.tables.asking import ListRequest
from gazette.adapters.tables.engine import embedded
from gazette.adapters.tables.explaining import Explanation, explain_user, explain_users
from gazette.adapters.tables.run import ListResult, write_list
from gazette.adapters.tables.source import UserSource, user_source
from gazette.adapters.tables.synthetic import SyntheticUsers, write_synthetic

__all__ = [
    "Explanation",
    "ListRequest",
    "ListResult",
    "SyntheticUsers",
    "UserSource",
    "embedded",
    "explain_user",
    "explain_users",
    "user_source",
    "write_list",
    "write_synthetic",
]
