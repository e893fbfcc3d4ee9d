-- +goose Up

-- Links on which agents choose a password, one living one each. Until then an invited agent's password_hash is ''.
CREATE TABLE invitation (
  agent      INTEGER PRIMARY KEY REFERENCES agent (id),
  hash       BLOB    NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invitation_expires ON invitation (expires_at);

ALTER TABLE api_key ADD COLUMN used_at INTEGER;
