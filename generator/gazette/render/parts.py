"""Pieces that recur on many pages of a site, each rendered once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from gazette.render.environment import render_template

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a site's pages, kept while that site is rendered.

    Each page from a version to the one in force tells of every release in
    between, so what was found in a release stands on as many pages as there
    are versions before it.
    """

    environment: Environment
    _made: dict[Hashable, Markup] = field(default_factory=dict)

    def spoken(self, speech: Mapping[str, object]) -> Callable[..., Markup]:
        """`part(NAME, …)` for a page that speaks as `speech` says: the template filled with values.

        A part sees `speech` and the values, which must be hashable, and nothing
        of its page, so the same values in the same language give the same text.
        """

        def part(name: str, **values: Hashable) -> Markup:
            typed = tuple((key, type(value), value) for key, value in values.items())
            key = (name, speech["lang"], typed)
            if key not in self._made:
                text = render_template(self.environment, name, {**speech, **values})
                # Rendered from a template that escapes, as the page itself is.
                self._made[key] = Markup(text)  # noqa: S704 - see above
            return self._made[key]

        return part
