import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { languagesQuery } from "@/lib/api/resources/languages";
import { verificationQuery, type BundledSubmission } from "@/lib/api/resources/verification";

import { VerificationTable } from "./VerificationTable";

const row = (path: string, more: Partial<BundledSubmission>): BundledSubmission => ({ path, language: "python", expected: "AC", ...more });

it("a solution that is still judged is neither right nor wrong yet", () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const submissions = [
    row("submissions/accepted/right.py", { status: "AC", asExpected: true }),
    row("submissions/accepted/runs.py", { status: "RUNNING", asExpected: false }),
    row("submissions/accepted/waits.py", { status: "QUEUED", asExpected: false }),
    row("submissions/accepted/wrong.py", { status: "WA", asExpected: false }),
  ];
  const problem = "1".repeat(24);
  client.setQueryData([...verificationQuery(problem).queryKey], {
    problemId: problem,
    version: 1,
    timeLimitMs: 1000,
    timeLimitGiven: true,
    done: false,
    asExpected: false,
    complaints: [],
    submissions,
    createdAt: "2026-01-01T00:00:00.000Z",
  });
  client.setQueryData(languagesQuery.queryKey, []);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <VerificationTable problemId={problem} known={[]} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  expect(screen.getByText("2 of 4 solutions judged")).toBeTruthy();
  expect(screen.getAllByRole("img", { name: "As expected" })).toHaveLength(1);
  expect(screen.getAllByRole("img", { name: "Not as expected" })).toHaveLength(1);
});
