-- +goose Up

-- What strangers' pages load, by a name with the content's hash in it: pages pin it, so it is served for ever, also by
-- programs that came without it.
CREATE TABLE script (
  name    TEXT PRIMARY KEY NOT NULL,
  content BLOB NOT NULL,
  brotli  BLOB,
  gzip    BLOB
) STRICT;
