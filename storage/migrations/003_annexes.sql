-- Attachments by the hash of their bytes; the feed says which record they belong to.
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

-- Folded from the feed, like the tables of the kinds.
CREATE TABLE attachments (
  record TEXT NOT NULL,
  ref    TEXT NOT NULL,                       -- the step that joined it
  hash   TEXT NOT NULL,
  PRIMARY KEY (record, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_hash ON attachments (hash);

CREATE TABLE links (
  record   TEXT NOT NULL,                     -- from
  ref      TEXT NOT NULL,
  kind     TEXT NOT NULL,                     -- of the record it leads from
  relation TEXT NOT NULL,
  target   TEXT NOT NULL,                     -- the record it leads to
  PRIMARY KEY (record, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_target ON links (target);
