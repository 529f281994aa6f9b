// Starts and stops build/release/autograder, and speaks to it as a program would.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const BINARY = process.env.AUTOGRADER_TEST_BINARY ?? fileURLToPath(new URL("../../build/release/autograder", import.meta.url));
const START_TIMEOUT_MS = 30_000;
const CACHES_TIMEOUT_MS = 600_000;
export const ADMIN = { email: "admin@localhost", password: "a password of tests" };

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

export interface TestCase {
  input: string;
  output: string;
  visibility?: "public" | "private";
  weight?: number;
  group?: string;
}

export class Server {
  private process: ChildProcess | undefined;
  private log = "";
  private readonly data = mkdtempSync("/tmp/autograder-browser-");
  readonly url: string;

  private constructor(
    private readonly port: number,
    private readonly more: string[],
    private readonly settings: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** `settings`: variables of the environment. */
  static async start(more: string[] = [], settings: Record<string, string> = {}): Promise<Server> {
    const server = new Server(await freePort(), more, settings);
    server.takeCaches();
    await server.launch();
    return server;
  }

  /** Returns when it is healthy; again after kill(), with the data it had, and with `more` instead of what it began with. */
  async launch(more: string[] = this.more): Promise<void> {
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("AUTOGRADER_"));
    const child = spawn(BINARY, ["serve", "--listen", `127.0.0.1:${this.port}`, "--data", this.data, ...more], {
      env: {
        ...Object.fromEntries(kept),
        AUTOGRADER_RATE_LIMITS: "off",
        AUTOGRADER_ADMIN_EMAIL: ADMIN.email,
        AUTOGRADER_ADMIN_PASSWORD: ADMIN.password,
        ...this.settings,
      },
      cwd: "/",
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.process = child;
    child.stderr.on("data", (chunk: Buffer) => (this.log = (this.log + chunk.toString()).slice(-20_000)));
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline && child.exitCode === null) {
      const healthy = await fetch(`${this.url}/health`).then(
        (response) => response.ok,
        () => false,
      );
      if (healthy) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the server did not become healthy:\n${this.log}`);
  }

  /** Hard links: nobody writes into a cache that is made. */
  private takeCaches(): void {
    const caches = process.env.AUTOGRADER_TEST_CACHES;
    if (caches !== undefined) execFileSync("cp", ["-al", `${caches}/cache`, `${this.data}/cache`]);
  }

  /** Until it has logged this. */
  async logged(words: string): Promise<void> {
    const deadline = Date.now() + CACHES_TIMEOUT_MS;
    while (!this.log.includes(words)) {
      if (Date.now() > deadline || this.process?.exitCode !== null) throw new Error(`the server did not log "${words}":\n${this.log}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Stops it. The caches of compilers that it made are in the directory whose name comes back. */
  async leaveCaches(): Promise<string> {
    await this.kill();
    const caches = mkdtempSync("/tmp/autograder-browser-caches-");
    renameSync(`${this.data}/cache`, `${caches}/cache`);
    await this.stop();
    return caches;
  }

  /** Without a word, as a power cut would. */
  async kill(): Promise<void> {
    if (this.process === undefined || this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: { "Content-Type": "application/json", ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async login(person: { email: string; password: string } = ADMIN): Promise<string> {
    return (await this.call<{ token: string }>("POST", "/auth/login", { email: person.email, password: person.password })).token;
  }

  async createProblem(some: { title: string; testCases: TestCase[] } & Record<string, unknown>): Promise<string> {
    const body = { description: "", difficulty: "easy", ...some };
    return (await this.call<{ _id: string }>("POST", "/problems/create", body, await this.login()))._id;
  }

  /** Submits and waits for the verdict. */
  async judge(problemId: string, language: string, code: string, token: string): Promise<string> {
    const { _id } = await this.call<{ _id: string }>("POST", "/submission/create", { problemId, language, code }, token);
    for (;;) {
      const { status } = await this.call<{ status: string }>("GET", `/submission/${_id}?wait=60`, undefined, token);
      if (status !== "QUEUED" && status !== "RUNNING") return _id;
    }
  }
}
