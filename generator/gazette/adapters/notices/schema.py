"""The notice ledger's tables and the statements on them, in the SQL that its engines share.

A parameter is written `:name`.
"""

from __future__ import annotations

VERSION = 3

_TABLES = """
CREATE TABLE ledger (version INTEGER NOT NULL, proof {bytes} NOT NULL);
CREATE TABLE plan (
  plan TEXT PRIMARY KEY, release TEXT NOT NULL, sender TEXT NOT NULL, reply_to TEXT NOT NULL,
  list_sha256 TEXT NOT NULL, recipients BIGINT NOT NULL
);
CREATE TABLE mail (
  plan TEXT NOT NULL, mail INTEGER NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
  text TEXT NOT NULL, html TEXT NOT NULL, language TEXT NOT NULL, PRIMARY KEY (plan, mail)
);
CREATE TABLE notice (
  number {number},
  release TEXT NOT NULL,
  address_key {bytes} NOT NULL,
  user_id TEXT,
  address TEXT,
  plan TEXT NOT NULL,
  mail INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned',
  attempts INTEGER NOT NULL DEFAULT 0,
  in_flight INTEGER NOT NULL DEFAULT 0,
  due DOUBLE PRECISION NOT NULL DEFAULT 0,
  settled DOUBLE PRECISION,
  code TEXT NOT NULL DEFAULT '',
  UNIQUE (address_key, release)
);
CREATE INDEX notice_claimed ON notice (number) WHERE state = 'claimed';
CREATE TABLE forgotten (address_key {bytes} PRIMARY KEY);
CREATE TABLE bounced (address_key {bytes} PRIMARY KEY, code TEXT NOT NULL);
"""
"""`state` is planned, claimed, unknown, accepted, failed, written, bounced or forgotten. Nothing
checks that: in SQLite it would double the time of every statement that changes it, and only the
statements here do.

`in_flight` counts how often a notice was on its way when nobody could see what became of it.

`due` and `settled` are seconds since 1970, UTC. An address stays only while it is needed to send.
`planned` and `written` are of one length, so that SQLite overwrites the one with the other in
place, in a quarter of the time.
"""

DUE = """
CREATE INDEX IF NOT EXISTS notice_due ON notice (due, number) WHERE state IN ('planned', 'unknown')
"""
"""What sending finds the next letters by. It is made when that begins, and goes when every
notice is touched at once, which would otherwise take twice as long."""

NOT_DUE = "DROP INDEX IF EXISTS notice_due"


def tables(*, number: str, octets: str) -> str:
    """The tables, for an engine that calls a key that counts up and octets so."""
    return _TABLES.format(number=number, bytes=octets)


SLIPS = """
CREATE TEMP TABLE slip (
  place {number}, address_key {bytes}, user_id TEXT, address TEXT, mail INTEGER)
"""
"""The list that is being planned, in its order; gone when the plan is kept."""

PLAN = """
INSERT INTO plan VALUES (:plan, :release, :sender, :reply_to, :list, :recipients)
ON CONFLICT DO NOTHING
"""

MAIL = """
INSERT INTO mail VALUES (:plan, :mail, :action, :subject, :text, :html, :language)
ON CONFLICT DO NOTHING
"""

MAIL_OF = """
SELECT subject, text, html, language, action FROM mail WHERE plan = :plan AND mail = :mail
"""

SETTLE = """
UPDATE notice SET
  state = CASE
    WHEN :result = 'accepted' THEN 'accepted'
    WHEN :result = 'refused' OR attempts >= :most_attempts THEN 'failed'
    WHEN :result = 'unknown' THEN 'unknown' ELSE 'planned' END,
  address = CASE WHEN :result IN ('accepted', 'refused') OR attempts >= :most_attempts
    THEN NULL ELSE address END,
  in_flight = in_flight + CASE WHEN :result = 'unknown' THEN 1 ELSE 0 END,
  due = :due, settled = :at, code = :code
WHERE number = :number AND state = 'claimed'
"""

CLAIM = """
UPDATE notice SET state = 'claimed', attempts = attempts + 1
WHERE number IN (
  SELECT number FROM notice WHERE state IN ('planned', 'unknown') AND due <= :at
  ORDER BY due, number LIMIT :most)
RETURNING number, address, release, address_key, plan, mail, attempts
"""

DISTINCT = """
DELETE FROM slip WHERE place NOT IN (SELECT min(place) FROM slip GROUP BY address_key)
"""

KEEP = """
INSERT INTO notice (release, address_key, user_id, address, plan, mail)
SELECT :release, address_key, user_id, address, :plan, mail FROM slip
WHERE address_key NOT IN (SELECT address_key FROM forgotten)
  AND address_key NOT IN (SELECT address_key FROM bounced)
ORDER BY place
ON CONFLICT (address_key, release) DO UPDATE SET
  user_id = excluded.user_id, address = excluded.address, plan = excluded.plan,
  mail = excluded.mail, state = 'planned', attempts = 0, due = 0
WHERE notice.state IN ('planned', 'failed')
"""

WITHDRAW = """
DELETE FROM notice WHERE release = :release AND state = 'planned' AND plan <> :plan
"""

PLANNED = """
SELECT count(*) FROM notice WHERE release = :release AND plan = :plan AND state = 'planned'
"""

UNREACHED = """
SELECT count(*) FROM slip JOIN bounced USING (address_key)
WHERE address_key NOT IN (SELECT address_key FROM forgotten) AND NOT EXISTS (
  SELECT 1 FROM notice WHERE notice.address_key = slip.address_key
  AND release = :release AND state NOT IN ('bounced', 'failed'))
"""
"""Whom the plan would tell, and mail does not reach; not those who were told before."""

FORGOTTEN = """
INSERT INTO forgotten VALUES (:key) ON CONFLICT DO NOTHING
"""

RECOVER = """
UPDATE notice SET state = 'unknown', in_flight = in_flight + 1, due = 0 WHERE state = 'claimed'
"""

FORGET = """
UPDATE notice SET user_id = NULL, address = NULL,
  state = CASE WHEN state IN ('accepted', 'bounced') THEN state ELSE 'forgotten' END
WHERE address_key = :key
"""

PLANS = """
SELECT DISTINCT plan FROM notice WHERE release = :release AND state = 'planned'
"""

NUMBERS = "SELECT mail FROM mail WHERE plan = :plan ORDER BY mail"

TO_HAND = """
SELECT mail, number, address FROM notice
WHERE release = :release AND state = 'planned' ORDER BY number
"""

STANDS = "SELECT count(*) FROM notice WHERE number = :number AND state = :state"

LEAVE = "UPDATE notice SET state = 'planned' WHERE number = :number"

BOUNCED = """
INSERT INTO bounced VALUES (:key, :code) ON CONFLICT DO NOTHING
"""

UNREACHED_USERS = """
SELECT user_id, state, notice.code, action FROM notice JOIN mail USING (plan, mail)
WHERE notice.release = :release AND state IN ('failed', 'bounced') AND user_id IS NOT NULL
ORDER BY user_id
"""

HAND = """
UPDATE notice SET state = 'written' WHERE release = :release AND state = 'planned'
"""

TAKE_BACK = """
UPDATE notice SET state = 'planned', due = 0 WHERE release = :release AND state = 'written'
"""

DELIVERED = """
UPDATE notice SET state = 'accepted', address = NULL
WHERE address_key = :key AND state = 'written'
"""

BOUNCE = """
UPDATE notice SET state = 'bounced', address = NULL, code = :code
WHERE address_key = :key AND state IN ('planned', 'unknown', 'written', 'failed', 'accepted')
  AND number = (SELECT max(number) FROM notice WHERE address_key = :key)
"""
"""Only the last notice: those before it arrived, or are known not to have."""
