-- Schema 6: how much each user stored, and when a run's row goes.

-- What was stored before this schema does not count.
CREATE TABLE stored_bytes (
  user_id BLOB PRIMARY KEY CHECK (length(user_id) = 12),
  day INTEGER NOT NULL,  -- since 1970, of UTC
  day_bytes INTEGER NOT NULL CHECK (day_bytes >= 0),
  report_bytes INTEGER NOT NULL CHECK (report_bytes >= 0),
  excerpts_from BLOB NOT NULL CHECK (length(excerpts_from) = 12)  -- up to this submission reports have no excerpts
) STRICT, WITHOUT ROWID;

-- Those that are there go at once, a few at a time: the server that had to answer them is gone.
ALTER TABLE runs ADD COLUMN forget_at_ms INTEGER NOT NULL DEFAULT 0;
DROP INDEX runs_by_age;
CREATE INDEX runs_to_forget ON runs (forget_at_ms, job_id);
