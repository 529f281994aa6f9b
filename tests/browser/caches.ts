// What compilers read is made once for all servers of the tests. Each would make it again at its start: a minute of both
// cores, in which every page and every verdict of a test waits. tests/end_to_end looks at how a server makes it.

import { rmSync } from "node:fs";

import { Server } from "./server.ts";

export async function setup(): Promise<() => void> {
  // Of an earlier call, where somebody works at a test.
  if (process.env.AUTOGRADER_TEST_CACHES !== undefined) return () => undefined;
  const server = await Server.start();
  await server.logged("build caches are ready");
  const caches = await server.leaveCaches();
  process.env.AUTOGRADER_TEST_CACHES = caches;
  return () => rmSync(caches, { recursive: true, force: true });
}
