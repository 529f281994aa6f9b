import { Button, List, Modal, Progress, Stack, Switch, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { FilePicker } from "@/components/FilePicker";
import { FormError } from "@/components/FormError";
import { ButtonLink } from "@/components/links";
import { importPackage, packageImported, type ImportedProblem } from "@/lib/api/resources/packages";
import { serverReason } from "@/lib/server_words";
import { text } from "@/lib/text";

import { VerificationTable } from "./VerificationTable";

function Imported({ problem }: { problem: ImportedProblem }) {
  return (
    <Stack>
      <Text fw={600} style={{ overflowWrap: "anywhere" }}>
        {problem.created ? text.packages.created(problem.title) : text.packages.updated(problem.title)}
      </Text>
      <Text size="sm" c="dimmed">
        {text.general.of(problem.testCaseCount, false, text.tests.one, text.tests.many)}
      </Text>
      {problem.notes.length > 0 ? (
        <List size="sm">
          {problem.notes.map((note) => (
            <List.Item key={note}>{serverReason(note)}</List.Item>
          ))}
        </List>
      ) : null}
      {problem.submissions.length > 0 ? <VerificationTable problemId={problem._id} known={problem.submissions} /> : null}
      <ButtonLink to="/admin/problems/$id" params={{ id: problem._id }}>
        {text.packages.open}
      </ButtonLink>
    </Stack>
  );
}

/** Takes a problem package in, and says what it brought. */
export function ImportWindow({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [sent, setSent] = useState(0);
  const [convert, setConvert] = useState(true);
  const take = useMutation({
    mutationFn: (file: File) => importPackage(file, convert ? "convert" : "keep", setSent),
    onSuccess: ({ _id }) => {
      void packageImported(client, _id);
    },
  });
  return (
    <Modal opened onClose={onClose} size="xl" title={text.packages.import} closeButtonProps={{ "aria-label": text.general.close }}>
      {take.data ? (
        <Imported problem={take.data} />
      ) : (
        <Stack>
          <Text size="sm">{text.packages.lead}</Text>
          <FormError error={take.error} />
          {take.isPending ? (
            <div role="status">
              <Text size="sm" mb={4}>
                {sent < 1 ? text.packages.sending(Math.floor(100 * sent)) : text.packages.reading}
              </Text>
              <Progress value={100 * sent} animated={sent >= 1} aria-label={text.packages.import} />
            </div>
          ) : (
            <>
              <Switch label={text.tests.convertLineEnds} checked={convert} onChange={(event) => setConvert(event.currentTarget.checked)} />
              <FilePicker accept=".zip,application/zip" onChange={(file) => file !== null && take.mutate(file)}>
                {(props) => <Button {...props}>{text.packages.choose}</Button>}
              </FilePicker>
            </>
          )}
        </Stack>
      )}
    </Modal>
  );
}
