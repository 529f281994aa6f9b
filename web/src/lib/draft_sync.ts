// Brings one draft to the server a little after it was typed, again until it is there, and never over a version that this
// page has not seen.

import { ApiError, describe } from "./api/error";
import { readDraftVersions, saveDraftAtServer } from "./api/endpoints/drafts";
import { pause } from "./connection";

const SAVE_PAUSE_MS = 2_000;
const RETRY_PAUSE_MS = 5_000;

export interface DraftSyncListener {
  /** The server has this text, as this version. */
  saved: (code: string, version: number) => void;
  /** Somebody else saved in between. Nothing is sent until `rebase`. */
  moved: () => void;
  /** The server will not take this text, and why. */
  refused: (why: string) => void;
  /** A text that only this browser has and that is to be a version below the next one, and that it is one now. */
  aside: () => string | undefined;
  asideKept: (code: string) => void;
}

export class DraftSync {
  private unsent: { code: string; newVersion: boolean } | null = null;
  private sending = false;
  private blocked = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stopped = new AbortController();

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
    this.blocked = false;
  }

  /** At once, and again until it is there. `leaving`: the page is about to go. */
  async send(leaving = false): Promise<void> {
    const wait = await this.attempt(leaving);
    if (wait === null || !this.waits()) return;
    await pause(wait, this.stopped.signal);
    await this.send();
  }

  /** Once. How long to wait before the next time; null when nothing was sent. */
  async attempt(leaving = false): Promise<number | null> {
    clearTimeout(this.timer);
    if (this.sending || this.unsent === null || this.stopped.signal.aborted) return null;
    const above = this.listener.aside() !== undefined;
    if (this.blocked && !above) return null;
    const { code, newVersion } = this.unsent;
    this.unsent = null;
    this.sending = true;
    let wait = SAVE_PAUSE_MS;
    try {
      for (let aside = this.listener.aside(); aside !== undefined; aside = this.listener.aside()) await this.keepAside(aside);
      const { version } = await saveDraftAtServer(this.problemId, this.language, { code, base: this.base, newVersion: newVersion || above }, leaving);
      this.base = version;
      this.listener.saved(code, version);
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        this.blocked = true;
        this.unsent ??= { code, newVersion };
        this.listener.moved();
      } else if (error instanceof ApiError && error.passing) {
        this.unsent ??= { code, newVersion };
        wait = (error.retryAfterSeconds ?? 0) * 1000 || RETRY_PAUSE_MS;
      } else if (!(error instanceof ApiError) || error.status !== 401) {
        // About the request itself: this browser keeps the draft all the same.
        this.listener.refused(describe(error).detail);
      }
    } finally {
      this.sending = false;
    }
    return wait;
  }

  /** Whether the server does not have the newest text, or one that is to be kept below it. */
  get isBehind(): boolean {
    return this.sending || this.unsent !== null || this.listener.aside() !== undefined;
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
    return this.unsent !== null && (!this.blocked || this.listener.aside() !== undefined);
  }

  /** Sends what is unsent, and hears no more of it. */
  stop(): void {
    void this.send(true);
    clearTimeout(this.timer);
    this.stopped.abort();
  }
}
