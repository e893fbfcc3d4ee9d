-- +goose Up

-- Hosts whose pictures of people agents see whoever says them; a JSON list.
ALTER TABLE site ADD COLUMN avatar_hosts TEXT NOT NULL DEFAULT '[]';
