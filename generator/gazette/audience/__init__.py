"""Verdicts to recipients: who must be told of a release, and why the others not.

One relational expression, written once in Ibis and compiled for the engine
that holds the users; this layer opens no table and moves no row.

Its meaning, in one place:

* A user is judged on the pair (version they accepted, released version), so
  who missed two releases is told of both at once.
* Who accepted the released version, or a later one, is told nothing.
* An accepted version that is missing, or that the policy never had, is told:
  nobody is skipped because a record is poor.
* A finding that speaks to segments concerns their members only. Where the
  column that decides membership is empty, the user counts as a member. What
  the rules of a segment find concerns that segment and those that the clause
  names: so vendors are told to customers' administrators (GDPR Art. 28(2)).
* A finding that nobody has decided yet (`review`) is read as if it stood:
  its readers are listed, with the reason `review`.
* Whom the notice ledger has forgotten, as bounced, or as told of this release
  is left out as such, where a ledger is named.
* Everybody else is left out by the first reason of `LEFT_OUT` that fits, and
  counted. Recipients and left out add up to all users, or the run stops.
"""

from __future__ import annotations

from gazette.audience.outcome import Outcome, Told
from gazette.audience.reasons import LEFT_OUT, LeftOut, Reason
from gazette.audience.rules import Action, AudienceRules, Cell, rules_for

__all__ = [
    "LEFT_OUT",
    "Action",
    "AudienceRules",
    "Cell",
    "LeftOut",
    "Outcome",
    "Reason",
    "Told",
    "rules_for",
]
