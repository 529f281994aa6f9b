import { Text, Textarea } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { flushSync } from "react-dom";

import { FormError } from "@/components/FormError";
import { Markdown } from "@/components/markdown";
import { problemQuery } from "@/lib/api/resources/problems";
import { locale } from "@/lib/locale";
import { text } from "@/lib/text";

import type { ProblemValues } from "./problem_form";
import styles from "./Teaching.module.css";
import { useImages, type DraftMaker } from "./use_images";

const PREVIEW_PAUSE_MS = 120;

const names = new Intl.DisplayNames(locale, { type: "language" });
const languageName = (tag: string) => names.of(tag) ?? tag;

interface StatementProps {
  form: UseFormReturnType<ProblemValues>;
  problemId?: string | undefined;
  draft?: DraftMaker | undefined;
}

/** Markdown beside what becomes of it. */
export function StatementEditor({ form, problemId, draft }: StatementProps) {
  const { data: problem } = useQuery({ ...problemQuery(problemId ?? ""), enabled: problemId !== undefined });
  const others = (problem?.translations ?? []).map(({ language }) => language);
  const [source] = useDebouncedValue(form.values.description, PREVIEW_PAUSE_MS);
  const area = useRef<HTMLTextAreaElement>(null);
  const images = useImages(problemId, (markdown) => {
    const { value, selectionStart, selectionEnd } = area.current ?? { value: form.getValues().description, selectionStart: 0, selectionEnd: 0 };
    flushSync(() => form.setFieldValue("description", value.slice(0, selectionStart) + markdown + value.slice(selectionEnd)));
    // A text that is set by a program puts the caret behind all of it.
    const end = selectionStart + markdown.length;
    area.current?.setSelectionRange(end, end);
  }, draft);
  return (
    <div className={styles.split}>
      <div>
        <Textarea
          ref={area}
          dir="auto"
          // A table or a text of an office program comes with a picture of itself: the text is what is wanted.
          onPaste={(event) => event.clipboardData.getData("text/plain") === "" && images.take(event.clipboardData.files) && event.preventDefault()}
          onDragOver={(event) => event.dataTransfer.types.includes("Files") && event.preventDefault()}
          onDrop={(event) => images.take(event.dataTransfer.files) && event.preventDefault()}
          label={text.teaching.description}
          description={text.teaching.descriptionHint}
          inputWrapperOrder={["label", "input", "description", "error"]}
          autosize
          minRows={14}
          maxRows={32}
          classNames={{ input: styles.mono ?? "" }}
          {...form.getInputProps("description")}
        />
        <div role="status" aria-live="polite">
          {images.storing ? (
            <Text size="sm" c="dimmed">
              {text.images.storing}
            </Text>
          ) : null}
        </div>
        {images.trouble === "" ? null : (
          <Text size="sm" c="var(--bad-text)" role="alert">
            {images.trouble}
          </Text>
        )}
        <FormError error={images.error} />
        {others.length > 0 ? (
          <Text size="sm" c="dimmed" mt="xs">
            {text.teaching.otherLanguages(others.map(languageName).join(", "))}
          </Text>
        ) : null}
      </div>
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
