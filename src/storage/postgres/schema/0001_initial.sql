-- Schema 1 of PostgreSQL: what SQLite has after its schema 17 (storage/sqlite/schema), in the same tables.
--
-- All integers and flags (0 and 1) are bigint, ids of 12 bytes and hashes of 32 are bytea, times are milliseconds since 1970
-- UTC. Texts have the collation "C": they compare as bytes, as SQLite does. Foreign keys stay within one aggregate.
--
-- Rows that change often have room on their page for the next version (fillfactor), and tables of the queue are vacuumed by
-- the number of dead rows, not by a share of a table that is nearly empty.

CREATE TABLE counters (
  name text COLLATE "C" PRIMARY KEY,
  value bigint NOT NULL CHECK (value >= 0)
) WITH (fillfactor = 50);
-- `changes` grows with every change of users and problems. `last_was_run` is 1 when the last lease was that of a run.
INSERT INTO counters (name, value) VALUES ('changes', 0), ('last_was_run', 0);

-- In a transaction, so that nobody reads old rows after the counter has grown.
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'changes';
  RETURN NULL;
END $$;
-- For what is never changed: the trigger's argument says what.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never changed', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Of ASCII alone, whatever the collation of the database.
CREATE FUNCTION ascii_lower(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower($1 COLLATE "C") $$;

CREATE TABLE users (
  id bytea PRIMARY KEY CHECK (length(id) = 12),
  name text COLLATE "C" NOT NULL,
  email text COLLATE "C" NOT NULL,
  password_hash text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL CHECK (role IN ('student', 'admin')),
  generation bigint NOT NULL CHECK (generation >= 1),
  disabled bigint NOT NULL CHECK (disabled IN (0, 1)),
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL
);
CREATE UNIQUE INDEX users_by_email ON users (ascii_lower(email));
CREATE TRIGGER users_changed AFTER INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note_change();

-- Who somebody is where they sign in elsewhere, so that a user need not have a password.
CREATE TABLE identities (
  issuer text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  user_id bytea NOT NULL REFERENCES users (id) ON DELETE CASCADE CHECK (length(user_id) = 12),
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_of ON identities (user_id);

-- Folded, of name and address (domain/words.h).
CREATE TABLE user_words (
  word text COLLATE "C" NOT NULL,
  user_id bytea NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (word, user_id)
);
CREATE INDEX user_words_of ON user_words (user_id, word);

-- Bodies of tests, in pieces of 256 KiB. A blob counts only when it is complete.
CREATE TABLE blobs (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
  size bigint NOT NULL CHECK (size >= 0),
  complete bigint NOT NULL CHECK (complete IN (0, 1))
);
CREATE INDEX blobs_incomplete ON blobs (number) WHERE complete = 0;

CREATE TABLE blob_chunks (
  blob bigint NOT NULL REFERENCES blobs (number) ON DELETE CASCADE,
  position bigint NOT NULL CHECK (position >= 0),
  bytes bytea NOT NULL CHECK (length(bytes) BETWEEN 1 AND 262144),
  PRIMARY KEY (blob, position)
);

CREATE TABLE problems (
  id bytea PRIMARY KEY CHECK (length(id) = 12),
  title text COLLATE "C" NOT NULL,
  description text COLLATE "C" NOT NULL,
  difficulty text COLLATE "C" NOT NULL CHECK (difficulty IN ('easy', 'medium', 'hard')),
  tags text COLLATE "C" NOT NULL,       -- a JSON list, in the author's order; problem_tags is for searching
  languages text COLLATE "C" NOT NULL,  -- a JSON list; empty: every language
  time_limit_ns bigint NOT NULL CHECK (time_limit_ns > 0),
  memory_limit_bytes bigint NOT NULL CHECK (memory_limit_bytes > 0),
  output_limit_bytes bigint NOT NULL CHECK (output_limit_bytes > 0),
  checker text COLLATE "C" NOT NULL CHECK (checker IN ('trim', 'lines', 'tokens', 'exact', 'floating')),
  absolute_tolerance double precision NOT NULL,
  relative_tolerance double precision NOT NULL,
  ignore_case bigint NOT NULL DEFAULT 0 CHECK (ignore_case IN (0, 1)),
  space_sensitive bigint NOT NULL DEFAULT 0 CHECK (space_sensitive IN (0, 1)),
  scoring text COLLATE "C" NOT NULL CHECK (scoring IN ('all', 'weighted', 'groups')),
  published bigint NOT NULL CHECK (published IN (0, 1)),
  deleted bigint NOT NULL CHECK (deleted IN (0, 1)),
  created_by bytea NOT NULL CHECK (length(created_by) = 12),
  version bigint NOT NULL CHECK (version >= 1),
  rules_version bigint NOT NULL DEFAULT 1,  -- since when it is judged as it is now
  test_count bigint NOT NULL CHECK (test_count >= 0),
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  uuid text COLLATE "C" NOT NULL DEFAULT '',
  package_version bigint NOT NULL DEFAULT 0 CHECK (package_version >= 0),
  titles text COLLATE "C" NOT NULL DEFAULT '{}',  -- JSON, by language; empty: its own title is in that language
  plain text COLLATE "C" NOT NULL DEFAULT ''  -- by which it is searched: folded, without the marks of letters
);
CREATE UNIQUE INDEX problems_by_uuid ON problems (uuid) WHERE uuid <> '';
CREATE INDEX problems_without_plain ON problems (id) WHERE plain = '';
CREATE TRIGGER problems_changed AFTER INSERT OR UPDATE ON problems FOR EACH ROW EXECUTE FUNCTION note_change();

CREATE TABLE problem_tags (
  tag text COLLATE "C" NOT NULL,
  problem_id bytea NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
  PRIMARY KEY (tag, problem_id)
);
CREATE INDEX problem_tags_of ON problem_tags (problem_id);

-- The package as it came, so that it can be given back as it was. Bytes are blobs.
CREATE TABLE problem_files (
  problem_id bytea NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
  path text COLLATE "C" NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  size bigint NOT NULL CHECK (size >= 0),
  PRIMARY KEY (problem_id, path)
);

-- Every version of every test there ever was: reports name the ones they judged.
CREATE TABLE test_cases (
  id bytea NOT NULL CHECK (length(id) = 12),
  version bigint NOT NULL CHECK (version >= 1),
  input_hash bytea NOT NULL CHECK (length(input_hash) = 32),
  input_bytes bigint NOT NULL CHECK (input_bytes >= 0),
  expected_hash bytea NOT NULL CHECK (length(expected_hash) = 32),
  expected_bytes bigint NOT NULL CHECK (expected_bytes >= 0),
  visibility text COLLATE "C" NOT NULL CHECK (visibility IN ('visible', 'hidden')),
  weight bigint NOT NULL CHECK (weight >= 0),
  test_group text COLLATE "C" NOT NULL,
  tags text COLLATE "C" NOT NULL,  -- a JSON list
  PRIMARY KEY (id, version)
);
CREATE TRIGGER test_cases_stay BEFORE UPDATE ON test_cases
FOR EACH ROW EXECUTE FUNCTION refuse_change('a version of a test');

-- The tests a problem has now, in order.
CREATE TABLE problem_tests (
  problem_id bytea NOT NULL REFERENCES problems (id) ON DELETE CASCADE,
  position bigint NOT NULL CHECK (position >= 0),
  test_id bytea NOT NULL,
  test_version bigint NOT NULL,
  PRIMARY KEY (problem_id, position),
  FOREIGN KEY (test_id, test_version) REFERENCES test_cases (id, version)
);
CREATE INDEX problem_tests_of_test ON problem_tests (test_id);

-- One set a problem, of its last import. `terms` is what its package expects, in the form of whoever put it here.
CREATE TABLE verifications (
  problem_id bytea PRIMARY KEY REFERENCES problems (id) ON DELETE CASCADE,
  problem_version bigint NOT NULL CHECK (problem_version > 0),
  time_limit_ns bigint NOT NULL CHECK (time_limit_ns > 0),
  created_at_ms bigint NOT NULL,
  terms text COLLATE "C" NOT NULL
);
-- Named by their job. `report` is NULL until it is judged.
CREATE TABLE bundled_submissions (
  job_id bytea PRIMARY KEY CHECK (length(job_id) = 12),
  problem_id bytea NOT NULL REFERENCES verifications (problem_id) ON DELETE CASCADE,
  position bigint NOT NULL CHECK (position >= 0),
  path text COLLATE "C" NOT NULL,
  language text COLLATE "C" NOT NULL,
  report text COLLATE "C",
  code text COLLATE "C" NOT NULL,
  UNIQUE (problem_id, position)
);

-- A submission, small enough for listings: verdict and figures are those of its current report, NULL and 0 while none is.
CREATE TABLE submissions (
  id bytea PRIMARY KEY CHECK (length(id) = 12),
  user_id bytea NOT NULL CHECK (length(user_id) = 12),
  problem_id bytea NOT NULL CHECK (length(problem_id) = 12),
  language text COLLATE "C" NOT NULL,
  job_id bytea NOT NULL CHECK (length(job_id) = 12),
  judging bigint NOT NULL CHECK (judging >= 1),  -- the number of its latest judging
  verdict text COLLATE "C",
  score double precision NOT NULL CHECK (score BETWEEN 0 AND 100),
  cpu_time_ms bigint NOT NULL,
  waited_ms bigint NOT NULL DEFAULT 0,
  memory_kb bigint NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  problem_version bigint NOT NULL DEFAULT 0  -- of its current report
) WITH (fillfactor = 90);
CREATE INDEX submissions_of_user ON submissions (user_id, id);
CREATE INDEX submissions_of_problem ON submissions (problem_id, id);
CREATE INDEX submissions_by_language ON submissions (language, id);
CREATE INDEX submissions_by_verdict ON submissions (verdict, id);

CREATE TABLE sources (
  submission_id bytea PRIMARY KEY REFERENCES submissions (id) ON DELETE CASCADE,
  code text COLLATE "C" NOT NULL
);

CREATE TABLE reports (
  submission_id bytea NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
  judging bigint NOT NULL CHECK (judging >= 1),
  body text COLLATE "C" NOT NULL,
  PRIMARY KEY (submission_id, judging)
);
CREATE TRIGGER reports_stay BEFORE UPDATE ON reports FOR EACH ROW EXECUTE FUNCTION refuse_change('a report');

-- The verdict that a submission had before it was judged again, so that comparing them reads no report.
CREATE TABLE earlier_verdicts (
  submission_id bytea NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
  judging bigint NOT NULL CHECK (judging >= 1),
  verdict text COLLATE "C" NOT NULL,
  score double precision NOT NULL,
  problem_version bigint NOT NULL,
  PRIMARY KEY (submission_id, judging)
);

-- A projection of submissions, kept by triggers: what a user submitted to, and how many of these are accepted now.
CREATE TABLE progress (
  user_id bytea NOT NULL CHECK (length(user_id) = 12),
  problem_id bytea NOT NULL CHECK (length(problem_id) = 12),
  accepted bigint NOT NULL CHECK (accepted >= 0),
  PRIMARY KEY (user_id, problem_id)
) WITH (fillfactor = 80);

CREATE FUNCTION submission_created() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO progress (user_id, problem_id, accepted)
  VALUES (NEW.user_id, NEW.problem_id, CASE WHEN NEW.verdict = 'AC' THEN 1 ELSE 0 END)
  ON CONFLICT (user_id, problem_id) DO UPDATE SET accepted = progress.accepted + excluded.accepted
  WHERE excluded.accepted <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER submissions_created AFTER INSERT ON submissions FOR EACH ROW EXECUTE FUNCTION submission_created();

CREATE FUNCTION verdict_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  more CONSTANT bigint := CASE WHEN NEW.verdict = 'AC' THEN 1 ELSE 0 END - CASE WHEN OLD.verdict = 'AC' THEN 1 ELSE 0 END;
BEGIN
  IF NEW.verdict IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM reports WHERE submission_id = NEW.id AND judging = NEW.judging) THEN
    RAISE EXCEPTION 'a verdict needs its report' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF more <> 0 THEN
    UPDATE progress SET accepted = accepted + more WHERE user_id = NEW.user_id AND problem_id = NEW.problem_id;
  END IF;
  -- Whoever keeps copies of judged submissions hears, as of users and problems, that one is to be judged again.
  IF OLD.verdict IS NOT NULL AND NEW.verdict IS NULL THEN
    UPDATE counters SET value = value + 1 WHERE name = 'changes';
    -- Cancelled judgings and errors of ours are not compared with.
    IF OLD.verdict NOT IN ('CANCELLED', 'IE') THEN
      INSERT INTO earlier_verdicts (submission_id, judging, verdict, score, problem_version)
      VALUES (OLD.id, OLD.judging, OLD.verdict, OLD.score, OLD.problem_version);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER submissions_verdict_changed AFTER UPDATE OF verdict ON submissions
FOR EACH ROW EXECUTE FUNCTION verdict_changed();

CREATE TABLE idempotency_keys (
  user_id bytea NOT NULL CHECK (length(user_id) = 12),
  key text COLLATE "C" NOT NULL,
  submission_id bytea NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
  request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
  created_at_ms bigint NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at_ms);

-- Programs that are written and not submitted yet, with their last versions.
CREATE TABLE drafts (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bytea NOT NULL CHECK (length(user_id) = 12),
  problem_id bytea NOT NULL CHECK (length(problem_id) = 12),
  language text COLLATE "C" NOT NULL,
  version bigint NOT NULL CHECK (version >= 1),
  bytes bigint NOT NULL CHECK (bytes >= 0),
  begun_at_ms bigint NOT NULL,
  saved_at_ms bigint NOT NULL,
  code text COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX drafts_of_problem ON drafts (user_id, problem_id, language, version);
-- Which of a user's versions make room first, and how much all of them take.
CREATE INDEX drafts_by_age ON drafts (user_id, saved_at_ms, bytes);

-- How much each user stored.
CREATE TABLE stored_bytes (
  user_id bytea PRIMARY KEY CHECK (length(user_id) = 12),
  day bigint NOT NULL,  -- since 1970, of UTC
  day_bytes bigint NOT NULL CHECK (day_bytes >= 0),
  report_bytes bigint NOT NULL CHECK (report_bytes >= 0),
  excerpts_from bytea NOT NULL CHECK (length(excerpts_from) = 12)  -- up to this submission reports have no excerpts
) WITH (fillfactor = 70);

-- Runs with a custom input, named by their job. `result` is NULL until the run ends.
CREATE TABLE runs (
  id bytea PRIMARY KEY CHECK (length(id) = 12),
  user_id bytea NOT NULL CHECK (length(user_id) = 12),
  kind text COLLATE "C" NOT NULL,
  language text COLLATE "C" NOT NULL,
  time_limit_ns bigint,  -- all three limits or none
  memory_limit_bytes bigint,
  output_limit_bytes bigint,
  created_at_ms bigint NOT NULL,
  forget_at_ms bigint NOT NULL DEFAULT 0,
  result text COLLATE "C",
  input bytea NOT NULL,
  code text COLLATE "C" NOT NULL,
  CHECK ((time_limit_ns IS NULL) = (memory_limit_bytes IS NULL)),
  CHECK ((time_limit_ns IS NULL) = (output_limit_bytes IS NULL))
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX runs_to_forget ON runs (forget_at_ms, id);

-- See docs/queue.md for the states. A finished job is gone. Each job leaves two or three dead rows behind.
CREATE TABLE jobs (
  id bytea PRIMARY KEY CHECK (length(id) = 12),
  kind text COLLATE "C" NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id bytea NOT NULL CHECK (length(subject_id) = 12),
  owner_id bytea CHECK (length(owner_id) = 12),  -- whose fair share it uses
  language text COLLATE "C" NOT NULL,
  priority bigint NOT NULL,
  virtual_start bigint NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'delayed', 'leased', 'dead')),
  not_before_ms bigint NOT NULL,
  lease_token bigint NOT NULL CHECK (lease_token >= 0),
  leased_at_ms bigint,
  leased_until_ms bigint,
  leased_by bytea CHECK (length(leased_by) = 12),
  failures bigint NOT NULL CHECK (failures >= 0),
  expiries bigint NOT NULL CHECK (expiries >= 0),
  suspect bigint NOT NULL CHECK (suspect IN (0, 1)),  -- has run out so often that it is judged alone
  reason text COLLATE "C" NOT NULL,
  created_at_ms bigint NOT NULL,
  died_at_ms bigint,
  CHECK ((state = 'leased') = (leased_until_ms IS NOT NULL)),
  CHECK ((state = 'leased') = (leased_by IS NOT NULL)),
  CHECK ((state = 'dead') = (died_at_ms IS NOT NULL))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000);
CREATE INDEX jobs_to_lease ON jobs (kind, language, suspect, priority DESC, virtual_start, id) WHERE state = 'waiting';
CREATE INDEX jobs_in_order ON jobs (priority DESC, virtual_start, id) WHERE state = 'waiting';
CREATE INDEX jobs_delayed ON jobs (not_before_ms) WHERE state = 'delayed';
CREATE INDEX jobs_leased ON jobs (leased_until_ms) WHERE state = 'leased';
CREATE INDEX jobs_of_owner ON jobs (owner_id, priority, virtual_start) WHERE state <> 'dead';
CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';

-- The virtual time of fair share, one for each priority.
CREATE TABLE virtual_clocks (
  priority bigint PRIMARY KEY,
  virtual_now bigint NOT NULL CHECK (virtual_now >= 0)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- How far a user's leases reach in the virtual time of a priority. Touched when a job is leased and when a lease ends.
CREATE TABLE fair_shares (
  owner_id bytea NOT NULL CHECK (length(owner_id) = 12),
  priority bigint NOT NULL,
  virtual_finish bigint NOT NULL,
  PRIMARY KEY (owner_id, priority)
) WITH (fillfactor = 70);

CREATE TABLE workers (
  id bytea PRIMARY KEY CHECK (length(id) = 12),
  host text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  slots bigint NOT NULL,
  missing_layers text COLLATE "C" NOT NULL,  -- a JSON list
  last_seen_ms bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE worker_languages (
  worker_id bytea NOT NULL REFERENCES workers (id) ON DELETE CASCADE,
  position bigint NOT NULL CHECK (position >= 0),
  language text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  available bigint NOT NULL CHECK (available IN (0, 1)),
  reason text COLLATE "C" NOT NULL,
  compile_command text COLLATE "C" NOT NULL,
  run_command text COLLATE "C" NOT NULL,
  time_factor double precision NOT NULL,
  memory_factor double precision NOT NULL,
  template_source text COLLATE "C" NOT NULL,
  libraries text COLLATE "C" NOT NULL DEFAULT '[]',  -- what it has beyond its own: a list of "name version"
  PRIMARY KEY (worker_id, position)
);

-- Has no rows. Who locks it hands out leases or books their ends: one transaction at a time in the whole database.
CREATE TABLE queue_turn ();

-- The last group that each process committed: after a lost connection it says whether the group is there (writer.h).
CREATE TABLE writers (
  id bytea PRIMARY KEY CHECK (length(id) = 12),
  last_group bigint NOT NULL,
  seen_at_ms bigint NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
