"""`notice.json`, which a product asks for what to tell its users, and the script that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.model.policy import State

if TYPE_CHECKING:
    from gazette.publish import Site
    from gazette.publish.address import Address
    from gazette.publish.timeline import Entry, Timeline
    from gazette.render.words import Words

SCHEMA = "gazette/notice/1"


def notice_value(site: Site, line: Timeline, words: Words) -> dict[str, object]:
    """The version in force, and those announced, the soonest first.

    A product may read it after the day on which a version takes effect and
    before the next build, so it gives instants to compare with its own clock.
    """
    policy = line.policy
    states = {each.state: each for each in line.versions}
    applying = states.get(State.IN_FORCE)
    announced = [each for each in line.versions if each.state is State.ANNOUNCED]
    return {
        "schema": SCHEMA,
        "policy": {"id": policy.id, "title": line.title, "organisation": policy.organisation},
        "url": site.address.absolute(line.root),
        "language": words.language,
        "words": {
            "changes": words.text("banner_changes", title="{title}", day="{day}"),
            "changed": words.text("banner_changed", title="{title}", day="{day}"),
            "see": words.text("banner_see"),
            "close": words.text("banner_close"),
        },
        "in_force": _version(site.address, line, applying) if applying else None,
        "announced": [_version(site.address, line, each) for each in announced],
    }


def _version(address: Address, line: Timeline, entry: Entry) -> dict[str, object]:
    """One version as a banner needs it."""
    version, verdict = entry.version, entry.verdict
    if version.effective is None:
        raise ValueError(entry.label)
    return {
        "version": version.label,
        "summary": version.summary,
        "language": version.language,
        "published": str(version.published),
        "effective": str(version.effective),
        "effective_at": line.policy.start_of(version.effective).isoformat(),
        "level": str(verdict.level) if verdict else None,
        "sections": [
            {"title": each.section.title, "level": str(each.level)} for each in entry.sections
        ],
        "url": address.absolute(entry.place),
        "changes": address.absolute(entry.changes) if entry.changes else None,
    }
