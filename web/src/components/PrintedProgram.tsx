import { usePrinting } from "@/lib/printing";
import { text } from "@/lib/text";

import styles from "./PrintedProgram.module.css";

/** A whole program on paper: an editor draws what a screen shows of it. `code` is asked when the page is printed. */
export function PrintedProgram({ code, language }: { code: () => string; language: string }) {
  if (!usePrinting()) return null;
  return (
    <section className={styles.program} aria-label={text.submission.printed}>
      <p>{text.submission.printedOf(language)}</p>
      {code()
        .replace(/\n$/, "")
        .split("\n")
        .map((line, i) => (
          <div key={i} className={styles.line}>
            <span className={styles.number}>{i + 1}</span>
            <code className={styles.text}>{line}</code>
          </div>
        ))}
    </section>
  );
}
