-- +goose Up

-- How often somebody was refused to be a contact, by the day (unix milliseconds at which it began, UTC). In no chain of the
-- ledger: strangers write it.
CREATE TABLE refusal (
  contact INTEGER NOT NULL,
  day     INTEGER NOT NULL,
  reason  TEXT    NOT NULL,
  site    INTEGER NOT NULL,
  count   INTEGER NOT NULL,
  first   INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  PRIMARY KEY (contact, day, reason)
) STRICT, WITHOUT ROWID;
CREATE INDEX refusal_day ON refusal (day, site);
