-- Folded from the feed; can be thrown away and made again. The table of each kind, r_<kind>, is made from its
-- description (shape.go).

CREATE TABLE kinds (
  name TEXT PRIMARY KEY,
  ord  INTEGER NOT NULL UNIQUE                -- high bits of the search table's rowid
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
  kind  TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  n     INTEGER NOT NULL,
  PRIMARY KEY (kind, field, value)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5 (
  two,                                        -- pairs of Chinese characters, and the last one of each run
  word,                                       -- words of letters and digits; numbers also by their last digits
  initials,                                   -- pinyin initials from each character on, at most eight
  tokenize = 'unicode61 remove_diacritics 0',
  prefix = '1 2 3'
);
