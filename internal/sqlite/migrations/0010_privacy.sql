-- +goose Up

-- How long a site keeps what strangers leave behind, in days; NULL: as long as the server does. Whether sessions keep addresses.
ALTER TABLE site ADD COLUMN anonymous_days INTEGER;
ALTER TABLE site ADD COLUMN unproven_days INTEGER;
ALTER TABLE site ADD COLUMN store_ips INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN ip TEXT;
CREATE INDEX session_ip ON session (site) WHERE ip IS NOT NULL;

-- Until when visitors came of which rows were forgotten: each site has lives of its own now.
ALTER TABLE site ADD COLUMN forgotten_by INTEGER;
UPDATE site SET forgotten_by = (SELECT CAST(value AS INTEGER) FROM once WHERE key = 'forgotten');
DELETE FROM once WHERE key = 'forgotten';
