CREATE TABLE attachments (
  record TEXT NOT NULL,
  ref    TEXT NOT NULL,                       -- the step that joined it
  hash   TEXT NOT NULL,
  PRIMARY KEY (record, ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (
  hash TEXT PRIMARY KEY,                      -- SHA-256
  size INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE chunks (
  hash  TEXT NOT NULL REFERENCES blobs (hash),
  idx   INTEGER NOT NULL,                     -- from 0
  bytes BLOB NOT NULL,                        -- 256 KiB, the last one what is left
  PRIMARY KEY (hash, idx)
) STRICT;

CREATE TABLE commits (
  id      INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival here; means nothing elsewhere
  hash    TEXT NOT NULL UNIQUE,              -- SHA-256 of the canonical JSON without sig
  feed    TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  lamport INTEGER NOT NULL,
  wall    TEXT NOT NULL,                     -- shown and measured, never orders
  prev    TEXT NOT NULL,                     -- '' for the first of a feed
  roster  TEXT NOT NULL,
  actor   TEXT NOT NULL,
  grp     TEXT NOT NULL,                     -- joins the commits of one use case
  app     TEXT NOT NULL,
  chain   TEXT NOT NULL DEFAULT '',          -- branch: hash of its first commit
  pos     INTEGER NOT NULL DEFAULT 0,        -- place on the branch, from 1
  clock   TEXT NOT NULL DEFAULT '{}',        -- branch → last position seen
  doubt   INTEGER NOT NULL DEFAULT 0,        -- 1: 时间存疑
  status  TEXT NOT NULL,                     -- placed, held (parents missing), invalid
  why     TEXT NOT NULL DEFAULT '',          -- why held or invalid
  bytes   BLOB NOT NULL                      -- canonical JSON with sig, verbatim
, received TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE counters (
  kind  TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  n     INTEGER NOT NULL,
  PRIMARY KEY (kind, field, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE days (
  kind   TEXT NOT NULL,
  first  TEXT NOT NULL,                       -- the day of the first time, '' for none
  second TEXT NOT NULL,
  state  TEXT NOT NULL,
  n      INTEGER NOT NULL,
  PRIMARY KEY (kind, first, second, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE disputed (
  kind   TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (kind, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
  record    TEXT NOT NULL,
  commit_id INTEGER NOT NULL REFERENCES commits (id),
  idx       INTEGER NOT NULL,                -- place in the commit, from 0
  kind      TEXT NOT NULL,
  PRIMARY KEY (record, commit_id, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE kinds (
  name TEXT PRIMARY KEY,
  ord  INTEGER NOT NULL UNIQUE                -- high bits of the search table's rowid
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
  record   TEXT NOT NULL,                     -- from
  ref      TEXT NOT NULL,
  kind     TEXT NOT NULL,                     -- of the record it leads from
  relation TEXT NOT NULL,
  target   TEXT NOT NULL,                     -- the record it leads to
  PRIMARY KEY (record, ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE local (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE numbers (
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (kind, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE personal (
  commit_id INTEGER NOT NULL REFERENCES commits (id),
  idx       INTEGER NOT NULL,
  salt      TEXT NOT NULL,
  body      TEXT NOT NULL,
  PRIMARY KEY (commit_id, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE r_ticket (
  n          INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  number     TEXT NOT NULL,
  state      TEXT NOT NULL,
  body       TEXT NOT NULL,                  -- folded fields, canonical JSON, personal ones too
  facts      TEXT NOT NULL,                  -- what the kind reads off its steps, JSON
  conflicts  TEXT NOT NULL,                  -- open conflicts, JSON
  incomplete INTEGER NOT NULL,
  last       INTEGER NOT NULL                -- arrival of the newest commit that touches it
  , f_system TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.system'), '')) STORED
  , f_insurance TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.insurance'), '')) STORED
  , f_region TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.region'), '')) STORED
  , f_category TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.category'), '')) STORED
  , f_main_type TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.main_type'), '')) STORED
  , f_channel TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.channel'), '')) STORED
  , f_requester_kind TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.requester_kind'), '')) STORED
  , f_raised TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.raised'), '')) STORED
  , f_arrived TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.arrived'), '')) STORED
  , f_responded TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.responded'), '')) STORED
  , f_assignee TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.assignee'), '')) STORED
  , f_resolved TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.resolved'), '')) STORED
  , f_confirmed TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.confirmed'), '')) STORED
  , f_cause TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.cause'), '')) STORED
  , f_common_issue TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.common_issue'), '')) STORED
  , f_appeal TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.appeal'), '')) STORED
) STRICT;

CREATE TABLE r_unit (
  n          INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  number     TEXT NOT NULL,
  state      TEXT NOT NULL,
  body       TEXT NOT NULL,                  -- folded fields, canonical JSON, personal ones too
  facts      TEXT NOT NULL,                  -- what the kind reads off its steps, JSON
  conflicts  TEXT NOT NULL,                  -- open conflicts, JSON
  incomplete INTEGER NOT NULL,
  last       INTEGER NOT NULL                -- arrival of the newest commit that touches it
  , f_region TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.region'), '')) STORED
  , f_side TEXT GENERATED ALWAYS AS (coalesce(json_extract(body, '$.side'), '')) STORED
) STRICT;

CREATE VIRTUAL TABLE search USING fts5 (
  two,                                        -- pairs of Chinese characters, and the last one of each run
  word,                                       -- words of letters and digits; numbers also by their last digits
  initials,                                   -- pinyin initials from each character on, at most eight
  tag,                                        -- a hash of each value that no index leads to
  tokenize = 'unicode61 remove_diacritics 0',
  prefix = '1 2 3'
);

CREATE INDEX attachments_hash ON attachments (hash);

CREATE INDEX commits_feed ON commits (feed, seq);

CREATE INDEX commits_status ON commits (status) WHERE status <> 'placed';

CREATE INDEX days_second ON days (kind, second, first);

CREATE INDEX entries_roster ON entries (commit_id) WHERE kind = 'roster';

CREATE INDEX links_target ON links (target);

CREATE INDEX r_ticket_arrived ON r_ticket (f_arrived);

CREATE INDEX r_ticket_assignee ON r_ticket (f_assignee, last);

CREATE INDEX r_ticket_last ON r_ticket (last);

CREATE INDEX r_ticket_number ON r_ticket (number);

CREATE INDEX r_ticket_resolved ON r_ticket (f_resolved, n, f_arrived);

CREATE INDEX r_ticket_state ON r_ticket (state, last, n, f_system, f_region);

CREATE INDEX r_unit_last ON r_unit (last);

CREATE INDEX r_unit_number ON r_unit (number);

CREATE INDEX r_unit_state ON r_unit (state, last, n, f_region);

