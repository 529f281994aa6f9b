import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";

import { FormError } from "@/components/FormError";
import type { ExpectedVerdict, Solution } from "@/lib/api/endpoints/solutions";
import { text } from "@/lib/text";
import { nameOf } from "@/lib/verdicts";

import styles from "./Teaching.module.css";

const EXPECTED: ExpectedVerdict[] = ["AC", "WA", "TLE", "RE"];
export const expectedChoices = () => EXPECTED.map((value) => ({ value, label: nameOf(value) }));
export const expectedOf = (value: string | null): ExpectedVerdict => EXPECTED.find((one) => one === value) ?? "AC";

interface EditorProps {
  solution: Solution | null;
  saving: boolean;
  error: unknown;
  onSave: (solution: Pick<Solution, "name" | "code" | "expected">) => void;
  onClose: () => void;
}

/** One solution in a window: its file name says the language. */
export function SolutionEditor({ solution, saving, error, onSave, onClose }: EditorProps) {
  const [name, setName] = useState(solution?.name ?? "solution.py");
  const [code, setCode] = useState(solution?.code ?? "");
  const [expected, setExpected] = useState<ExpectedVerdict>(solution?.expected ?? "AC");
  const typed = code !== (solution?.code ?? "");
  const { solutions } = text;
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={!typed}
      closeOnEscape={!typed}
      size="xl"
      title={solution === null ? solutions.newTitle : solution.name}
      closeButtonProps={{ "aria-label": text.general.close }}
    >
      <Stack>
        <Group align="flex-start">
          <TextInput
            label={solutions.name}
            description={solutions.nameHint}
            value={name}
            maxLength={60}
            disabled={solution !== null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={solutions.expected}
            description={solutions.expectedHint}
            data={expectedChoices()}
            value={expected}
            allowDeselect={false}
            onChange={(value) => setExpected(expectedOf(value))}
          />
        </Group>
        <Textarea
          label={solutions.code}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autosize
          minRows={10}
          maxRows={24}
          spellCheck={false}
          classNames={{ input: styles.mono ?? "" }}
        />
        <FormError error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.general.cancel}
          </Button>
          <Button loading={saving} disabled={code.trim() === ""} onClick={() => onSave({ name, code, expected })}>
            {text.general.save}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
