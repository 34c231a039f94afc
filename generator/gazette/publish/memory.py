"""What a live preview remembers from one build to the next, so that a keystroke costs little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from gazette.materiality import judge_step
from gazette.publish.timeline import compare_versions
from gazette.redline.tokens import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from gazette.materiality import Catalogue
    from gazette.model.comparison import Comparison
    from gazette.model.policy import Policy, Version
    from gazette.model.verdict import Verdict

_MOST_WORDS = 50_000
"""Different words after which comparisons share no more; one takes a million at most."""
Subject = TypeVar("Subject")
Result = TypeVar("Result")


class Memory:
    """Results of pure functions, kept while builds go on asking for them.

    Nothing here changes what a build makes: a key holds all that a result
    depends on. What a whole build has not asked for is forgotten at its end,
    so a day of typing leaves no more behind than the last build did.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[object, Any]] = {}
        self._asked: dict[Hashable, tuple[object, Any]] = {}
        self._vocabulary = Vocabulary()

    def once(self, key: Hashable, make: Callable[[], Result], *, subject: object = None) -> Result:
        """What `make` gives, made anew only for a `key` that is not remembered.

        `subject` is kept alive as long as the result.
        """
        if key not in self._asked:
            self._asked[key] = self._kept[key] if key in self._kept else (subject, make())
        result: Result = self._asked[key][1]
        return result

    def of(self, make: Callable[[Subject], Result], subject: Subject) -> Result:
        """`make(subject)` for a frozen value, told from others by its identity."""
        # While the subject is kept alive, no other value can have its identity.
        return self.once((make, id(subject)), lambda: make(subject), subject=subject)

    def judge(self, policy: Policy, old: Version, new: Version, catalogue: Catalogue) -> Verdict:
        """`judge_step`, once for the same two texts, decisions, segments and catalogue."""
        texts = tuple((each.path, each.sha256) for each in (old, new))
        key = ("verdict", policy.id, policy.segments, texts, new.decisions, id(catalogue))
        shared = self._shared()
        return self.once(
            key,
            lambda: judge_step(policy, old, new, catalogue, vocabulary=shared),
            subject=catalogue,
        )

    def compare(self, old: Version, new: Version) -> Comparison:
        """`compare_versions`, once for the same two texts."""
        key = ("comparison", *((each.path, each.sha256) for each in (old, new)))
        shared = self._shared()
        return self.once(key, lambda: compare_versions(old, new, vocabulary=shared))

    def _shared(self) -> Vocabulary:
        """What comparisons know of texts: versions of a policy have most of theirs in common."""
        if len(self._vocabulary) > _MOST_WORDS:
            self._vocabulary = Vocabulary()
        return self._vocabulary

    def settle(self) -> None:
        """End a build that went well: forget what it has not asked for."""
        self._kept, self._asked = self._asked, {}
        self._vocabulary = Vocabulary()
