-- Schema 8: users share the slots by the wall time that they use.

ALTER TABLE jobs ADD COLUMN leased_at_ms INTEGER;

-- How far a user's leases reach in the virtual time of a priority. Touched when a job is leased and when a lease ends.
CREATE TABLE fair_shares (
  owner_id BLOB NOT NULL CHECK (length(owner_id) = 12),
  priority INTEGER NOT NULL,
  virtual_finish INTEGER NOT NULL,
  PRIMARY KEY (owner_id, priority)
) STRICT, WITHOUT ROWID;

-- 1 when the last lease was that of a run: on a single slot runs and submissions take turns.
INSERT INTO counters (name, value) VALUES ('last_was_run', 0);
