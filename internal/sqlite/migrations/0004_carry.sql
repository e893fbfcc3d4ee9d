-- +goose Up

-- since: the first session that is the contact's, where the visitor arrived by a link; journey: the visitor by whose link
-- an anonymous one came.
ALTER TABLE visitor ADD COLUMN since INTEGER;
ALTER TABLE visitor ADD COLUMN journey INTEGER;
