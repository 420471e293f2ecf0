-- The records that have an open conflict: few of many. Folded from the feed, like the tables of the kinds.
CREATE TABLE disputed (
  kind   TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (kind, record)
) STRICT, WITHOUT ROWID;

-- What is held is listed with the tables.
DELETE FROM meta WHERE key = 'shape';
