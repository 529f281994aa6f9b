import { Button, Fieldset, Group, Stack, Tabs, Text, TextInput } from "@mantine/core";
import { useForm, type FormErrors, type UseFormReturnType } from "@mantine/form";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { FormError } from "@/components/FormError";
import { useKeptForm } from "@/lib/kept_form";
import { text } from "@/lib/text";

import { EDIT_TABS, type EditTab } from "./edit_tabs";
import { KeptConflictBar } from "./KeptConflictBar";
import { LeaveQuestion } from "./LeaveQuestion";
import { validate, type ProblemValues } from "./problem_form";
import { SettingsForm } from "./SettingsForm";
import { SolutionsTab } from "./SolutionsTab";
import { StatementEditor } from "./StatementEditor";
import type { Tests } from "./tests";
import { TestsTable } from "./TestsTable";
import type { DraftMaker } from "./use_images";

interface FormProps {
  initial: ProblemValues;
  tests: Tests;
  problemId?: string;
  tab: EditTab;
  setTab: (tab: EditTab) => void;
  saveLabel: string;
  saving: boolean;
  error: unknown;
  onSave: (values: ProblemValues, form: UseFormReturnType<ProblemValues>) => void;
  /** Of a new problem: stores its draft before it is complete, and stays in the form. */
  makeDraft?: (values: ProblemValues) => Promise<string>;
  /** Next to the button that saves; `dirty` while something is not saved. */
  aside?: (dirty: boolean) => ReactNode;
  /** Below the settings. */
  more?: (dirty: boolean, form: UseFormReturnType<ProblemValues>) => ReactNode;
}

/** A problem in tabs; one button saves what all of them hold. */
export function ProblemForm({ initial, tests, problemId, tab, setTab, saveLabel, saving, error, onSave, makeDraft, aside, more }: FormProps) {
  const form = useForm<ProblemValues>({ initialValues: initial, validate });
  // The tests of a new problem live in this form alone.
  const dirty = form.isDirty() || (problemId === undefined && tests.rows.length > 0);
  const conflict = useKeptForm<ProblemValues>(problemId ?? "new", form.getInitialValues, form.getValues, (mine) => form.setValues(mine));
  // It is stored already: saving the form must not put the old one back.
  const takeTimeLimit = (timeLimitMs: number) => {
    form.setInitialValues({ ...form.getInitialValues(), timeLimitMs });
    form.setFieldValue("timeLimitMs", timeLimitMs);
  };
  const showErrors = (errors: FormErrors) => setTab(errors.title === undefined ? "settings" : "statement");
  const submit = form.onSubmit((values) => onSave(values, form), showErrors);
  const draft: DraftMaker | undefined = makeDraft && {
    make: async () => {
      const { hasErrors, errors } = form.validate();
      if (!hasErrors) return makeDraft(form.getValues());
      showErrors(errors);
      return undefined;
    },
    finish: () => onSave(form.getValues(), form),
  };
  return (
    <form onSubmit={submit} noValidate>
      <LeaveQuestion unsaved={dirty} />
      {/* A page of its own follows when it is created: what is typed meanwhile would stay behind. */}
      <Fieldset variant="unstyled" miw={0} disabled={saving && problemId === undefined}>
        <Stack gap="lg">
          <Group align="flex-end" gap="md">
            <TextInput
              label={text.teaching.title}
              size="md"
              dir="auto"
              style={{ flex: 1, minWidth: 240 }}
              maxLength={400}
              {...form.getInputProps("title")}
            />
            <Group gap="xs">
              {dirty && problemId !== undefined ? (
                <Text size="sm" c="dimmed">
                  {text.teaching.unsaved}
                </Text>
              ) : null}
              {aside?.(dirty)}
              <Button type="submit" size="md" loading={saving} disabled={problemId !== undefined && !dirty}>
                {saveLabel}
              </Button>
            </Group>
          </Group>
          <FormError error={error} />
          <KeptConflictBar conflict={conflict} />
          <Tabs value={tab} onChange={(value) => setTab(EDIT_TABS.find((one) => one === value) ?? "statement")} keepMounted={false}>
            <Tabs.List mb="lg">
              <Tabs.Tab value="statement">{text.teaching.tabs.statement}</Tabs.Tab>
              <Tabs.Tab
                value="tests"
                rightSection={
                  tests.rows.length === 0 && !tests.loading ? (
                    <IconAlertTriangle size={15} color="var(--slow-text)" role="img" aria-label={text.tests.needOne} title={text.tests.needOne} />
                  ) : null
                }
              >
                {text.teaching.tabs.tests} ({tests.rows.length})
              </Tabs.Tab>
              {problemId === undefined ? null : <Tabs.Tab value="solutions">{text.solutions.title}</Tabs.Tab>}
              <Tabs.Tab value="settings">{text.teaching.tabs.settings}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="statement">
              <StatementEditor form={form} problemId={problemId} draft={draft} />
            </Tabs.Panel>
            <Tabs.Panel value="tests">
              <TestsTable tests={tests} />
            </Tabs.Panel>
            {problemId === undefined ? null : (
              <Tabs.Panel value="solutions">
                <SolutionsTab problemId={problemId} tests={tests} onTimeLimit={takeTimeLimit} />
              </Tabs.Panel>
            )}
            <Tabs.Panel value="settings">
              <SettingsForm form={form} wasPublished={initial.published} />
              {more?.(dirty, form)}
            </Tabs.Panel>
          </Tabs>
        </Stack>
      </Fieldset>
    </form>
  );
}
