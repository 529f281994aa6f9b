import { Group, Select, Textarea, TextInput } from "@mantine/core";

import type { ExpectedVerdict, Solution } from "@/lib/api/endpoints/solutions";
import { text } from "@/lib/text";
import { nameOf } from "@/lib/verdicts";

import styles from "./Teaching.module.css";
import { TypingWindow } from "./TypingWindow";

const EXPECTED: ExpectedVerdict[] = ["AC", "WA", "TLE", "RE"];
export const expectedChoices = () => EXPECTED.map((value) => ({ value, label: nameOf(value) }));
export const expectedOf = (value: string | null): ExpectedVerdict => EXPECTED.find((one) => one === value) ?? "AC";

type Typed = Pick<Solution, "name" | "code" | "expected">;
const NEW: Typed = { name: "solution.py", code: "", expected: "AC" };

interface EditorProps {
  /** Under this name, and that of the solution, what was typed is kept when the session ends. */
  keptAs: string;
  solution: Solution | null;
  /** The name of one that somebody removed while its changes were kept. */
  lost?: string | undefined;
  saving: boolean;
  error: unknown;
  onSave: (solution: Typed) => void;
  onClose: () => void;
}

/** One solution in a window: its file name says the language. */
export function SolutionEditor({ keptAs, solution, lost = "", ...rest }: EditorProps) {
  const { solutions } = text;
  const { name, code, expected } = solution ?? (lost === "" ? NEW : { ...NEW, name: lost });
  return (
    <TypingWindow<Typed>
      {...rest}
      title={solution === null ? solutions.newTitle : solution.name}
      name={keptAs + (solution?.name ?? lost)}
      initial={{ name, code, expected }}
      isComplete={(typed) => typed.code.trim() !== ""}
    >
      {(form) => (
        <>
          <Group align="flex-start">
            <TextInput
              label={solutions.name}
              description={solutions.nameHint}
              maxLength={60}
              disabled={solution !== null}
              {...form.getInputProps("name")}
            />
            <Select
              label={solutions.expected}
              description={solutions.expectedHint}
              data={expectedChoices()}
              value={form.values.expected}
              allowDeselect={false}
              onChange={(value) => form.setFieldValue("expected", expectedOf(value))}
            />
          </Group>
          <Textarea
            label={solutions.code}
            autosize
            minRows={10}
            maxRows={24}
            spellCheck={false}
            classNames={{ input: styles.mono ?? "" }}
            {...form.getInputProps("code")}
          />
        </>
      )}
    </TypingWindow>
  );
}
