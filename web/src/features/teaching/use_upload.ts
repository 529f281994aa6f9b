import { useState } from "react";

import { pairFiles } from "@/lib/pair_files";
import { text } from "@/lib/text";

import { emptyTest, type Tests } from "./tests";

const TEXT_MAX = 8 * 1024 * 1024;

/** Adds pairs of files as tests, one after the other, and says how far it is. */
export function useUpload(tests: Tests) {
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [trouble, setTrouble] = useState("");
  const upload = async (files: File[]) => {
    const { pairs, unpaired } = pairFiles(files);
    const troubles = unpaired.length > 0 ? [text.tests.unpaired(unpaired.join(", "))] : [];
    setTrouble(troubles.join(" "));
    setProgress(pairs.length > 0 ? { done: 0, total: pairs.length } : null);
    let first = tests.rows.length === 0;
    try {
      for (const [i, { input, output }] of pairs.entries()) {
        const large = [input, output].find((file) => file.size > TEXT_MAX);
        if (large !== undefined) troubles.push(text.tests.tooLarge(large.name));
        else await tests.add({ ...emptyTest(first), input: await input.text(), output: await output.text() });
        first = false;
        setProgress({ done: i + 1, total: pairs.length });
      }
    } catch {
      // The server's reason is shown beside the table.
    }
    setTrouble(troubles.join(" "));
    setProgress(null);
  };
  return { upload, progress, trouble };
}
