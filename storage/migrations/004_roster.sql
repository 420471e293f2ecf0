-- Only roster steps are looked for by kind: an index on the kind of every entry cost each step more than it gave.
DROP INDEX entries_kind;
CREATE INDEX entries_roster ON entries (commit_id) WHERE kind = 'roster';
