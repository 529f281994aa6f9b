import { useState } from "react";

import { byteLength } from "@/lib/format";
import { pairFiles } from "@/lib/pair_files";
import { text } from "@/lib/text";
import { unzip, ZipError } from "@/lib/unzip";

import { emptyTest, type TestDraft, type TestNote, type Tests } from "./tests";

const TEXT_MAX = 8 * 1024 * 1024;
const ARCHIVE_MAX = 256 * 1024 * 1024;

// Bound of one request: as JSON a text may grow, and the server takes 64 MiB.
const REQUEST_MAX = 16 * 1024 * 1024;

/** In as few pieces as the server takes: one, for all but very large tests. */
function inRequests(drafts: TestDraft[]): TestDraft[][] {
  const requests: TestDraft[][] = [];
  let room = 0;
  for (const draft of drafts) {
    const size = byteLength(draft.input) + byteLength(draft.output);
    const last = requests.at(-1);
    if (last === undefined || size > room) requests.push([draft]);
    else last.push(draft);
    room = (last === undefined || size > room ? REQUEST_MAX : room) - size;
  }
  return requests;
}

interface Offered {
  path: string;
  size: number;
  text: () => Promise<string>;
}

/** The files themselves, and those inside of archives. */
async function offeredBy(files: File[], troubles: string[]): Promise<Offered[]> {
  const offered: Offered[] = [];
  for (const file of files) {
    if (!/\.zip$/i.test(file.name)) {
      offered.push({ path: file.webkitRelativePath || file.name, size: file.size, text: () => file.text() });
    } else if (file.size > ARCHIVE_MAX) {
      troubles.push(text.tests.archiveTooLarge(file.name));
    } else {
      try {
        offered.push(...unzip(await file.arrayBuffer()));
      } catch (error) {
        if (!(error instanceof ZipError)) throw error;
        troubles.push(text.tests.archiveUnread(file.name));
      }
    }
  }
  return offered;
}

const NAMES_SHOWN = 10;
const listed = (names: string[]) => names.slice(0, NAMES_SHOWN).join(", ") + (names.length > NAMES_SHOWN ? ", …" : "");

/** Adds pairs of files, loose or in zip archives, as tests: in one request where they are not very large. */
export function useUpload(tests: Tests) {
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [trouble, setTrouble] = useState("");
  const [notes, setNotes] = useState<string[]>([]);
  const [added, setAdded] = useState<{ count: number; shown: number } | null>(null);
  const upload = async (files: File[]) => {
    const troubles: string[] = [];
    setTrouble("");
    setNotes([]);
    setAdded(null);
    const drafts: TestDraft[] = [];
    const read: string[] = [];
    const seen: TestNote[] = [];
    try {
      const { pairs, unpaired } = pairFiles(await offeredBy(files, troubles));
      if (unpaired.length > 0) troubles.push(text.tests.unpaired(listed(unpaired)));
      setProgress(pairs.length > 0 ? { done: 0, total: pairs.length } : null);
      for (const { name, sample, input, output } of pairs) {
        const large = [input, output].find((file) => file.size > TEXT_MAX);
        if (large !== undefined) {
          troubles.push(text.tests.tooLarge(large.path));
          continue;
        }
        // Public only where the files' own names say so: what is shown to students once cannot be taken back.
        const draft = { ...emptyTest(sample === true), input: await input.text(), output: await output.text() };
        drafts.push(draft);
        read.push(name);
      }
      let done = 0;
      for (const some of inRequests(drafts)) {
        const found = await tests.addAll(some);
        seen.push(...found.map((note) => ({ ...note, index: note.index + done })));
        done += some.length;
        setProgress({ done, total: drafts.length });
        setAdded({ count: done, shown: drafts.slice(0, done).filter(({ visibility }) => visibility === "public").length });
      }
    } catch (error) {
      if (error instanceof ZipError) troubles.push(text.tests.archiveUnread(listed(files.map(({ name }) => name))));
      // Other reasons are the server's, and shown above the table.
    }
    setTrouble(troubles.join(" "));
    setNotes(sentencesOf(seen, read));
    setProgress(null);
  };
  return { upload, progress, trouble, notes: added === null ? notes : [text.tests.added(added.count, added.shown), ...notes] };
}

/** One sentence a kind of note, with the tests that it is about. */
function sentencesOf(notes: TestNote[], names: string[]): string[] {
  const codes = [...new Set(notes.map(({ code }) => code))];
  return codes.map((code) => {
    const tests = notes.filter((note) => note.code === code).map(({ index }) => names[index] ?? "");
    return text.tests.notes[code](listed(tests), tests.length);
  });
}
