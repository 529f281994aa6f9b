import { MultiSelect, NumberInput, Select, SimpleGrid, Stack, Switch, TagsInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";

import { languagesQuery } from "@/lib/api/resources/languages";
import { separators } from "@/lib/locale";
import { text } from "@/lib/text";

import { BOUNDS, type ProblemValues } from "./problem_form";

const TAGS_MAX = 20;
const TAG_LENGTH_MAX = 40;

const entries = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** Everything of a problem but its texts and its tests. */
export function SettingsForm({ form, wasPublished }: { form: UseFormReturnType<ProblemValues>; wasPublished: boolean }) {
  const { data: languages } = useQuery(languagesQuery);
  const limit = (name: keyof typeof BOUNDS) => ({
    min: BOUNDS[name][0],
    max: BOUNDS[name][1],
    description: text.teaching.between(BOUNDS[name][0], BOUNDS[name][1]),
    allowDecimal: false,
    clampBehavior: "none" as const,
    ...separators,
    ...form.getInputProps(name),
  });
  return (
    <Stack maw={760}>
      {wasPublished ? <Switch label={text.teaching.publish} {...form.getInputProps("published", { type: "checkbox" })} /> : null}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select label={text.teaching.difficulty} data={entries(text.difficulty)} allowDeselect={false} {...form.getInputProps("difficulty")} />
        <TagsInput
          label={text.teaching.tags}
          description={text.teaching.tagsHint}
          inputWrapperOrder={["label", "input", "description", "error"]}
          maxTags={TAGS_MAX}
          {...form.getInputProps("tags")}
          onChange={(tags) => form.setFieldValue("tags", tags.map((tag) => tag.trim().slice(0, TAG_LENGTH_MAX)).filter(Boolean))}
        />
      </SimpleGrid>
      <MultiSelect
        label={text.teaching.languages}
        description={text.teaching.languagesHint}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={(languages ?? []).map((one) => ({ value: one.id, label: one.name }))}
        clearable
        {...form.getInputProps("languages")}
      />
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <NumberInput label={text.teaching.timeLimit} {...limit("timeLimitMs")} />
        <NumberInput label={text.teaching.memoryLimit} {...limit("memoryLimitMb")} />
        <NumberInput label={text.teaching.outputLimit} {...limit("outputLimitKb")} />
      </SimpleGrid>
      <Select label={text.teaching.scoring} data={entries(text.teaching.scorings)} allowDeselect={false} {...form.getInputProps("scoring")} />
      <Select label={text.teaching.checker} data={entries(text.teaching.checkers)} allowDeselect={false} {...form.getInputProps("checker")} />
      {form.values.checker === "float" ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput label={text.teaching.absolute} min={0} max={1} step={1e-6} decimalScale={15} {...form.getInputProps("absoluteTolerance")} />
          <NumberInput label={text.teaching.relative} min={0} max={1} step={1e-6} decimalScale={15} {...form.getInputProps("relativeTolerance")} />
        </SimpleGrid>
      ) : null}
      <Switch label={text.teaching.ignoreCase} {...form.getInputProps("ignoreCase", { type: "checkbox" })} />
      {form.values.checker === "float" ? (
        <Switch label={text.teaching.spaceSensitive} {...form.getInputProps("spaceSensitive", { type: "checkbox" })} />
      ) : null}
    </Stack>
  );
}
