-- Schema 12: a job is about a submission, a problem or a run. Which kinds, subjects and verdicts there are is the program's
-- matter alone: a list of them in a table would need a new table for each new one.

-- SQLite has no statement that drops a CHECK. A new table would copy every submission; the text of the old one says the same.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ' CHECK (kind IN (''judge'', ''rerun'', ''run'', ''rejudge'', ''verify''))', '')
WHERE name = 'jobs';
UPDATE sqlite_schema SET sql = replace(sql, ' CHECK (subject_kind IN (''submission'', ''problem'', ''none''))', '')
WHERE name = 'jobs';
UPDATE sqlite_schema SET sql = replace(sql, ' CHECK (kind IN (''run'', ''rerun''))', '') WHERE name = 'runs';
UPDATE sqlite_schema
SET sql = replace(sql, ' CHECK (verdict IN (''AC'', ''WA'', ''TLE'', ''MLE'', ''OLE'', ''RE'', ''CE'', ''IE'', ''CANCELLED''))', '')
WHERE name = 'submissions';
UPDATE sqlite_schema
SET sql = replace(sql, ' CHECK (verdict IN (''AC'', ''WA'', ''TLE'', ''MLE'', ''OLE'', ''RE'', ''CE''))', '')
WHERE name = 'earlier_verdicts';
PRAGMA writable_schema = RESET;

UPDATE jobs SET subject_kind = 'run' WHERE subject_kind = 'none';
ALTER TABLE jobs DROP COLUMN payload;
ALTER TABLE runs RENAME COLUMN job_id TO id;  -- of the run, and of its job
