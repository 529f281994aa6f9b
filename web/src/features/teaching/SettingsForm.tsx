import { MultiSelect, NumberInput, Select, SimpleGrid, Stack, Switch, TagsInput, Text, type SelectProps } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";

import { languagesQuery } from "@/lib/api/resources/languages";
import { separators } from "@/lib/locale";
import { text } from "@/lib/text";

import { BOUNDS, type ProblemValues } from "./problem_form";

const TAGS_MAX = 20;
const TAG_LENGTH_MAX = 40;

const entries = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

interface HintedProps extends Omit<SelectProps, "data"> {
  words: Record<string, string>;
  hints: Record<string, string>;
}

/** Its choices are short enough for a phone; what one means stands below it, and below each in the list. */
function HintedSelect({ words, hints, ...props }: HintedProps) {
  return (
    <Select
      data={entries(words)}
      allowDeselect={false}
      description={hints[String(props.value)]}
      inputWrapperOrder={["label", "input", "description", "error"]}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed">
            {hints[option.value]}
          </Text>
        </div>
      )}
      {...props}
    />
  );
}

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
      <HintedSelect label={text.teaching.scoring} words={text.teaching.scorings} hints={text.teaching.scoringHints} {...form.getInputProps("scoring")} />
      <HintedSelect label={text.teaching.checker} words={text.teaching.checkers} hints={text.teaching.checkerHints} {...form.getInputProps("checker")} />
      {form.values.checker === "float" ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput label={text.teaching.absolute} decimalSeparator={separators.decimalSeparator} min={0} max={1} step={1e-6} decimalScale={15} {...form.getInputProps("absoluteTolerance")} />
          <NumberInput label={text.teaching.relative} decimalSeparator={separators.decimalSeparator} min={0} max={1} step={1e-6} decimalScale={15} {...form.getInputProps("relativeTolerance")} />
        </SimpleGrid>
      ) : null}
      <Switch label={text.teaching.ignoreCase} {...form.getInputProps("ignoreCase", { type: "checkbox" })} />
      {form.values.checker === "float" ? (
        <Switch label={text.teaching.spaceSensitive} {...form.getInputProps("spaceSensitive", { type: "checkbox" })} />
      ) : null}
    </Stack>
  );
}
