import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { JOBS_A_PAGE, type Queue, type WaitingJob } from "@/lib/api/resources/queue";

import { countsOf } from "./queue_counts";
import { QueueSections } from "./QueueSections";

const job = (id: string, some: Partial<WaitingJob> = {}): WaitingJob => ({
  _id: id,
  kind: "run",
  language: "python",
  createdAt: "2026-01-01T00:00:00.000Z",
  ageMs: 1_000,
  failures: 0,
  expiries: 0,
  reason: "next in the queue",
  ...some,
});
const jobs = (count: number) => Array.from({ length: count }, (_, i) => job(String(i)));
const queue = (some: Partial<Queue>): Queue =>
  ({ waitingCount: 0, runningCount: 0, deadCount: 0, waiting: [], delayed: [], running: [], ...some }) as Queue;

describe("the queue", () => {
  it("does not say that none waits where one waits for another attempt, and says when that is and why", () => {
    const later = job("a", { failures: 1, reason: "retry after an internal error in 3 s", lastFailure: "no space left on device" });
    render(
      <MantineProvider env="test">
        <QueryClientProvider client={new QueryClient()}>
          <QueueSections queue={queue({ waitingCount: 1, delayed: [later] })} page={1} onPage={() => undefined} />
        </QueryClientProvider>
      </MantineProvider>,
    );
    const waiting = screen.getByRole("region", { name: "Waiting" });
    expect(waiting.textContent).toBe("Waiting0No job waits for its turn. 1 job waits for another attempt.");
    const again = screen.getAllByRole("region", { name: "Waiting for another attempt" })[0];
    expect(within(again ?? waiting).getByRole("table").textContent).toContain("Another attempt after an internal error in 3 s.");
    expect(again?.textContent).toContain("1 failed attempt: No space left on device.");
  });

  it.each([
    ["nothing", { waitingCount: 0 }, 1, { inTurn: 0, retried: 0 }],
    ["one of each", { waitingCount: 2, waiting: jobs(1), delayed: jobs(1) }, 1, { inTurn: 1, retried: 1 }],
    ["a job that went on after the counting", { waitingCount: 1 }, 1, { inTurn: 0, retried: 0 }],
    ["the first page of several", { waitingCount: 50, waiting: jobs(JOBS_A_PAGE), delayed: jobs(5) }, 1, { inTurn: 45, retried: 5 }],
    ["the last page of several", { waitingCount: 50, waiting: jobs(5), delayed: jobs(5) }, 3, { inTurn: 45, retried: 5 }],
    ["more for another attempt than are listed", { waitingCount: 40, waiting: jobs(3), delayed: jobs(JOBS_A_PAGE) }, 1, { inTurn: 3, retried: 37 }],
  ])("counts %s", (_, some, page, counts) => {
    expect(countsOf(queue(some), page)).toEqual(counts);
  });
});
