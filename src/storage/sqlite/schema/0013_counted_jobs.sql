-- Schema 13: how many jobs wait is counted along an index. A row that each create changes would let creates go one after the
-- other in a database with many writers, and cost two statements here.
DROP TRIGGER jobs_enter;
DROP TRIGGER jobs_move;
DROP TRIGGER jobs_leave;
DELETE FROM counters WHERE name IN ('waiting', 'delayed', 'leased', 'dead');

-- With the state in it, since SQLite 3.40 else looks into the table for each row, though the condition of the index says the state.
DROP INDEX jobs_in_order;
DROP INDEX jobs_delayed;
DROP INDEX jobs_leased;
DROP INDEX jobs_dead;
CREATE INDEX jobs_in_order ON jobs (priority DESC, virtual_start, id, state) WHERE state = 'waiting';
CREATE INDEX jobs_delayed ON jobs (not_before_ms, state) WHERE state = 'delayed';
CREATE INDEX jobs_leased ON jobs (leased_until_ms, state) WHERE state = 'leased';
CREATE INDEX jobs_dead ON jobs (id, state) WHERE state = 'dead';
