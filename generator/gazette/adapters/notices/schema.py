"""The notice ledger's tables."""

from __future__ import annotations

VERSION = 1

TABLES = """
CREATE TABLE secret (proof BLOB NOT NULL);
CREATE TABLE plan (
  plan TEXT PRIMARY KEY, release TEXT NOT NULL, sender TEXT NOT NULL,
  list_sha256 TEXT NOT NULL, recipients INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE mail (
  plan TEXT NOT NULL, mail INTEGER NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  html TEXT NOT NULL, language TEXT NOT NULL, PRIMARY KEY (plan, mail)
) WITHOUT ROWID;
CREATE TABLE notice (
  number INTEGER PRIMARY KEY,
  release TEXT NOT NULL,
  address_key BLOB NOT NULL,
  user_id TEXT,
  address TEXT,
  plan TEXT NOT NULL,
  mail INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned' CHECK (
    state IN ('planned', 'claimed', 'unknown', 'accepted', 'failed', 'forgotten')),
  attempts INTEGER NOT NULL DEFAULT 0,
  in_flight INTEGER NOT NULL DEFAULT 0,
  due REAL NOT NULL DEFAULT 0,
  settled REAL,
  code TEXT NOT NULL DEFAULT '',
  UNIQUE (release, address_key)
);
CREATE INDEX notice_due ON notice (due, number) WHERE state IN ('planned', 'unknown');
CREATE INDEX notice_claimed ON notice (number) WHERE state = 'claimed';
CREATE TABLE forgotten (address_key BLOB PRIMARY KEY) WITHOUT ROWID;
"""
"""`in_flight` counts how often a notice was on its way when nobody could see what became of it.

`due` and `settled` are seconds since 1970, UTC. The address goes once a notice is accepted.
"""

SETTLE = """
UPDATE notice SET
  state = CASE
    WHEN :result = 'accepted' THEN 'accepted'
    WHEN :result = 'refused' OR attempts >= :most_attempts THEN 'failed'
    WHEN :result = 'unknown' THEN 'unknown' ELSE 'planned' END,
  address = CASE WHEN :result = 'accepted' THEN NULL ELSE address END,
  in_flight = in_flight + (:result = 'unknown'),
  due = :due, settled = :at, code = :code
WHERE number = :number AND state = 'claimed'
"""

CLAIM = """
UPDATE notice SET state = 'claimed', attempts = attempts + 1
WHERE number IN (
  SELECT number FROM notice WHERE state IN ('planned', 'unknown') AND due <= ?
  ORDER BY due, number LIMIT ?)
RETURNING number, address, release, address_key, plan, mail, attempts
"""

KEEP = """
INSERT INTO notice (release, address_key, user_id, address, plan, mail)
SELECT :release, address_key, user_id, address, :plan, mail FROM temp.slip
WHERE address_key NOT IN (SELECT address_key FROM forgotten)
ON CONFLICT (release, address_key) DO UPDATE SET
  user_id = excluded.user_id, address = excluded.address, plan = excluded.plan,
  mail = excluded.mail, state = 'planned', attempts = 0, due = 0
WHERE state IN ('planned', 'failed')
"""
