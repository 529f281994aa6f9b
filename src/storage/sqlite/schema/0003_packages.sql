-- Schema 3: what problem packages say beside what problems had, and their files.

ALTER TABLE problems ADD COLUMN ignore_case INTEGER NOT NULL DEFAULT 0 CHECK (ignore_case IN (0, 1));
ALTER TABLE problems ADD COLUMN space_sensitive INTEGER NOT NULL DEFAULT 0 CHECK (space_sensitive IN (0, 1));
ALTER TABLE problems ADD COLUMN uuid TEXT NOT NULL DEFAULT '';
ALTER TABLE problems ADD COLUMN package_version INTEGER NOT NULL DEFAULT 0 CHECK (package_version >= 0);
CREATE UNIQUE INDEX problems_by_uuid ON problems (uuid) WHERE uuid <> '';

-- The package as it came, so that it can be given back as it was. Bytes are blobs.
CREATE TABLE problem_files (
  problem_id BLOB NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  size INTEGER NOT NULL CHECK (size >= 0),
  PRIMARY KEY (problem_id, path)
) STRICT, WITHOUT ROWID;
