import { Button, Group, List, Loader, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { FormError } from "@/components/FormError";
import { Loading } from "@/components/states";
import { changeProblem } from "@/lib/api/resources/problem_changes";
import { outdatedQuery } from "@/lib/api/resources/rejudging";
import type { Problem } from "@/lib/api/resources/problems";
import { verificationQuery } from "@/lib/api/resources/verification";
import { text } from "@/lib/text";

import { isJudging, publishChecks, slowestAccepted, type Check } from "./publish_checks";

const LOOK_EVERY_MS = 2_000;

const MARKS: Record<Check["state"], () => ReactNode> = {
  done: () => <IconCheck size={16} role="img" aria-label={text.teaching.checkDone} />,
  missing: () => <IconAlertTriangle size={16} color="var(--slow-text)" role="img" aria-label={text.teaching.checkMissing} />,
  // The words say it.
  running: () => <Loader size={16} aria-hidden />,
};

interface PublishProps {
  problem: Problem;
  dirty: boolean;
  onPublished: () => void;
}

/** Shows a draft to students, after a list of what it should have. Only tests are required; the rest warns. */
export function PublishButton({ problem, dirty, onPublished }: PublishProps) {
  const [asking, ask] = useDisclosure();
  // Verdicts come in while the window is open.
  const verdicts = useQuery({
    ...outdatedQuery(problem._id),
    enabled: asking,
    refetchInterval: ({ state }) => (isJudging(state.data, null) ? LOOK_EVERY_MS : false),
  });
  const solutions = useQuery({ ...verificationQuery(problem._id), enabled: asking, staleTime: 0 });
  const publish = useMutation({
    mutationFn: () => changeProblem(problem._id, { published: true, version: problem.version }),
    onSuccess: () => {
      ask.close();
      notifications.show({ message: text.teaching.publishedNow });
      onPublished();
    },
  });
  const isPending = verdicts.isPending || solutions.isPending;
  const checks = publishChecks(problem, slowestAccepted(verdicts.data, solutions.data), isJudging(verdicts.data, solutions.data));
  const complete = checks.every(({ state }) => state === "done");
  const { teaching } = text;
  return (
    <>
      <Button variant="default" size="md" disabled={dirty} title={dirty ? teaching.publishUnsaved : undefined} onClick={ask.open}>
        {teaching.publishDo}
      </Button>
      <Modal opened={asking} onClose={ask.close} title={teaching.publishQuestion(problem.title)} closeButtonProps={{ "aria-label": text.general.close }}>
        {isPending ? (
          <Loading />
        ) : (
          <List spacing="xs" size="sm" aria-label={teaching.checklist}>
            {checks.map(({ state, label }) => (
              <List.Item key={label} icon={MARKS[state]()}>
                {label}
                {state === "running" ? (
                  <Text span size="sm" c="dimmed">
                    {" "}
                    ({teaching.checkRunning})
                  </Text>
                ) : null}
              </List.Item>
            ))}
          </List>
        )}
        {problem.testCaseCount === 0 ? (
          <Text size="sm" mt="md">
            {text.tests.needOne}
          </Text>
        ) : null}
        <FormError error={publish.error ?? verdicts.error ?? solutions.error} />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={ask.close}>
            {text.general.cancel}
          </Button>
          <Button loading={publish.isPending} disabled={problem.testCaseCount === 0 || isPending} onClick={() => publish.mutate()}>
            {complete || isPending ? teaching.publishDo : teaching.publishAnyway}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
