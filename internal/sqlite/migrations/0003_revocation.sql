-- +goose Up

-- What rests on a key, and who acts as a person whom nobody knows yet.
CREATE INDEX visitor_key ON visitor (kid, until) WHERE kid IS NOT NULL AND fenced_at IS NULL;
CREATE INDEX visitor_acting ON visitor (site, bag ->> '$.external_id') WHERE actor IS NOT NULL AND contact IS NULL;
