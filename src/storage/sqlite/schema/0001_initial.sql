-- Schema 1. Ids are 12-byte BLOBs that grow with time, hashes are 32-byte BLOBs, times are milliseconds since 1970 UTC.
-- Foreign keys stay within one aggregate: what a submission says of its user and problem is the API's to check, so that
-- a store that keeps aggregates apart can stand beside this one.

CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL CHECK (value >= 0)
) STRICT, WITHOUT ROWID;
-- `changes` grows with every change of users and problems; the others say how many jobs are in each state.
INSERT INTO counters (name, value) VALUES ('changes', 0), ('waiting', 0), ('delayed', 0), ('leased', 0), ('dead', 0);

CREATE TABLE users (
  id BLOB PRIMARY KEY CHECK (length(id) = 12),
  name TEXT NOT NULL,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  password_hash TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('student', 'admin')),
  generation INTEGER NOT NULL CHECK (generation >= 1),
  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER users_created AFTER INSERT ON users BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'changes';
END;
CREATE TRIGGER users_changed AFTER UPDATE ON users BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'changes';
END;

-- Bodies of tests, in pieces of 256 KiB. A blob counts only when it is complete.
CREATE TABLE blobs (
  number INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  size INTEGER NOT NULL CHECK (size >= 0),
  complete INTEGER NOT NULL CHECK (complete IN (0, 1))
) STRICT;
CREATE INDEX blobs_incomplete ON blobs (number) WHERE complete = 0;

CREATE TABLE blob_chunks (
  blob INTEGER NOT NULL REFERENCES blobs (number) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 262144),
  PRIMARY KEY (blob, position)
) STRICT;

CREATE TABLE problems (
  id BLOB PRIMARY KEY CHECK (length(id) = 12),
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  difficulty TEXT NOT NULL CHECK (difficulty IN ('easy', 'medium', 'hard')),
  tags TEXT NOT NULL,       -- a JSON list, in the author's order; problem_tags is for searching
  languages TEXT NOT NULL,  -- a JSON list; empty: every language
  time_limit_ns INTEGER NOT NULL CHECK (time_limit_ns > 0),
  memory_limit_bytes INTEGER NOT NULL CHECK (memory_limit_bytes > 0),
  output_limit_bytes INTEGER NOT NULL CHECK (output_limit_bytes > 0),
  checker TEXT NOT NULL CHECK (checker IN ('trim', 'lines', 'tokens', 'exact', 'floating')),
  absolute_tolerance REAL NOT NULL,
  relative_tolerance REAL NOT NULL,
  scoring TEXT NOT NULL CHECK (scoring IN ('all', 'weighted', 'groups')),
  published INTEGER NOT NULL CHECK (published IN (0, 1)),
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  created_by BLOB NOT NULL CHECK (length(created_by) = 12),
  version INTEGER NOT NULL CHECK (version >= 1),
  test_count INTEGER NOT NULL CHECK (test_count >= 0),
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER problems_created AFTER INSERT ON problems BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'changes';
END;
CREATE TRIGGER problems_changed AFTER UPDATE ON problems BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'changes';
END;

CREATE TABLE problem_tags (
  tag TEXT NOT NULL,
  problem_id BLOB NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
  PRIMARY KEY (tag, problem_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX problem_tags_of ON problem_tags (problem_id);

-- Every version of every test there ever was: reports name the ones they judged.
CREATE TABLE test_cases (
  id BLOB NOT NULL CHECK (length(id) = 12),
  version INTEGER NOT NULL CHECK (version >= 1),
  input_hash BLOB NOT NULL CHECK (length(input_hash) = 32),
  input_bytes INTEGER NOT NULL CHECK (input_bytes >= 0),
  expected_hash BLOB NOT NULL CHECK (length(expected_hash) = 32),
  expected_bytes INTEGER NOT NULL CHECK (expected_bytes >= 0),
  visibility TEXT NOT NULL CHECK (visibility IN ('visible', 'hidden')),
  weight INTEGER NOT NULL CHECK (weight >= 0),
  test_group TEXT NOT NULL,
  tags TEXT NOT NULL,  -- a JSON list
  PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER test_cases_stay AFTER UPDATE ON test_cases BEGIN
  SELECT raise(ABORT, 'a version of a test is never changed');
END;

-- The tests a problem has now, in order.
CREATE TABLE problem_tests (
  problem_id BLOB NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  test_id BLOB NOT NULL,
  test_version INTEGER NOT NULL,
  PRIMARY KEY (problem_id, position),
  FOREIGN KEY (test_id, test_version) REFERENCES test_cases (id, version)
) STRICT, WITHOUT ROWID;

-- A submission, small enough for listings: verdict and figures are those of its current report, NULL and 0 while none is.
CREATE TABLE submissions (
  id BLOB PRIMARY KEY CHECK (length(id) = 12),
  user_id BLOB NOT NULL CHECK (length(user_id) = 12),
  problem_id BLOB NOT NULL CHECK (length(problem_id) = 12),
  language TEXT NOT NULL,
  job_id BLOB NOT NULL CHECK (length(job_id) = 12),
  judging INTEGER NOT NULL CHECK (judging >= 1),  -- the number of its latest judging
  verdict TEXT CHECK (verdict IN ('AC', 'WA', 'TLE', 'MLE', 'OLE', 'RE', 'CE', 'IE', 'CANCELLED')),
  score REAL NOT NULL CHECK (score BETWEEN 0 AND 100),
  cpu_time_ms INTEGER NOT NULL,
  memory_kb INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX submissions_of_user ON submissions (user_id, id);
CREATE INDEX submissions_of_problem ON submissions (problem_id, id);
CREATE INDEX submissions_by_language ON submissions (language, id);
CREATE INDEX submissions_by_verdict ON submissions (verdict, id);

CREATE TABLE sources (
  submission_id BLOB PRIMARY KEY NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
  code TEXT NOT NULL
) STRICT;

CREATE TABLE reports (
  submission_id BLOB NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
  judging INTEGER NOT NULL CHECK (judging >= 1),
  body TEXT NOT NULL,
  PRIMARY KEY (submission_id, judging)
) STRICT;
CREATE TRIGGER reports_stay AFTER UPDATE ON reports BEGIN
  SELECT raise(ABORT, 'a report is never changed');
END;
CREATE TRIGGER verdict_needs_report AFTER UPDATE OF verdict ON submissions
WHEN NEW.verdict IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM reports WHERE submission_id = NEW.id AND judging = NEW.judging) BEGIN
  SELECT raise(ABORT, 'a verdict needs its report');
END;

CREATE TABLE idempotency_keys (
  user_id BLOB NOT NULL CHECK (length(user_id) = 12),
  key TEXT NOT NULL,
  submission_id BLOB NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
  request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at_ms);

-- See docs/queue.md for the states. A finished job is gone.
CREATE TABLE jobs (
  id BLOB PRIMARY KEY CHECK (length(id) = 12),
  kind TEXT NOT NULL CHECK (kind IN ('judge', 'rerun', 'run', 'rejudge', 'verify')),
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('submission', 'problem', 'none')),
  subject_id BLOB NOT NULL CHECK (length(subject_id) = 12),
  owner_id BLOB CHECK (length(owner_id) = 12),  -- whose fair share it uses
  language TEXT NOT NULL,
  priority INTEGER NOT NULL,
  virtual_start INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delayed', 'leased', 'dead')),
  not_before_ms INTEGER NOT NULL,
  lease_token INTEGER NOT NULL CHECK (lease_token >= 0),
  leased_until_ms INTEGER,
  leased_by BLOB CHECK (length(leased_by) = 12),
  failures INTEGER NOT NULL CHECK (failures >= 0),
  expiries INTEGER NOT NULL CHECK (expiries >= 0),
  suspect INTEGER NOT NULL CHECK (suspect IN (0, 1)),  -- has run out so often that it is judged alone
  reason TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  died_at_ms INTEGER,
  payload TEXT NOT NULL,
  CHECK ((state = 'leased') = (leased_until_ms IS NOT NULL)),
  CHECK ((state = 'leased') = (leased_by IS NOT NULL)),
  CHECK ((state = 'dead') = (died_at_ms IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_to_lease ON jobs (kind, language, suspect, priority DESC, virtual_start, id) WHERE state = 'waiting';
CREATE INDEX jobs_in_order ON jobs (priority DESC, virtual_start, id) WHERE state = 'waiting';
CREATE INDEX jobs_delayed ON jobs (not_before_ms) WHERE state = 'delayed';
CREATE INDEX jobs_leased ON jobs (leased_until_ms) WHERE state = 'leased';
CREATE INDEX jobs_of_worker ON jobs (leased_by, suspect) WHERE state = 'leased';
CREATE INDEX jobs_of_owner ON jobs (owner_id, priority, virtual_start) WHERE state <> 'dead';
CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';

CREATE TRIGGER jobs_enter AFTER INSERT ON jobs BEGIN
  UPDATE counters SET value = value + 1 WHERE name = NEW.state;
END;
CREATE TRIGGER jobs_move AFTER UPDATE OF state ON jobs WHEN OLD.state <> NEW.state BEGIN
  UPDATE counters SET value = value - 1 WHERE name = OLD.state;
  UPDATE counters SET value = value + 1 WHERE name = NEW.state;
END;
CREATE TRIGGER jobs_leave AFTER DELETE ON jobs BEGIN
  UPDATE counters SET value = value - 1 WHERE name = OLD.state;
END;

-- The virtual time of fair share, one for each priority.
CREATE TABLE virtual_clocks (
  priority INTEGER PRIMARY KEY,
  virtual_now INTEGER NOT NULL CHECK (virtual_now >= 0)
) STRICT;

CREATE TABLE workers (
  id BLOB PRIMARY KEY CHECK (length(id) = 12),
  host TEXT NOT NULL,
  version TEXT NOT NULL,
  slots INTEGER NOT NULL,
  missing_layers TEXT NOT NULL,  -- a JSON list
  last_seen_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE worker_languages (
  worker_id BLOB NOT NULL REFERENCES workers (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  language TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  available INTEGER NOT NULL CHECK (available IN (0, 1)),
  reason TEXT NOT NULL,
  compile_command TEXT NOT NULL,
  run_command TEXT NOT NULL,
  time_factor REAL NOT NULL,
  memory_factor REAL NOT NULL,
  template_source TEXT NOT NULL,
  PRIMARY KEY (worker_id, position)
) STRICT, WITHOUT ROWID;
