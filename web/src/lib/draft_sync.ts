// Brings one draft to the server a little after it was typed, again until it is there, and never over a version that this
// page has not seen.

import { ApiError, describe } from "./api/error";
import { readDraftVersions, saveDraftAtServer, type Draft } from "./api/resources/drafts";
import { pause } from "./connection";
import { currentSession } from "./session";

const SAVE_PAUSE_MS = 2_000;
const RETRY_PAUSE_MS = 5_000;

export interface DraftSyncListener {
  /** The server has this text, as this version. */
  saved: (code: string, version: number) => void;
  /** Somebody else saved this in between. Nothing is sent until `rebase` or `overtake`. */
  moved: (newest: Draft) => void;
  /** The server will not take this text, and why. */
  refused: (why: string) => void;
  /** A text that only this browser has and that is to be a version below the next one, and that it is one now. */
  aside: () => string | undefined;
  asideKept: (code: string) => void;
}

/** What is to be done before the next save: nothing, tell what is newest, wait for a choice, or take what is newest as known. */
type Before = "nothing" | "tell" | "choice" | "overtake";

export class DraftSync {
  private unsent: { code: string; newVersion: boolean } | null = null;
  private before: Before = "nothing";
  /** The attempt that is on its way. */
  private current: Promise<number> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stopped = new AbortController();
  private readonly owner = currentSession()?.userId;

  constructor(
    private readonly problemId: string,
    private readonly language: string,
    private base: number,
    private readonly listener: DraftSyncListener,
  ) {}

  /** `newVersion`: what was there before stays as a version, however young it is. */
  change(code: string, newVersion = false): void {
    this.unsent = { code, newVersion: newVersion || this.unsent?.newVersion === true };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), newVersion ? 0 : SAVE_PAUSE_MS);
  }

  /** From here on the newest version is known to be this one. */
  rebase(version: number): void {
    this.base = version;
    this.before = "nothing";
  }

  /** As `change`, above whatever the server has by then: that was chosen against, and stays as a version. */
  overtake(code: string): void {
    this.before = "overtake";
    this.change(code, true);
  }

  /** At once, and again until it is there. `leaving`: the page is about to go. */
  async send(leaving = false): Promise<void> {
    const wait = await this.attempt(leaving);
    if (wait === null || !this.waits()) return;
    await pause(wait, this.stopped.signal);
    if (!this.stopped.signal.aborted) await this.send();
  }

  /** Once. How long to wait before the next time; null when nothing was sent. */
  async attempt(leaving = false): Promise<number | null> {
    clearTimeout(this.timer);
    if (this.current !== null || this.unsent === null || !this.waits()) return null;
    // Somebody else may be signed in by now: nobody gets another's program.
    if (currentSession()?.userId !== this.owner) return null;
    const { code, newVersion } = this.unsent;
    this.unsent = null;
    this.current = this.store(code, newVersion, leaving);
    try {
      return await this.current;
    } finally {
      this.current = null;
    }
  }

  /** Once, after what is on its way now. */
  async settle(): Promise<void> {
    await this.current;
    await this.attempt();
  }

  private async store(code: string, newVersion: boolean, leaving: boolean, again = false): Promise<number> {
    // Text typed meanwhile is newer, but what the one on its way was to leave alone is to stay all the same.
    const back = () => (this.unsent = { code: this.unsent?.code ?? code, newVersion: newVersion || this.unsent?.newVersion === true });
    const above = this.listener.aside() !== undefined;
    try {
      if (!above && this.before !== "nothing" && !(await this.catchUp())) {
        back();
        return SAVE_PAUSE_MS;
      }
      for (let aside = this.listener.aside(); aside !== undefined; aside = this.listener.aside()) await this.keepAside(aside);
      const { version } = await saveDraftAtServer(this.problemId, this.language, { code, base: this.base, newVersion: newVersion || above }, leaving);
      this.base = version;
      this.listener.saved(code, version);
      return SAVE_PAUSE_MS;
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        if (this.before !== "overtake") this.before = "tell";
        if (!above && !again) return this.store(code, newVersion, leaving, true);
        back();
        return SAVE_PAUSE_MS;
      }
      if (error instanceof ApiError && error.passing) {
        back();
        return (error.retryAfterSeconds ?? 0) * 1000 || RETRY_PAUSE_MS;
      }
      // About the request itself: this browser keeps the draft all the same.
      if (!(error instanceof ApiError) || error.status !== 401) this.listener.refused(describe(error).detail);
      return SAVE_PAUSE_MS;
    }
  }

  /** Reads what is newest at the server, and takes it as known; or tells of it, and is false. */
  private async catchUp(): Promise<boolean> {
    const [newest] = await readDraftVersions(this.problemId, this.language);
    if (newest === undefined || this.before !== "tell") {
      this.rebase(newest?.version ?? 0);
      return true;
    }
    this.before = "choice";
    this.listener.moved(newest);
    return false;
  }

  /** Whether the server does not have the newest text, or one that is to be kept below it. */
  get isBehind(): boolean {
    return this.current !== null || this.unsent !== null || this.listener.aside() !== undefined;
  }

  /** As the newest version, which the next one is to leave alone. Where the server has it already, nothing is written. */
  private async keepAside(code: string): Promise<void> {
    const versions = await readDraftVersions(this.problemId, this.language);
    let newest = versions[0]?.version ?? 0;
    try {
      if (!versions.some((one) => one.code === code)) {
        newest = (await saveDraftAtServer(this.problemId, this.language, { code, base: newest, newVersion: true })).version;
      }
    } catch (error) {
      if (!(error instanceof ApiError) || error.passing || error.status === 409) throw error;
      // The server will never take it.
    }
    this.rebase(newest);
    this.listener.asideKept(code);
  }

  private waits(): boolean {
    return this.unsent !== null && (this.before !== "choice" || this.listener.aside() !== undefined);
  }

  /** Sends what is unsent, once, also what was typed during a save that is on its way; and hears no more of it. */
  stop(): void {
    clearTimeout(this.timer);
    if (this.current === null) void this.attempt(true);
    else void this.current.then(() => this.attempt(true));
    this.stopped.abort();
  }
}
