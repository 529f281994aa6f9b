-- Schema 2: runs with a custom input, how far each user came, and which problem has a test.

-- Named by their job. `result` is NULL until the run ends; rows go a day after they were made, with their jobs.
CREATE TABLE runs (
  job_id BLOB PRIMARY KEY NOT NULL CHECK (length(job_id) = 12),
  user_id BLOB NOT NULL CHECK (length(user_id) = 12),
  kind TEXT NOT NULL CHECK (kind IN ('run', 'rerun')),
  language TEXT NOT NULL,
  time_limit_ns INTEGER,  -- all three limits or none
  memory_limit_bytes INTEGER,
  output_limit_bytes INTEGER,
  created_at_ms INTEGER NOT NULL,
  result TEXT,
  input BLOB NOT NULL,
  code TEXT NOT NULL,
  CHECK ((time_limit_ns IS NULL) = (memory_limit_bytes IS NULL)),
  CHECK ((time_limit_ns IS NULL) = (output_limit_bytes IS NULL))
) STRICT;
CREATE INDEX runs_by_age ON runs (created_at_ms);

CREATE INDEX problem_tests_of_test ON problem_tests (test_id);

-- A projection of submissions, kept by triggers: what a user submitted to, and how many of these are accepted now.
CREATE TABLE progress (
  user_id BLOB NOT NULL CHECK (length(user_id) = 12),
  problem_id BLOB NOT NULL CHECK (length(problem_id) = 12),
  accepted INTEGER NOT NULL CHECK (accepted >= 0),
  PRIMARY KEY (user_id, problem_id)
) STRICT, WITHOUT ROWID;
INSERT INTO progress (user_id, problem_id, accepted)
SELECT user_id, problem_id, sum(verdict IS 'AC') FROM submissions GROUP BY user_id, problem_id;

CREATE TRIGGER progress_tried AFTER INSERT ON submissions BEGIN
  INSERT INTO progress (user_id, problem_id, accepted) VALUES (NEW.user_id, NEW.problem_id, NEW.verdict IS 'AC')
  ON CONFLICT (user_id, problem_id) DO UPDATE SET accepted = accepted + excluded.accepted;
END;
CREATE TRIGGER progress_judged AFTER UPDATE OF verdict ON submissions
WHEN (OLD.verdict IS 'AC') <> (NEW.verdict IS 'AC') BEGIN
  UPDATE progress SET accepted = accepted + (NEW.verdict IS 'AC') - (OLD.verdict IS 'AC')
  WHERE user_id = NEW.user_id AND problem_id = NEW.problem_id;
END;
