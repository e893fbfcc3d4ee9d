-- +goose Up

-- Examples go with time and with their visitor. For a while 0005 made these.
CREATE INDEX IF NOT EXISTS evidence_example_at ON evidence_example (at);
CREATE INDEX IF NOT EXISTS evidence_example_visitor ON evidence_example (visitor);
