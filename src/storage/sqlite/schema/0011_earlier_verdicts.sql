-- Schema 11: the verdict that a submission had before it was judged again, so that comparing them reads no report.

CREATE TABLE earlier_verdicts (
  submission_id BLOB NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
  judging INTEGER NOT NULL CHECK (judging >= 1),
  verdict TEXT NOT NULL CHECK (verdict IN ('AC', 'WA', 'TLE', 'MLE', 'OLE', 'RE', 'CE')),
  score REAL NOT NULL,
  problem_version INTEGER NOT NULL,
  PRIMARY KEY (submission_id, judging)
) STRICT, WITHOUT ROWID;

INSERT INTO earlier_verdicts (submission_id, judging, verdict, score, problem_version)
SELECT submission_id, judging, verdict, hundredths / 100.0, coalesce(version, 0) FROM (
  SELECT r.submission_id, r.judging, json_extract(r.body, '$.verdict') AS verdict,
         json_extract(r.body, '$.score_hundredths') AS hundredths, json_extract(r.body, '$.problem_version') AS version
  FROM submissions s JOIN reports r ON r.submission_id = s.id AND r.judging < s.judging
  WHERE json_valid(r.body)
) WHERE verdict NOT IN ('CANCELLED', 'IE') AND hundredths IS NOT NULL;

-- Cancelled judgings and errors of ours are not compared with.
CREATE TRIGGER submissions_keep_verdict AFTER UPDATE OF verdict ON submissions
WHEN OLD.verdict IS NOT NULL AND NEW.verdict IS NULL AND OLD.verdict NOT IN ('CANCELLED', 'IE') BEGIN
  INSERT INTO earlier_verdicts (submission_id, judging, verdict, score, problem_version)
  VALUES (OLD.id, OLD.judging, OLD.verdict, OLD.score, OLD.problem_version);
END;
