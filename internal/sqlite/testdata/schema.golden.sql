CREATE TABLE agent (
  id            INTEGER PRIMARY KEY,
  email         TEXT    NOT NULL UNIQUE,
  role          TEXT    NOT NULL,
  password_hash TEXT    NOT NULL,
  created_at    INTEGER
) STRICT;
CREATE INDEX agent_role ON agent (role);
CREATE TABLE agent_site (
  agent INTEGER NOT NULL REFERENCES agent (id),
  site  INTEGER NOT NULL REFERENCES site (id),
  PRIMARY KEY (agent, site)
) STRICT, WITHOUT ROWID;
CREATE INDEX agent_site_site ON agent_site (site);
CREATE TABLE api_key (
  id         INTEGER PRIMARY KEY,
  site       INTEGER NOT NULL REFERENCES site (id),
  name       TEXT    NOT NULL,
  hash       BLOB    NOT NULL UNIQUE,
  scopes     TEXT    NOT NULL, -- JSON list
  created_at INTEGER,
  revoked_at INTEGER
, used_at INTEGER) STRICT;
CREATE INDEX api_key_site ON api_key (site);
CREATE TABLE contact (
  id             INTEGER PRIMARY KEY,
  site           INTEGER NOT NULL REFERENCES site (id),
  external_id    TEXT,
  external_trust INTEGER NOT NULL,
  email          TEXT,             -- folded
  email_shown    TEXT,
  email_trust    INTEGER NOT NULL,
  secured_at     INTEGER,
  born_of        INTEGER,          -- the visitor that created it
  merged_into    INTEGER REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED,
  apart          TEXT,             -- JSON list of contacts
  head           INTEGER,          -- its newest ledger entry
  recent         BLOB,             -- marks of the last commands
  traits         TEXT,             -- {"profile":{key:[value,trust,source,seq,at]},"custom":{…}}
  first_seen     INTEGER,
  shared         INTEGER NOT NULL  -- whether another visitor than born_of was ever linked to it
, brought INTEGER NOT NULL DEFAULT 0, aliases INTEGER NOT NULL DEFAULT 0, conflicts TEXT) STRICT;
CREATE INDEX contact_conflicted ON contact (site) WHERE conflicts IS NOT NULL;
CREATE INDEX contact_email ON contact (site, email, external_id, secured_at, merged_into) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX contact_external_id ON contact (site, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX contact_live ON contact (site) WHERE merged_into IS NULL;
CREATE INDEX contact_merged ON contact (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX contact_merged_email ON contact (site, email) WHERE email_trust = 2 AND merged_into IS NOT NULL;
CREATE UNIQUE INDEX contact_verified_email ON contact (site, email) WHERE email_trust = 2 AND merged_into IS NULL;
CREATE TABLE evidence (
  site    INTEGER NOT NULL REFERENCES site (id),
  hour    INTEGER NOT NULL,
  outcome TEXT    NOT NULL,
  reason  TEXT    NOT NULL, -- '' for none
  origin  TEXT    NOT NULL,
  path    TEXT    NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (site, hour, outcome, reason, origin, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_hour ON evidence (hour);
CREATE TABLE evidence_example (
  site    INTEGER NOT NULL REFERENCES site (id),
  outcome TEXT    NOT NULL,
  reason  TEXT    NOT NULL,
  place   INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  origin  TEXT    NOT NULL,
  path    TEXT    NOT NULL,
  visitor INTEGER NOT NULL,
  PRIMARY KEY (site, outcome, reason, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_example_at ON evidence_example (at);
CREATE INDEX evidence_example_visitor ON evidence_example (visitor);
CREATE TABLE invitation (
  agent      INTEGER PRIMARY KEY REFERENCES agent (id),
  hash       BLOB    NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invitation_expires ON invitation (expires_at);
CREATE TABLE key_use (
  kid   TEXT    NOT NULL,
  hour  INTEGER NOT NULL,
  count INTEGER NOT NULL,
  last  INTEGER NOT NULL,
  PRIMARY KEY (kid, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_use_hour ON key_use (hour);
CREATE TABLE ledger (
  seq     INTEGER PRIMARY KEY,
  site    INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  kind    TEXT    NOT NULL,
  contact INTEGER,
  visitor INTEGER,
  prev    INTEGER,
  trust   INTEGER NOT NULL,
  reason  TEXT,
  kid     TEXT,
  actor   TEXT,
  command TEXT,
  effect  TEXT    NOT NULL     -- {"created":…,"set":[{"key","old","new"}],"protected":[…],"link":{…},"successor":…}
) STRICT;
CREATE TABLE lookup_code (
  site    INTEGER NOT NULL,
  code    TEXT    NOT NULL,
  visitor INTEGER NOT NULL UNIQUE,
  expires INTEGER NOT NULL,
  PRIMARY KEY (site, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX lookup_code_expires ON lookup_code (site, expires);
CREATE TABLE once (
  key     TEXT    PRIMARY KEY,
  expires INTEGER NOT NULL,
  value   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX once_expires ON once (expires);
CREATE TABLE panel_session (
  hash       BLOB    PRIMARY KEY,
  agent      INTEGER NOT NULL REFERENCES agent (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX panel_session_agent ON panel_session (agent);
CREATE INDEX panel_session_expires ON panel_session (expires_at);
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
CREATE TABLE script (
  name    TEXT PRIMARY KEY NOT NULL,
  content BLOB NOT NULL,
  brotli  BLOB,
  gzip    BLOB
) STRICT;
CREATE TABLE session (
  visitor  INTEGER NOT NULL,
  id       INTEGER NOT NULL,
  site     INTEGER NOT NULL,
  contact  INTEGER,            -- whose history it stayed when the visitor's link moved on; else the link tells
  started  INTEGER NOT NULL,
  seen     INTEGER NOT NULL,
  device   TEXT,
  browser  TEXT,
  os       TEXT,
  country  TEXT,
  referrer TEXT,
  pages    TEXT,               -- [[url,title,at]]
  count    INTEGER NOT NULL, ip TEXT,
  PRIMARY KEY (visitor, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_contact ON session (contact, id) WHERE contact IS NOT NULL;
CREATE INDEX session_ip ON session (site) WHERE ip IS NOT NULL;
CREATE TABLE setup_link (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  hash       BLOB    NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE signing_key (
  kid        TEXT    PRIMARY KEY,
  site       INTEGER NOT NULL REFERENCES site (id),
  name       TEXT    NOT NULL,
  uses       TEXT    NOT NULL, -- JSON list
  sealed     BLOB    NOT NULL,
  created_at INTEGER,
  retired_at INTEGER,
  leaked     INTEGER NOT NULL
, used_at INTEGER) STRICT, WITHOUT ROWID;
CREATE INDEX signing_key_site ON signing_key (site);
CREATE TABLE site (
  id                   INTEGER PRIMARY KEY,
  key                  TEXT    NOT NULL,
  name                 TEXT    NOT NULL,
  origins              TEXT    NOT NULL, -- JSON list
  linked_domains       TEXT    NOT NULL, -- JSON list
  enforcement          TEXT    NOT NULL,
  emails_confirmed     INTEGER NOT NULL,
  unproven             TEXT    NOT NULL,
  match_unproven_email INTEGER NOT NULL,
  cookie_domain        TEXT,
  custom_data_bytes    INTEGER NOT NULL,
  dev_until            INTEGER,
  installed_at         INTEGER,
  installed_origin     TEXT,
  created_at           INTEGER
, link_hours INTEGER NOT NULL DEFAULT 12, anonymous_days INTEGER, unproven_days INTEGER, store_ips INTEGER NOT NULL DEFAULT 0, forgotten_by INTEGER, avatar_hosts TEXT NOT NULL DEFAULT '[]') STRICT;
CREATE TABLE site_alias (
  alias TEXT    PRIMARY KEY,
  site  INTEGER NOT NULL REFERENCES site (id),
  place INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX site_alias_of ON site_alias (site);
CREATE TABLE visitor (
  id         INTEGER PRIMARY KEY,
  site       INTEGER NOT NULL REFERENCES site (id),
  contact    INTEGER REFERENCES contact (id),
  trust      INTEGER NOT NULL,
  until      INTEGER,
  number     INTEGER NOT NULL,
  kid        TEXT,
  sid        TEXT,
  actor      TEXT,
  bag        TEXT,             -- {"external_id":…,"email":[folded,shown],"traits":{…}}
  fenced_at  INTEGER,
  successor  INTEGER,
  fenced_by  BLOB,             -- the mark of the command that fenced it
  head       INTEGER,
  recent     BLOB,
  first_seen INTEGER
, refused BLOB, loose INTEGER NOT NULL DEFAULT 0, since INTEGER, journey INTEGER) STRICT;
CREATE INDEX visitor_acting ON visitor (site, bag ->> '$.external_id') WHERE actor IS NOT NULL AND contact IS NULL;
CREATE INDEX visitor_contact ON visitor (contact) WHERE contact IS NOT NULL;
CREATE INDEX visitor_key ON visitor (kid, until) WHERE kid IS NOT NULL AND fenced_at IS NULL;
