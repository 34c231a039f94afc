"""The step from one version of a policy to another, compared and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.materiality.decisions import apply_decisions
from gazette.materiality.judging import judge
from gazette.model.verdict import Verdict
from gazette.redline import compare_documents

if TYPE_CHECKING:
    from gazette.materiality.catalogue import Catalogue
    from gazette.model.policy import Policy, Version
    from gazette.redline.tokens import Vocabulary


def judge_step(
    policy: Policy,
    old: Version,
    new: Version,
    catalogue: Catalogue,
    *,
    vocabulary: Vocabulary | None = None,
) -> Verdict:
    """What the step from `old` to `new` is judged to be, with what was decided on it.

    Any two versions may be compared. A decision counts where its fingerprint
    is found: one about another pair, or about an earlier wording of a draft,
    changes nothing here. Whether a decision has lapsed is asked before a
    release (`gazette.release`). Raises DecisionError for one that lowers a
    material finding without a second person. A `vocabulary` shared by several
    comparisons changes none of them (`compare_documents`).
    """
    verdict = judge(
        compare_documents(old.document, new.document, vocabulary=vocabulary),
        catalogue,
        policy=policy.id,
        segments=policy.segments,
        old_path=old.path,
        new_path=new.path,
    )
    found = {finding.fingerprint for finding in verdict.findings}
    binding = tuple(each for each in new.decisions if each.fingerprint in found)
    return Verdict(verdict.comparison, apply_decisions(verdict.findings, binding))
