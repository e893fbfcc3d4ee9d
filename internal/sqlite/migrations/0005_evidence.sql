-- +goose Up

-- What became of claims, by the hour (unix milliseconds at which it began). Where too much is told apart, origin and path
-- are ''.
CREATE TABLE evidence (
  site    INTEGER NOT NULL REFERENCES site (id),
  hour    INTEGER NOT NULL,
  outcome TEXT    NOT NULL,
  reason  TEXT    NOT NULL, -- '' for none
  origin  TEXT    NOT NULL,
  path    TEXT    NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (site, hour, outcome, reason, origin, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_hour ON evidence (hour);

-- The newest claims that had no good proof, a few for each reason: place counts round.
CREATE TABLE evidence_example (
  site    INTEGER NOT NULL REFERENCES site (id),
  outcome TEXT    NOT NULL,
  reason  TEXT    NOT NULL,
  place   INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  origin  TEXT    NOT NULL,
  path    TEXT    NOT NULL,
  visitor INTEGER NOT NULL,
  PRIMARY KEY (site, outcome, reason, place)
) STRICT, WITHOUT ROWID;

-- How often keys proved something, by the hour.
CREATE TABLE key_use (
  kid   TEXT    NOT NULL,
  hour  INTEGER NOT NULL,
  count INTEGER NOT NULL,
  last  INTEGER NOT NULL,
  PRIMARY KEY (kid, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_use_hour ON key_use (hour);
ALTER TABLE signing_key ADD COLUMN used_at INTEGER;
