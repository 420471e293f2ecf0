-- How many records have two days, of a kind that names two of its times. Folded from the feed, like the tables of the kinds.
CREATE TABLE days (
  kind   TEXT NOT NULL,
  first  TEXT NOT NULL,                       -- the day of the first time, '' for none
  second TEXT NOT NULL,
  state  TEXT NOT NULL,
  n      INTEGER NOT NULL,
  PRIMARY KEY (kind, first, second, state)
) STRICT, WITHOUT ROWID;
CREATE INDEX days_second ON days (kind, second, first);

-- What is held is counted with the tables.
DELETE FROM meta WHERE key = 'shape';
