"""Small mechanical changes of a policy's Markdown: what must be told, what only looks different.

Each change takes a whole text and a source of chance, makes one change at one
place, and gives the new text; None where the text has no such place. The same
text and the same seed give the same change. Nothing here knows the product:
the changes are made by grammar and by short tables of general English.

`MEANING`  alters what the policy says: never to be cleared as minor or editorial
`DRESS`    alters how it is written and nothing else: editorial
`LAYOUT`   lays a list or a table out anew, and says the same: editorial
`RELAID`   does so too, and drops, adds, moves or exchanges on the way: never to be cleared
`DETAIL`   touches the substance, but nobody would decide differently: never material
"""

from oracles.changes.detail import DETAIL
from oracles.changes.dress import DRESS
from oracles.changes.layout import LAYOUT, RELAID
from oracles.changes.meaning import MEANING

__all__ = ["DETAIL", "DRESS", "LAYOUT", "MEANING", "RELAID"]
