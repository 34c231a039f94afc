"""Keep one comment on a merge request: made the first time, updated in place from then on.

    comment.py FILE

An empty FILE removes the comment: what it told is true no more. The job's own variables say where
(CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID), and GAZETTE_TOKEN, a project access token with
the scope `api`, lets it write; the job's own token may not.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

MARK = "<!-- gazette -->"
MOST = 900_000  # GitLab takes a million characters


def asked(method: str, path: str, **body: str) -> tuple[Any, str]:
    """GitLab's answer, and the number of the next page where there is one."""
    address = os.environ["CI_API_V4_URL"] + path
    headers = {
        "PRIVATE-TOKEN": os.environ["GAZETTE_TOKEN"],
        "Content-Type": "application/json",
    }
    data = json.dumps(body).encode() if body else None
    request = Request(address, data=data, headers=headers, method=method)  # noqa: S310 - GitLab's own
    with urlopen(request, timeout=30) as answer:  # noqa: S310 - the same
        text = answer.read()
        return (json.loads(text) if text else None), answer.headers.get("X-Next-Page", "")


def ours(notes: str) -> str:
    """The path of the comment that this token made before; empty where there is none."""
    me, _ = asked("GET", "/user")
    page = "1"
    while page:
        found, page = asked("GET", f"{notes}?per_page=100&sort=asc&page={page}")
        for note in found:
            if note["author"]["id"] == me["id"] and note["body"].startswith(MARK):
                return f"{notes}/{note['id']}"
    return ""


def main(file: Path) -> None:
    """Make, update or remove the comment."""
    project, number = os.environ["CI_PROJECT_ID"], os.environ["CI_MERGE_REQUEST_IID"]
    notes = f"/projects/{project}/merge_requests/{number}/notes"
    text = file.read_text(encoding="utf-8")
    if len(text) > MOST:
        text = f"{text[:MOST]}\n\nThe rest is in the job's artifact."
    standing = ours(notes)
    if not text:
        if standing:
            asked("DELETE", standing)
    elif standing:
        asked("PUT", standing, body=f"{MARK}\n{text}")
    else:
        asked("POST", notes, body=f"{MARK}\n{text}")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except HTTPError as error:
        sys.exit(f"error: GitLab answers {error.code}\n  Check that GAZETTE_TOKEN may write here.")
    except URLError as error:
        sys.exit(f"error: GitLab cannot be reached: {error.reason}\n  Run the job again.")
