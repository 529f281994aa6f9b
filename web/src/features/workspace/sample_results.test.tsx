import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { Problem } from "@/lib/api/resources/problems";
import type { RunResult } from "@/lib/api/resources/runs";
import type { Outgoing } from "@/lib/outbox";

import { SampleResults } from "./RunPanel";

const result = { status: "AC", output: "4\n", executionTimeMs: 10, memoryKb: 100 } as RunResult;
const run: Outgoing = { key: "k", problemId: "p", language: "python", code: "print(4)", pressedAt: 0, state: "sent" };
const problem = { checker: { type: "trim" }, testCases: [] } as unknown as Problem;

function shown(some: Pick<Outgoing, "run">, old: boolean): string {
  const page = render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <SampleResults problem={problem} run={{ ...run, ...some }} old={old} goTo={() => undefined} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return page.container.textContent;
}

describe("the results of samples", () => {
  const right = { run: [{ input: "2\n", sample: { number: 1, expected: "4\n" }, result }] };

  it("say when they are of an earlier program than the one in the editor", () => {
    expect(shown(right, false)).not.toContain("earlier program");
    expect(shown(right, true)).toContain("These results are of an earlier program.");
  });

  it("count none that could not be compared, and call it neither right nor wrong", () => {
    const page = shown({ run: [...right.run, { input: "3\n", sample: { number: 2 }, result }] }, false);
    expect(page).toContain("1 of 1 sample right");
    expect(page).toContain("The expected output is too long to be compared here.");
    expect(page).not.toContain("Wrong answer");
  });
});
