import { useState } from "react";

import { byteLength } from "@/lib/format";
import { pairFiles } from "@/lib/pair_files";
import { text } from "@/lib/text";

import { emptyTest, type TestDraft, type Tests } from "./tests";

const TEXT_MAX = 8 * 1024 * 1024;

// Of one request: as JSON a text may grow, and the server takes 64 MiB.
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

/** Adds pairs of files as tests, in one request where they are not very large. */
export function useUpload(tests: Tests) {
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [trouble, setTrouble] = useState("");
  const upload = async (files: File[]) => {
    const { pairs, unpaired } = pairFiles(files);
    const troubles = unpaired.length > 0 ? [text.tests.unpaired(unpaired.join(", "))] : [];
    setTrouble(troubles.join(" "));
    setProgress(pairs.length > 0 ? { done: 0, total: pairs.length } : null);
    const drafts: TestDraft[] = [];
    try {
      for (const { input, output } of pairs) {
        const large = [input, output].find((file) => file.size > TEXT_MAX);
        if (large !== undefined) troubles.push(text.tests.tooLarge(large.name));
        else drafts.push({ ...emptyTest(tests.rows.length + drafts.length === 0), input: await input.text(), output: await output.text() });
      }
      let done = 0;
      for (const some of inRequests(drafts)) {
        await tests.addAll(some);
        done += some.length;
        setProgress({ done, total: drafts.length });
      }
    } catch {
      // The server's reason is shown above the table.
    }
    setTrouble(troubles.join(" "));
    setProgress(null);
  };
  return { upload, progress, trouble };
}
