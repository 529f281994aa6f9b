// The tests of a problem while they are edited: of one that is new they live in the form, of one that exists on the server.

import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Schemas } from "@/lib/api/client";
import { changeProblemAt } from "@/lib/api/resources/problem_changes";
import type { TestCase } from "@/lib/api/resources/problems";
import {
  addTestCase,
  addTestCases,
  changeTestCase,
  changeTestCases,
  deleteTestCase,
  readTestCase,
  testCasesChanged,
  testCasesQuery,
  type LineEnds,
} from "@/lib/api/resources/test_cases";
import { byteLength } from "@/lib/format";
import { keptFields, useKeptForm } from "@/lib/kept_form";
import { newKey } from "@/lib/random";
import { text } from "@/lib/text";

import type { ProblemVersion } from "./problem_version";

export interface TestRow {
  id: string;
  /** Possibly only the beginning, see `truncated`. */
  input: string;
  output: string;
  inputBytes: number;
  outputBytes: number;
  truncated: boolean;
  visibility: "public" | "private";
  weight: number;
  group: string;
}
export type TestDraft = Pick<TestRow, "input" | "output" | "visibility" | "weight" | "group">;

/** The settings of a test besides its texts. */
export type TestSettings = Partial<Pick<TestDraft, "visibility" | "weight" | "group">>;
/** Changes in the texts of the test with this place in an upload. */
export interface TestNote {
  index: number;
  code: Schemas["TextNotes"][number]["code"];
}

export interface Tests {
  /** With a test's id: the name under which what was typed into it is kept when the session ends. */
  keptAs: string;
  rows: TestRow[];
  loading: boolean;
  busy: boolean;
  error: unknown;
  /** What becomes of CRLF line ends in the texts that come in from now on. Those that are there stay as they are. */
  lineEnds: LineEnds;
  setLineEnds: (lineEnds: LineEnds) => void;
  add: (draft: TestDraft) => Promise<void>;
  /** All of them, or none. */
  addAll: (drafts: TestDraft[]) => Promise<TestNote[]>;
  /** The same settings for many, in one change. */
  setAll: (ids: string[], settings: TestSettings) => Promise<void>;
  change: (id: string, some: Partial<TestDraft>) => Promise<void>;
  remove: (id: string) => Promise<void>;
  /** One after the other; `onRemoved` says how many are gone. It ends with the first that is refused. */
  removeAll: (ids: string[], onRemoved: (count: number) => void) => Promise<void>;
  /** The last one stays: a problem that is stored keeps at least one. */
  keepsOne: boolean;
  /** Exchanges it with its neighbour above (-1) or below (1). */
  move: (id: string, by: -1 | 1) => Promise<void>;
  /** With its whole texts. */
  read: (id: string) => Promise<TestRow>;
}

export const emptyTest = (first: boolean): TestDraft => ({
  input: "",
  output: "",
  visibility: first ? "public" : "private",
  weight: 1,
  group: "",
});

export const draftOf = ({ input, output, visibility, weight, group }: TestRow): TestDraft => ({ input, output, visibility, weight, group });

function moved<T extends { id: string }>(rows: T[], id: string, by: -1 | 1): T[] {
  const from = rows.findIndex((row) => row.id === id);
  const [one, other] = [rows[from], rows[from + by]];
  if (one === undefined || other === undefined) return rows;
  return rows.map((row, i) => (i === from ? other : i === from + by ? one : row));
}

/** The form for the server: an empty group is none. */
export const toBody = ({ input, output, visibility, weight, group }: TestDraft) => ({
  input,
  output,
  visibility,
  weight,
  ...(group === "" ? {} : { group }),
});

const KEPT_ROWS = "tests.new";
export const KEPT_OF_NEW = "test.new.";

interface KeptTests {
  rows: TestRow[];
  lineEnds: LineEnds;
}

export function useLocalTests(): Tests {
  // They are there before a window asks for one of them.
  const [rows, setRows] = useState<TestRow[]>(() => keptFields<KeptTests>(KEPT_ROWS).rows ?? []);
  const [lineEnds, setLineEnds] = useState<LineEnds>(() => keptFields<KeptTests>(KEPT_ROWS).lineEnds ?? "convert");
  useKeptForm<KeptTests>(KEPT_ROWS, () => ({ rows: [], lineEnds: "convert" }), () => ({ rows, lineEnds }), () => undefined);
  const done = Promise.resolve();
  const sized = (row: TestRow) => ({ ...row, inputBytes: byteLength(row.input), outputBytes: byteLength(row.output) });
  const addAll = (drafts: TestDraft[]) => {
    const added = drafts.map((draft) => sized({ ...draft, id: newKey(), truncated: false, inputBytes: 0, outputBytes: 0 }));
    setRows((known) => [...known, ...added]);
    return Promise.resolve([]);
  };
  return {
    keptAs: KEPT_OF_NEW,
    rows,
    loading: false,
    busy: false,
    error: null,
    lineEnds,
    setLineEnds,
    add: async (draft) => {
      await addAll([draft]);
    },
    addAll,
    setAll: (ids, settings) => {
      setRows((known) => known.map((row) => (ids.includes(row.id) ? { ...row, ...settings } : row)));
      return done;
    },
    change: (id, some) => {
      setRows((known) => known.map((row) => (row.id === id ? sized({ ...row, ...some }) : row)));
      return done;
    },
    keepsOne: false,
    remove: (id) => {
      setRows((known) => known.filter((row) => row.id !== id));
      return done;
    },
    removeAll: (ids, onRemoved) => {
      setRows((known) => known.filter((row) => !ids.includes(row.id)));
      onRemoved(ids.length);
      return done;
    },
    move: (id, by) => {
      setRows((known) => moved(known, id, by));
      return done;
    },
    read: (id) => {
      const row = rows.find((one) => one.id === id);
      return row === undefined ? Promise.reject(new Error(id)) : Promise.resolve(row);
    },
  };
}

const rowOf = (test: TestCase): TestRow => ({ ...test, id: test._id });

export function useServerTests(problemId: string, version: ProblemVersion): Tests {
  const client = useQueryClient();
  const query = useQuery(testCasesQuery(problemId));
  const [lineEnds, setLineEnds] = useState<LineEnds>("convert");
  const rows = (query.data ?? []).map(rowOf);
  const read = async (id: string) => rowOf(await readTestCase(id));
  const doing = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSettled: () => testCasesChanged(client, problemId),
  });
  const run = async (work: () => Promise<unknown>) => {
    await doing.mutateAsync(work);
  };
  return {
    keptAs: `test.${problemId}.`,
    rows,
    loading: query.isPending,
    busy: doing.isPending,
    error: doing.error ?? query.error,
    lineEnds,
    setLineEnds,
    add: (draft) => run(() => version.change((at) => addTestCase(at, problemId, { ...toBody(draft), lineEnds }))),
    addAll: async (drafts) => {
      let notes: TestNote[] = [];
      await run(async () => {
        const added = await version.change((at) => addTestCases(at, problemId, { testCases: drafts.map(toBody), lineEnds }));
        notes = added.flatMap((test, index) => (test.notes ?? []).map(({ code }) => ({ index, code })));
      });
      return notes;
    },
    setAll: (ids, settings) => run(() => version.change((at) => changeTestCases(at, problemId, { ids, ...settings }))),
    change: (id, some) => run(() => version.change((at) => changeTestCase(at, id, { ...some, lineEnds }))),
    keepsOne: true,
    remove: (id) => run(() => version.change((at) => deleteTestCase(at, id))),
    removeAll: (ids, onRemoved) =>
      run(async () => {
        for (const [i, id] of ids.entries()) {
          await version.change((at) => deleteTestCase(at, id));
          onRemoved(i + 1);
        }
      }),
    // The interface knows no order but that of a whole list: it is read, and replaced in the new order.
    move: (id, by) =>
      run(async () => {
        const whole: TestRow[] = [];
        for (const row of moved(rows, id, by)) whole.push(row.truncated ? await read(row.id) : row);
        const long = whole.findIndex((row) => row.truncated);
        if (long >= 0) throw new Error(text.tests.tooLarge(text.tests.editTitle(long + 1)));
        // Their texts stay, with the line ends that somebody chose to keep.
        await version.change((at) => changeProblemAt(at, problemId, { testCases: whole.map(toBody), lineEnds: "keep" }));
        notifications.show({ message: text.tests.orderChanged });
      }),
    read,
  };
}
