-- Schema 18: lists have the titles of problems in the reader's language. Of a package that came before, once it comes again.
ALTER TABLE problems ADD COLUMN titles TEXT NOT NULL DEFAULT '{}';
