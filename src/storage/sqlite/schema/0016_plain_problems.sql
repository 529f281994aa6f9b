-- Schema 16: problems are found in any case and without the marks of their letters, "grosste" for what German writes with two
-- dots and a sharp s. Opening the database fills the column (fill_words.h).
ALTER TABLE problems ADD COLUMN plain TEXT NOT NULL DEFAULT '';
CREATE INDEX problems_without_plain ON problems (id) WHERE plain = '';
