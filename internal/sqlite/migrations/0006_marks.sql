-- +goose Up

-- A mark says by a bit, which was chance before, that its command renewed the token: marks of before are forgotten.
UPDATE visitor SET recent = NULL WHERE recent IS NOT NULL;
UPDATE contact SET recent = NULL WHERE recent IS NOT NULL;
