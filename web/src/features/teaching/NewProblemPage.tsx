import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { Page } from "@/components/Page";
import { problemAdded } from "@/lib/api/resources/problem_changes";
import { keptForms } from "@/lib/kept_form";
import { text } from "@/lib/text";

import { createOnce } from "./create_once";
import type { EditTab } from "./edit_tabs";
import { newProblem, toBody, type ProblemValues } from "./problem_form";
import { ProblemForm } from "./ProblemForm";
import { KEPT_OF_NEW, toBody as testBody, useLocalTests } from "./tests";

export function NewProblemPage() {
  const tests = useLocalTests();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [tab, setTab] = useState<EditTab>(() => (keptForms(KEPT_OF_NEW).length > 0 ? "tests" : "statement"));
  const [send] = useState(createOnce);
  const store = (values: ProblemValues) => send({ ...toBody(values), testCases: tests.rows.map(testBody), lineEnds: tests.lineEnds });
  const create = useMutation({
    mutationFn: store,
    onSuccess: (problem) => {
      void problemAdded(client);
      notifications.show({ message: text.teaching.created });
      void navigate({ to: "/admin/problems/$id", params: { id: problem._id }, replace: true, ignoreBlocker: true });
    },
  });
  return (
    <Page title={text.teaching.newProblem} size="xl">
      <ProblemForm
        initial={newProblem}
        tests={tests}
        tab={tab}
        setTab={setTab}
        saveLabel={text.teaching.create}
        saving={create.isPending || create.isSuccess}
        error={create.error}
        onSave={(values) => create.mutate(values)}
        makeDraft={async (values) => (await store(values))._id}
      />
    </Page>
  );
}
