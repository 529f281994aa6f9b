// The tests in tests/browser: Chromium, the shipped binary and the real sandbox. `./test browser` has built all of it.

import { symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../tests/browser", import.meta.url));
// The tests import what web/package-lock.json names; they stand outside of web/, so that Node.js is led there.
try {
  symlinkSync("../../web/node_modules", `${root}/node_modules`);
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
}

export default defineConfig({
  root,
  // A test reads the catalogues of words.
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: {
    // Pictures for docs/screenshots are made by `npm run screenshots`, with the same server and browser.
    include: [process.env.AUTOGRADER_SCREENSHOTS === undefined ? "**/*.test.ts" : "screenshots.ts"],
    environment: "node",
    globalSetup: `${root}/caches.ts`,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One browser and one server a file; the machine judges, too.
    fileParallelism: false,
  },
});
