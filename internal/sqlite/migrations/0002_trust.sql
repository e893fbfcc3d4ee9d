-- +goose Up

-- brought: secured by what was merged into it; aliases: how many external ids that holds; conflicts: a JSON list.
ALTER TABLE contact ADD COLUMN brought INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN aliases INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN conflicts TEXT;

-- Verified emails of merged contacts lead to their survivors.
CREATE INDEX contact_merged_email ON contact (site, email) WHERE email_trust = 2 AND merged_into IS NOT NULL;
CREATE INDEX contact_conflicted ON contact (site) WHERE conflicts IS NOT NULL;

-- refused: marks of what was refused lately; loose: the link was found by an unproven email.
ALTER TABLE visitor ADD COLUMN refused BLOB;
ALTER TABLE visitor ADD COLUMN loose INTEGER NOT NULL DEFAULT 0;

ALTER TABLE site ADD COLUMN link_hours INTEGER NOT NULL DEFAULT 12;
