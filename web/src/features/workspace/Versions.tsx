import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { Failure, Loading } from "@/components/states";
import { draftVersionsQuery, type Draft } from "@/lib/api/resources/drafts";
import { exactTime } from "@/lib/format";
import { glimpse } from "@/lib/glimpse";
import { text } from "@/lib/text";

interface VersionsProps {
  problemId: string;
  language: string;
  /** What the editor begins with. */
  template: string;
  current: string;
  load: (code: string) => void;
}

/** Each text once, and not the template, which is a button of its own. */
const worthShowing = (drafts: Draft[], template: string): Draft[] =>
  drafts.filter(({ code }, i) => code !== template && code !== "" && drafts.findIndex((one) => one.code === code) === i);

function Versions({ problemId, language, template, current, load }: VersionsProps) {
  const { data, error, refetch } = useQuery(draftVersionsQuery(problemId, language));
  if (data === undefined) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading lines={4} />;
  const versions = worthShowing(data, template);
  if (versions.length === 0) return <Text c="dimmed">{text.problem.noVersions}</Text>;
  return (
    <Stack component="ul" gap={6} p={0} m={0} style={{ listStyle: "none" }}>
      {versions.map((draft) => {
        const when = exactTime(draft.savedAt);
        return (
          <Group component="li" key={draft.version} justify="space-between" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text size="sm">{text.problem.versionOf(when, draft.code.split("\n").length)}</Text>
              <Text size="xs" c="dimmed" ff="monospace" truncate>
                {glimpse(draft.code, language)}
              </Text>
            </div>
            {draft.code === current ? (
              <Text size="sm" c="dimmed" style={{ flex: "none" }}>
                {text.problem.versionNow}
              </Text>
            ) : (
              <Button size="compact-sm" variant="default" style={{ flex: "none" }} aria-label={text.problem.loadVersion(when)} onClick={() => load(draft.code)}>
                {text.problem.load}
              </Button>
            )}
          </Group>
        );
      })}
    </Stack>
  );
}

/** The last versions of a draft, each with a way back to it. */
export function VersionsWindow({ opened, close, ...rest }: VersionsProps & { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title={text.problem.versions} closeButtonProps={{ "aria-label": text.general.close }}>
      <Text size="sm" c="dimmed" mb="md">
        {text.problem.versionsHint}
      </Text>
      <Versions {...rest} />
    </Modal>
  );
}
