-- Schema 5: whoever keeps copies of judged submissions hears, as of users and problems, that one is to be judged again.

CREATE TRIGGER submissions_judged_again AFTER UPDATE OF verdict ON submissions
WHEN OLD.verdict IS NOT NULL AND NEW.verdict IS NULL BEGIN
  UPDATE counters SET value = value + 1 WHERE name = 'changes';
END;
