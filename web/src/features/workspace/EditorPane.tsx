import { ActionIcon, Button, Group, Modal, Select, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerPlay, IconRotate, IconSend, IconTextDecrease, IconTextIncrease } from "@tabler/icons-react";
import type { Ref } from "react";

import { CodeEditor, type EditorHandle } from "@/components/editor";
import type { Language } from "@/lib/api/endpoints/languages";
import type { Diagnostic } from "@/lib/diagnostics";
import { useCodeSize } from "@/lib/preferences";
import { text } from "@/lib/text";

import type { Program } from "./use_program";
import styles from "./Workspace.module.css";

interface EditorPaneProps {
  program: Program;
  languages: Language[];
  diagnostics: Diagnostic[];
  editor: Ref<EditorHandle>;
  onEdit: () => void;
  onSubmit: () => void;
  onRun: () => void;
  submitting: boolean;
  running: boolean;
}

export function EditorPane(props: EditorPaneProps) {
  const { program, languages, diagnostics, editor, onEdit, onSubmit, onRun, submitting, running } = props;
  const { size, smaller, larger } = useCodeSize();
  const [asking, ask] = useDisclosure();
  const options = languages.map((one) => ({
    value: one.id,
    label: one.available ? one.name : text.problem.languageMissing(one.name),
    disabled: !one.available,
  }));
  const reset = () => {
    program.reset();
    ask.close();
  };
  return (
    <section className={styles.editorPane} aria-label={text.problem.editor}>
      <Group className={styles.toolbar} gap={6} wrap="nowrap">
        <Select
          aria-label={text.problem.language}
          data={options}
          value={program.languageId}
          onChange={(value) => value !== null && program.setLanguage(value)}
          allowDeselect={false}
          size="xs"
          w={150}
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
        <span style={{ flex: 1 }} />
        <Tooltip label={text.problem.runHint}>
          <Button size="xs" variant="default" leftSection={<IconPlayerPlay size={14} aria-hidden />} loading={running} onClick={onRun}>
            {text.problem.run}
          </Button>
        </Tooltip>
        <Tooltip label={text.problem.submitHint}>
          <Button size="xs" leftSection={<IconSend size={14} aria-hidden />} loading={submitting} onClick={onSubmit}>
            {text.problem.submit}
          </Button>
        </Tooltip>
      </Group>
      <VisuallyHidden id="editor-hint">{text.problem.editorHint}</VisuallyHidden>
      <div className={styles.editor} style={{ "--code-size": `${size}px` } as React.CSSProperties}>
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
