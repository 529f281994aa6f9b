import { Button, Group, List, Modal, Progress, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
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
  const [asking, ask] = useDisclosure();
  const replaceAll = () => {
    ask.close();
    void fill(all, solution);
  };
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text size="sm">{solutions.fill(solution.name)}</Text>
        <Button size="xs" variant="default" loading={progress !== null} disabled={empty.length === 0} onClick={() => void fill(empty, solution)}>
          {solutions.fillEmpty(empty.length)}
        </Button>
        <Button size="xs" variant="default" disabled={progress !== null || all.length === 0} onClick={all.length > empty.length ? ask.open : replaceAll}>
          {solutions.fillAll(all.length)}
        </Button>
      </Group>
      <Modal opened={asking} onClose={ask.close} title={solutions.fillAll(all.length)} closeButtonProps={{ "aria-label": text.general.close }}>
        <Text>{solutions.fillQuestion(all.length - empty.length, solution.name)}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={ask.close}>
            {text.general.cancel}
          </Button>
          <Button color="red" onClick={replaceAll}>
            {solutions.fillConfirm}
          </Button>
        </Group>
      </Modal>
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
