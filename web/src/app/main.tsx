// The first thing that runs: the words of the reader's language come before anything that says them.

import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./global.css";

import { locale } from "@/lib/locale";
import { loadServerWords, loadWords } from "@/lib/text";

document.documentElement.lang = locale;
void loadWords()
  .then(() => import("./start"))
  .then(loadServerWords);

// The fonts come last: on a slow network a page is shown first in the letters that the reader's computer has.
// scripts/early.mjs makes the promise.
const { filesOfPage } = window as { filesOfPage?: Promise<unknown> };
void Promise.resolve(filesOfPage).then(() => import("./fonts"));
