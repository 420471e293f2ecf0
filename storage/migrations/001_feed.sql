-- The feed: what was signed, and nothing that can be read off it.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
) STRICT;
CREATE INDEX commits_feed ON commits (feed, seq);
CREATE INDEX commits_status ON commits (status) WHERE status <> 'placed';

CREATE TABLE entries (
  record    TEXT NOT NULL,
  commit_id INTEGER NOT NULL REFERENCES commits (id),
  idx       INTEGER NOT NULL,                -- place in the commit, from 0
  kind      TEXT NOT NULL,
  PRIMARY KEY (record, commit_id, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_kind ON entries (kind, record);

-- Personal sub-bodies stand beside the commits, so that they can be erased and the chain still verifies.
CREATE TABLE personal (
  commit_id INTEGER NOT NULL REFERENCES commits (id),
  idx       INTEGER NOT NULL,
  salt      TEXT NOT NULL,
  body      TEXT NOT NULL,
  PRIMARY KEY (commit_id, idx)
) STRICT, WITHOUT ROWID;

-- Local to this PC, no part of the ledger; survives a rebuild.
CREATE TABLE local (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Running numbers of this station.
CREATE TABLE numbers (
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (kind, year)
) STRICT, WITHOUT ROWID;
