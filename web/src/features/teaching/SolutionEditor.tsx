import { Group, Select, Textarea, TextInput } from "@mantine/core";

import type { ExpectedVerdict, Solution } from "@/lib/api/resources/solutions";
import { text } from "@/lib/text";
import { nameOf } from "@/lib/verdicts";

import styles from "./Teaching.module.css";
import { TypingWindow } from "./TypingWindow";

const EXPECTED: ExpectedVerdict[] = ["AC", "WA", "TLE", "RE"];
export const expectedChoices = () => EXPECTED.map((value) => ({ value, label: nameOf(value) }));
export const expectedOf = (value: string | null): ExpectedVerdict => EXPECTED.find((one) => one === value) ?? "AC";

type Typed = Pick<Solution, "name" | "code" | "expected">;
const NEW: Typed = { name: "solution.py", code: "", expected: "AC" };

/** The name itself, or with the first number that makes it another than those. */
export function freeName(name: string, taken: string[]): string {
  const numbered = (n: number) => (n === 1 ? name : name.replace(/(?=\.[^.]*$)/, String(n)));
  let n = 1;
  while (taken.includes(numbered(n))) n++;
  return numbered(n);
}

interface EditorProps {
  /** Under this name, and that of the solution, what was typed is kept when the session ends. */
  keptAs: string;
  solution: Solution | null;
  /** The name of one that somebody removed while its changes were kept. */
  lost?: string | undefined;
  /** The names that there are: a new one takes none of their places. */
  taken: string[];
  saving: boolean;
  error: unknown;
  onSave: (solution: Typed) => void;
  onClose: () => void;
}

/** One solution in a window: its file name says the language. */
export function SolutionEditor({ keptAs, solution, lost = "", taken, ...rest }: EditorProps) {
  const { solutions } = text;
  const { name, code, expected } = solution ?? { ...NEW, name: lost === "" ? freeName(NEW.name, taken) : lost };
  const isTaken = (typed: Typed) => solution === null && taken.includes(typed.name);
  return (
    <TypingWindow<Typed>
      {...rest}
      title={solution === null ? solutions.newTitle : solution.name}
      name={keptAs + (solution?.name ?? lost)}
      initial={{ name, code, expected }}
      isComplete={(typed) => typed.code.trim() !== "" && !isTaken(typed)}
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
              error={isTaken(form.values) && !rest.saving ? solutions.taken : null}
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
