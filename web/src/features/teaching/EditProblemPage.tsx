import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { FormError } from "@/components/FormError";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/Page";
import { Failure, Loading } from "@/components/states";
import { ApiError } from "@/lib/api/error";
import { changeProblem, deleteProblem, problemChanged, restoreProblem } from "@/lib/api/resources/problem_changes";
import { exportPackage, packagesOfferedQuery } from "@/lib/api/resources/packages";
import { problemQuery, type Problem } from "@/lib/api/resources/problems";
import { downloadBlob } from "@/lib/download";
import { keepForms } from "@/lib/kept_form";
import { text } from "@/lib/text";

import { ActionPanel } from "./ActionPanel";
import { CopyPanel } from "./CopyPanel";
import { ProblemVersionProvider, useProblemVersion } from "./problem_version";
import { afterSave, toBody, valuesOf, type ProblemValues } from "./problem_form";
import { ProblemForm } from "./ProblemForm";
import { OutdatedBar } from "./OutdatedBar";
import { PublishButton } from "./PublishButton";
import { RejudgePanel } from "./RejudgePanel";
import { useServerTests } from "./tests";

function useAgain(id: string) {
  const client = useQueryClient();
  return () => problemChanged(client, id);
}

function Deleted({ problem }: { problem: Problem }) {
  const again = useAgain(problem._id);
  const restore = useMutation({
    mutationFn: () => restoreProblem(problem._id),
    onSuccess: () => {
      notifications.show({ message: text.teaching.restored });
      return again();
    },
  });
  return (
    <Alert variant="light" color="ink" mb="lg" className="quiet-alert">
      <Group justify="space-between">
        {text.teaching.deleted}
        <Button variant="default" size="xs" loading={restore.isPending} onClick={() => restore.mutate()}>
          {text.teaching.restore}
        </Button>
      </Group>
      <FormError error={restore.error} />
    </Alert>
  );
}

function DeletePanel({ problem }: { problem: Problem }) {
  const again = useAgain(problem._id);
  const [asking, ask] = useDisclosure();
  const remove = useMutation({
    mutationFn: () => deleteProblem(problem._id),
    onSuccess: () => {
      ask.close();
      notifications.show({ message: text.teaching.removed });
      return again();
    },
  });
  return (
    <ActionPanel
      title={text.teaching.danger}
      hint={text.teaching.dangerHint}
      error={null}
      action={
        <Button color="red" variant="outline" onClick={ask.open}>
          {text.teaching.remove}
        </Button>
      }
    >
      <Modal opened={asking} onClose={ask.close} title={text.teaching.removeQuestion(problem.title)} closeButtonProps={{ "aria-label": text.general.close }}>
        <Text size="sm">{text.teaching.dangerHint}</Text>
        <FormError error={remove.error} />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={ask.close}>
            {text.general.cancel}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {text.teaching.remove}
          </Button>
        </Group>
      </Modal>
    </ActionPanel>
  );
}

function ExportPanel({ problem }: { problem: Problem }) {
  const { data: offered } = useQuery(packagesOfferedQuery);
  const give = useMutation({
    mutationFn: () => exportPackage(problem._id),
    onSuccess: (blob) => downloadBlob(`${problem.title.toLowerCase().replace(/[^a-z0-9]+/g, "-") || "problem"}.zip`, blob),
  });
  if (!offered) return null;
  return (
    <ActionPanel
      title={text.packages.export}
      hint={text.packages.exportHint}
      error={give.error}
      action={
        <Button variant="default" loading={give.isPending} onClick={() => give.mutate()}>
          {text.packages.exportDo}
        </Button>
      }
    />
  );
}

interface Sent {
  values: ProblemValues;
  form: UseFormReturnType<ProblemValues>;
}

function Edit({ problem, beginAnew }: { problem: Problem; beginAnew: () => void }) {
  const version = useProblemVersion(problem.version);
  const tests = useServerTests(problem._id, version);
  const again = useAgain(problem._id);
  const save = useMutation({
    mutationFn: ({ values }: Sent) => changeProblem(problem._id, { ...toBody(values), version: version.form() }),
    onSuccess: (answer, { values, form }) => {
      const stored = valuesOf(answer);
      version.saved(answer.version);
      form.setInitialValues(stored);
      form.setValues(afterSave(values, form.getValues(), stored));
      notifications.show({ message: text.teaching.saved });
      return again();
    },
  });
  const saveNow = async (form: Sent["form"]) =>
    form.validate().hasErrors ? undefined : save.mutateAsync({ values: form.getValues(), form }).catch(() => undefined);
  const { tab = "statement" } = useSearch({ from: "/signed-in/admin/problems/$id" });
  const navigate = useNavigate();
  const conflict = save.error instanceof ApiError && save.error.status === 409;
  return (
    <Page title={text.teaching.editProblem(problem.title)} size="xl">
      {problem.deleted ? <Deleted problem={problem} /> : <OutdatedBar problemId={problem._id} />}
      {conflict ? (
        <Alert role="alert" color="red" variant="light" mb="lg" className="form-error">
          <Group justify="space-between">
            {text.teaching.conflict}
            <Button size="xs" variant="default" onClick={() => void again().then(keepForms).then(beginAnew)}>
              {text.teaching.loadAgain}
            </Button>
          </Group>
        </Alert>
      ) : null}
      <ProblemVersionProvider value={version}>
        <ProblemForm
          initial={valuesOf(problem)}
          tests={tests}
          problemId={problem._id}
          tab={tab}
          setTab={(next) => void navigate({ to: "/admin/problems/$id", params: { id: problem._id }, search: { tab: next }, replace: true, resetScroll: false })}
          saveLabel={text.teaching.save}
          saving={save.isPending}
          error={conflict ? null : save.error}
          onSave={(values, form) => save.mutate({ values, form })}
          aside={(dirty) => (
            <>
              <ButtonLink to="/admin/submissions" search={{ problemId: problem._id }} variant="default" size="md">
                {text.teaching.submissions}
              </ButtonLink>
              <ButtonLink to="/problems/$id" params={{ id: problem._id }} search={{ as: "student" }} variant="default" size="md">
                {text.teaching.view}
              </ButtonLink>
              {problem.published || problem.deleted ? null : <PublishButton problem={problem} dirty={dirty} onPublished={() => void again().then(beginAnew)} />}
            </>
          )}
          more={(dirty, form) => (
            <Stack mt="xl" maw={760}>
              <RejudgePanel problemId={problem._id} />
              <CopyPanel problem={problem} dirty={dirty} save={() => saveNow(form)} />
              <ExportPanel problem={problem} />
              {problem.deleted ? null : <DeletePanel problem={problem} />}
            </Stack>
          )}
        />
      </ProblemVersionProvider>
    </Page>
  );
}

export function EditProblemPage() {
  const { id } = useParams({ from: "/signed-in/admin/problems/$id" });
  const { data, error, refetch } = useQuery(problemQuery(id));
  // After saving, the form starts again with what the server has.
  const [generation, setGeneration] = useState(0);
  if (data) return <Edit key={`${id}.${generation}`} problem={data} beginAnew={() => setGeneration(generation + 1)} />;
  if (error) return <Failure alone error={error} retry={() => void refetch()} />;
  return <Loading lines={12} />;
}
