-- Schema 4: what packages bundle, judged beside what students send.

-- One set a problem, of its last import. `terms` is what its package expects, in the form of whoever put it here.
CREATE TABLE verifications (
  problem_id BLOB PRIMARY KEY NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
  problem_version INTEGER NOT NULL CHECK (problem_version > 0),
  time_limit_ns INTEGER NOT NULL CHECK (time_limit_ns > 0),
  created_at_ms INTEGER NOT NULL,
  terms TEXT NOT NULL
) STRICT;

-- Named by their job. `report` is NULL until it is judged.
CREATE TABLE bundled_submissions (
  job_id BLOB PRIMARY KEY NOT NULL CHECK (length(job_id) = 12),
  problem_id BLOB NOT NULL REFERENCES verifications (problem_id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  path TEXT NOT NULL,
  language TEXT NOT NULL,
  report TEXT,
  code TEXT NOT NULL,
  UNIQUE (problem_id, position)
) STRICT;
