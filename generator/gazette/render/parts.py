"""Pieces that recur on many pages of a site, each rendered once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from gazette.render.environment import render_template

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from jinja2 import Environment

    from gazette.publish.memory import Memory


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a site's pages, which `memory` keeps for one environment.

    Each page from a version to the one in force tells of every release in
    between, so what was found in a release stands on as many pages as there
    are versions before it.
    """

    environment: Environment
    memory: Memory

    def spoken(self, speech: Mapping[str, object]) -> Callable[..., Markup]:
        """`part(NAME, …)` for a page that speaks as `speech` says: the template filled with values.

        A part sees `speech` and the values, which must be hashable, and nothing
        of its page, so the same values in the same language give the same text.
        """

        def part(name: str, **values: Hashable) -> Markup:
            typed = tuple((key, type(value), value) for key, value in values.items())
            key = ("part", id(self.environment), name, speech["lang"], typed)

            def make() -> Markup:
                text = render_template(self.environment, name, {**speech, **values})
                # Rendered from a template that escapes, as the page itself is.
                return Markup(text)  # noqa: S704 - see above

            return self.memory.once(key, make, subject=self.environment)

        return part
