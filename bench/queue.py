#!/usr/bin/python3
"""How many jobs a second go through the queue on PostgreSQL, beside the least that any queue in PostgreSQL does.

Usage: queue.py [ROUNDS] [JOBS] [WORKERS]     (bench/run queue)
       queue.py through JOBS SECONDS          (bench/run queue through 1000000 3600)

Ours: submissions of 250 users in six languages are stored (64 at the same time), then WORKERS threads of one process lease and
finish them; judging takes no time. The reference is pgbench with as many clients: SELECT ... FOR UPDATE SKIP LOCKED of the first
row, and its deletion in a second transaction. Both on the same server, which syncs each commit to the disk, over TCP.
pgbench is measured as it comes, and with prepared statements, as we have them. Medians of interleaved rounds.

`through`: so many jobs pass through a queue of 256, for so long at most. Each tenth says how long a lease took: the last should
take as long as the first.
"""

import pathlib
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from shipped.postgres import Postgres  # noqa: E402 (the same server as the tests start)

PROGRAM = ROOT / "build" / "release" / "queue_rate"
LOOP = """\
WITH j AS MATERIALIZED (SELECT id FROM plain WHERE state = 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE plain SET state = 1 FROM j WHERE plain.id = j.id RETURNING plain.id \\gset
DELETE FROM plain WHERE id = :id;
"""


def reference(server, mode, jobs, workers):
    """Jobs a second that pgbench leases and deletes, in this mode of the protocol."""
    server.sql("DROP TABLE IF EXISTS plain; CREATE TABLE plain (id bigserial PRIMARY KEY, state bigint NOT NULL DEFAULT 0, "
               "code text NOT NULL) WITH (fillfactor = 70); CREATE INDEX ON plain (id) WHERE state = 0")
    server.sql(f"INSERT INTO plain (code) SELECT repeat('x', 500) FROM generate_series(1, {jobs + workers})")
    server.sql("GRANT ALL ON plain TO anna")
    server.sql("VACUUM ANALYZE plain")
    said = server.run("pgbench", "-n", "-M", mode, "-c", str(workers), "-t", str(jobs // workers), "-f",
                      str(server.directory / "loop.sql"), server.url("postgres"))
    return float(re.search(r"tps = ([0-9.]+)", said).group(1))


def ours(server, name, jobs, workers):
    """Jobs a second: created, and leased and finished."""
    url = server.make_database(name)
    said = subprocess.run([PROGRAM, url, str(jobs), str(workers)], capture_output=True, text=True, check=True).stdout
    return [float(figure) for figure in re.findall(r"([0-9]+) a second", said)]


def through(jobs, seconds):
    """Prints a line a tenth."""
    with Postgres(fsync=True) as server:
        subprocess.run([PROGRAM, server.make_database("through"), jobs, "8", seconds], check=True)


def main():
    if sys.argv[1:2] == ["through"]:
        return through(*sys.argv[2:4])
    rounds, jobs, workers = (int(word) for word in (sys.argv[1:] + ["3", "4000", "8"][len(sys.argv) - 1:]))
    figures = []
    with Postgres(fsync=True) as server:
        (server.directory / "loop.sql").write_text(LOOP)
        for number in range(rounds):
            figures.append([*ours(server, f"queue_{number}", jobs, workers), reference(server, "simple", jobs, workers),
                            reference(server, "prepared", jobs, workers)])
    created, judged, loop, prepared = (statistics.median(column) for column in zip(*figures))
    print(f"{jobs} jobs, {workers} workers, median of {rounds}")
    print(f"  create                        {created:7.0f} a second")
    print(f"  lease and finish              {judged:7.0f} a second")
    print(f"  pgbench, SKIP LOCKED alone    {loop:7.0f} a second; ours is {judged / loop:.2f} of it (goal: 0.50)")
    print(f"  pgbench, prepared             {prepared:7.0f} a second; ours is {judged / prepared:.2f} of it")


if __name__ == "__main__":
    main()
