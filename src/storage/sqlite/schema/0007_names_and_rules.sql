-- Schema 7: words by which people are found, since when a problem is judged as it is now, and which verdicts are older.

-- Folded, of name and address (domain/words.h); filled when the database is opened.
CREATE TABLE user_words (
  word TEXT NOT NULL,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (word, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_words_of ON user_words (user_id, word);

ALTER TABLE problems ADD COLUMN rules_version INTEGER NOT NULL DEFAULT 1;
-- What was judged before this schema is out of date from the next change on.
UPDATE problems SET rules_version = 0;

-- Of its current report.
ALTER TABLE submissions ADD COLUMN problem_version INTEGER NOT NULL DEFAULT 0;
