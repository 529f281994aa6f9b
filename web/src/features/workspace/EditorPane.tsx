import { ActionIcon, Button, Group, Modal, Select, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconFileUpload, IconHistory, IconPlayerPlay, IconRotate, IconSend, IconTextDecrease, IconTextIncrease } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState, type DragEvent, type Ref } from "react";

import { CodeEditor, type EditorHandle } from "@/components/editor";
import { FilePicker } from "@/components/FilePicker";
import { languagesQuery, type Language } from "@/lib/api/resources/languages";
import type { Diagnostic } from "@/lib/diagnostics";
import { bytes } from "@/lib/format";
import { useCodeSize } from "@/lib/preferences";
import { languageOf, readSource, SOURCE_MAX_BYTES } from "@/lib/source_file";
import { text } from "@/lib/text";

import { BusyButton } from "./BusyButton";
import { OfferBar } from "./OfferBar";
import { VersionsWindow } from "./Versions";
import type { Program } from "./use_program";
import styles from "./Workspace.module.css";

const LOOK_EVERY_MS = 10_000;

interface EditorPaneProps {
  problemId: string;
  program: Program;
  languages: Language[];
  diagnostics: Diagnostic[];
  editor: Ref<EditorHandle>;
  onEdit: () => void;
  onSubmit: () => void;
  onRun: () => void;
  onRunSamples: () => void;
  submitting: boolean;
  running: boolean;
}

/** Libraries that a program of this language may use on this server, beyond the language's own. */
function Libraries({ language }: { language: Language | undefined }) {
  const all = language?.libraries ?? [];
  const there = all.filter(({ available }) => available).map(({ name, version }) => (version ? `${name} ${version}` : name));
  const absent = all.filter(({ available }) => !available).map(({ name }) => name);
  const parts = [
    ...(there.length > 0 ? [text.problem.libraries(there.join(", "))] : []),
    ...(absent.length > 0 ? [text.problem.librariesAbsent(absent.join(", "))] : []),
  ];
  if (parts.length === 0) return null;
  const words = parts.join("; ");
  return (
    <Text size="xs" c="dimmed" px="sm" py={3}>
      {words.charAt(0).toUpperCase() + words.slice(1)}
    </Text>
  );
}

/** What became of the language of the program: no worker has it now, or it cannot be chosen any more, by its name. */
function useLost(languages: Language[], id: string): { away: string | undefined; gone: string | undefined } {
  const found = languages.find((one) => one.id === id);
  const away = found?.available === false ? found.name : undefined;
  // Seen at once by who comes back to the page, and again when a worker for it is back.
  useQuery({ ...languagesQuery, refetchOnWindowFocus: "always", refetchInterval: away === undefined ? false : LOOK_EVERY_MS });
  const [names, setNames] = useState<Record<string, string>>({});
  if (found !== undefined && names[id] !== found.name) setNames({ ...names, [id]: found.name });
  return { away, gone: found === undefined && languages.length > 0 ? (names[id] ?? id) : undefined };
}

export function EditorPane(props: EditorPaneProps) {
  const { problemId, program, languages, diagnostics, editor, onEdit, onSubmit, onRun, onRunSamples, submitting, running } = props;
  const { size, smaller, larger } = useCodeSize();
  const [asking, ask] = useDisclosure();
  const [versions, showVersions] = useDisclosure();
  const [dropping, setDropping] = useState(false);
  const { away, gone } = useLost(languages, program.languageId);
  const options = languages.map((one) => ({
    value: one.id,
    label: one.available ? one.name : text.problem.languageMissing(one.name),
    disabled: !one.available && one.id !== program.languageId,
  }));
  if (gone !== undefined) options.unshift({ value: program.languageId, label: text.problem.languageMissing(gone), disabled: false });
  const take = async (file: File | null | undefined) => {
    if (!file) return;
    const source = await readSource(file);
    if ("refused" in source) {
      const message = source.refused === "large" ? text.problem.fileTooLarge(file.name, bytes(SOURCE_MAX_BYTES)) : text.problem.fileNotText(file.name);
      notifications.show({ color: "red", message });
      return;
    }
    const language = languageOf(file.name);
    program.load(languages.some((one) => one.id === language) && language ? language : program.languageId, source.code);
    onEdit();
    notifications.show({ message: text.problem.fileOpened(file.name) });
  };
  const drag = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: () => setDropping(false),
    onDropCapture: (event: DragEvent) => {
      setDropping(false);
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      void take(event.dataTransfer.files[0]);
    },
  };
  const reset = () => {
    program.reset();
    ask.close();
  };
  return (
    <section className={styles.editorPane} aria-label={text.problem.editor}>
      <Group className={styles.toolbar} gap={6}>
        <Select
          aria-label={text.problem.language}
          data={options}
          value={program.languageId}
          onChange={(value) => value !== null && program.setLanguage(value)}
          allowDeselect={false}
          size="xs"
          // "JavaScript (not available)" is longer.
          w={away === undefined && gone === undefined ? 150 : 230}
        />
        <Tooltip label={text.problem.reset}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={text.problem.reset}
            onClick={() => (program.isTemplate() ? reset() : ask.open())}
          >
            <IconRotate size={16} />
          </ActionIcon>
        </Tooltip>
        <FilePicker onChange={(file) => void take(file)}>
          {(button) => (
            <Tooltip label={text.problem.openFile}>
              <ActionIcon variant="subtle" color="gray" aria-label={text.problem.openFile} {...button}>
                <IconFileUpload size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </FilePicker>
        <Tooltip label={text.problem.versions}>
          <ActionIcon variant="subtle" color="gray" aria-label={text.problem.versions} onClick={showVersions.open}>
            <IconHistory size={16} />
          </ActionIcon>
        </Tooltip>
        <Group gap={0} wrap="nowrap" visibleFrom="sm">
          <Tooltip label={text.problem.fontSmaller}>
            <ActionIcon variant="subtle" color="gray" aria-label={text.problem.fontSmaller} onClick={smaller}>
              <IconTextDecrease size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={text.problem.fontLarger}>
            <ActionIcon variant="subtle" color="gray" aria-label={text.problem.fontLarger} onClick={larger}>
              <IconTextIncrease size={16} />
            </ActionIcon>
          </Tooltip>
        </Group>
        {/* On a phone they have a line of their own: words in other languages are longer. */}
        <Group gap={6} wrap="nowrap" ml="auto">
          <Tooltip label={text.problem.runHint}>
            <BusyButton size="xs" variant="default" leftSection={<IconPlayerPlay size={14} aria-hidden />} busy={running} onClick={onRunSamples}>
              {text.problem.runSamples}
            </BusyButton>
          </Tooltip>
          <Tooltip label={text.problem.submitHint}>
            <BusyButton size="xs" leftSection={<IconSend size={14} aria-hidden />} busy={submitting} onClick={onSubmit}>
              {text.problem.submit}
            </BusyButton>
          </Tooltip>
        </Group>
      </Group>
      <Libraries language={languages.find((one) => one.id === program.languageId)} />
      <VisuallyHidden id="editor-hint">{text.problem.editorHint}</VisuallyHidden>
      <div className={styles.editor} data-dropping={dropping || undefined} {...drag} style={{ "--code-size": `${size}px` } as React.CSSProperties}>
        {languages.length === 0 ? (
          <Text p="md" c="dimmed">
            {text.problem.noLanguages}
          </Text>
        ) : (
          <CodeEditor
            ref={editor}
            document={program.document}
            language={program.languageId}
            label={text.problem.editor}
            describedBy="editor-hint"
            diagnostics={diagnostics}
            onChange={(code) => {
              program.change(code);
              onEdit();
            }}
            onSubmit={onSubmit}
            onRun={onRun}
          />
        )}
      </div>
      {/* Below the text, which stays where it is while somebody types. */}
      <OfferBar program={program} />
      {program.refusal === "" || gone !== undefined ? null : (
        <Text size="sm" className={styles.offer} role="status">
          {text.problem.keptHereAlone(program.refusal)}
        </Text>
      )}
      {away === undefined && gone === undefined ? null : (
        <Text size="sm" className={styles.offer} role="status">
          {gone === undefined ? text.problem.languageAway(away ?? "") : text.problem.languageGone(gone)}
        </Text>
      )}
      <VersionsWindow
        opened={versions}
        close={showVersions.close}
        problemId={problemId}
        language={program.languageId}
        template={languages.find((one) => one.id === program.languageId)?.template ?? ""}
        current={program.settled}
        load={(code) => {
          program.replace(code);
          onEdit();
          showVersions.close();
          notifications.show({ message: text.problem.loaded });
        }}
      />
      <Modal opened={asking} onClose={ask.close} title={text.problem.reset} closeButtonProps={{ "aria-label": text.general.close }}>
        <Text>{text.problem.resetQuestion}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={ask.close}>
            {text.general.cancel}
          </Button>
          <Button color="red" onClick={reset}>
            {text.problem.resetConfirm}
          </Button>
        </Group>
      </Modal>
    </section>
  );
}
