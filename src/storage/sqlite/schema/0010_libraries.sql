-- What a language has beyond its own library, on the host of a worker: a list of "name version".
ALTER TABLE worker_languages ADD COLUMN libraries TEXT NOT NULL DEFAULT '[]';
