-- Schema 9: drafts, that is programs that are written and not submitted yet, with their last versions.

CREATE TABLE drafts (
  number INTEGER PRIMARY KEY,
  user_id BLOB NOT NULL CHECK (length(user_id) = 12),
  problem_id BLOB NOT NULL CHECK (length(problem_id) = 12),
  language TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  begun_at_ms INTEGER NOT NULL,
  saved_at_ms INTEGER NOT NULL,
  code TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX drafts_of_problem ON drafts (user_id, problem_id, language, version);
-- Which of a user's versions make room first, and how much all of them take.
CREATE INDEX drafts_by_age ON drafts (user_id, saved_at_ms, bytes);
