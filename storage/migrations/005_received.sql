-- When a commit came to this PC, and was placed. What an earlier program stored was written here.
ALTER TABLE commits ADD COLUMN received TEXT NOT NULL DEFAULT '';
UPDATE commits SET received = wall;
