import { Text, Textarea } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";

import { Markdown } from "@/components/markdown";
import { text } from "@/lib/text";

import type { ProblemValues } from "./problem_form";
import styles from "./Teaching.module.css";

const PREVIEW_PAUSE_MS = 120;

/** Markdown beside what becomes of it. */
export function StatementEditor({ form, problemId }: { form: UseFormReturnType<ProblemValues>; problemId?: string | undefined }) {
  const [source] = useDebouncedValue(form.values.description, PREVIEW_PAUSE_MS);
  return (
    <div className={styles.split}>
      <Textarea
        label={text.teaching.description}
        description={text.teaching.descriptionHint}
        inputWrapperOrder={["label", "input", "description", "error"]}
        autosize
        minRows={14}
        maxRows={32}
        classNames={{ input: styles.mono ?? "" }}
        {...form.getInputProps("description")}
      />
      <section aria-label={text.teaching.preview}>
        <Text size="sm" fw={500} lh={1.55} mb={2}>
          {text.teaching.preview}
        </Text>
        <div className={styles.preview}>
          {source.trim() === "" ? (
            <Text c="dimmed">{text.teaching.nothingToPreview}</Text>
          ) : (
            <Markdown source={source} {...(problemId === undefined ? {} : { problemId })} />
          )}
        </div>
      </section>
    </div>
  );
}
