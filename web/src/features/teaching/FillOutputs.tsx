import { Button, Group, List, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";

import type { Solution } from "@/lib/api/endpoints/solutions";
import { text } from "@/lib/text";

import type { Tests } from "./tests";
import { useFillOutputs } from "./use_fill_outputs";

/** Takes expected outputs from a solution: of the tests that have none, or of all. */
export function FillOutputs({ problemId, solution, tests }: { problemId: string; solution: Solution; tests: Tests }) {
  const client = useQueryClient();
  const { fill, progress, troubles } = useFillOutputs(() =>
    Promise.all([["test-cases", problemId], ["problem", problemId], ["verification", problemId]].map((queryKey) => client.invalidateQueries({ queryKey }))),
  );
  const all = tests.rows.map(({ id, outputBytes }, i) => ({ id, position: i + 1, outputBytes }));
  const empty = all.filter(({ outputBytes }) => outputBytes === 0);
  const { solutions } = text;
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text size="sm">{solutions.fill(solution.name)}</Text>
        <Button size="xs" variant="default" loading={progress !== null} disabled={empty.length === 0} onClick={() => void fill(empty, solution)}>
          {solutions.fillEmpty(empty.length)}
        </Button>
        <Button size="xs" variant="default" disabled={progress !== null || all.length === 0} onClick={() => void fill(all, solution)}>
          {solutions.fillAll(all.length)}
        </Button>
      </Group>
      <div role="status" aria-live="polite">
        {progress === null ? null : (
          <>
            <Text size="sm" className="figure">
              {solutions.filling(progress.done, progress.total)}
            </Text>
            <Progress value={(100 * progress.done) / Math.max(1, progress.total)} aria-label={solutions.fillLabel} />
          </>
        )}
      </div>
      {troubles.length > 0 ? (
        <List size="sm" role="alert">
          {troubles.map((trouble) => (
            <List.Item key={trouble}>{trouble}</List.Item>
          ))}
        </List>
      ) : null}
    </Stack>
  );
}
