-- What lists are narrowed by without an index of its own is looked up in the full-text index. Its rows are made anew with the
-- tables of the kinds.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
  two,                                        -- pairs of Chinese characters, and the last one of each run
  word,                                       -- words of letters and digits; numbers also by their last digits
  initials,                                   -- pinyin initials from each character on, at most eight
  tag,                                        -- a hash of each value that no index leads to
  tokenize = 'unicode61 remove_diacritics 0',
  prefix = '1 2 3'
);

-- What the index held is written anew with the tables.
DELETE FROM meta WHERE key = 'shape';
