import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Draft } from "./api/resources/drafts";
import { ApiError, unreachable } from "./api/error";
import { DraftSync } from "./draft_sync";
import { beginSession, endSession } from "./session";

const server = vi.hoisted(() => ({
  versions: [] as { code: string; version: number }[],
  away: false,
  /** A save is answered, and then nothing. */
  readingAway: false,
  /** A version is young, so that a save replaces it. */
  young: false,
  /** What a save waits for. */
  gate: Promise.resolve(),
}));

vi.mock("./api/resources/drafts", () => ({
  readDraftVersions: async (): Promise<Draft[]> => {
    await Promise.resolve();
    if (server.away || server.readingAway) throw unreachable();
    return server.versions.map((one) => ({ ...one, language: "c", savedAt: "2026-01-01T00:00:00Z" }));
  },
  saveDraftAtServer: async (_problem: string, _language: string, { code, base, newVersion }: { code: string; base?: number; newVersion?: boolean }) => {
    await server.gate;
    if (server.away) throw unreachable();
    const newest = server.versions[0]?.version ?? 0;
    if (base !== newest) throw new ApiError(409, "The draft was not saved", "base: it is at another version");
    if (server.young && newVersion !== true) server.versions.shift();
    server.versions.unshift({ code, version: newest + 1 });
    return { language: "c", version: newest + 1, savedAt: "" };
  },
}));

const encode = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, "");
const token = (id: string) => `x.${encode({ id, role: "student", exp: 2_000_000_000 })}.x`;
const codes = () => server.versions.map(({ code }) => code);
const later = (ms = 60_000) => vi.advanceTimersByTimeAsync(ms);

function syncOf(base = 0, asides: string[] = []) {
  const told: string[] = [];
  const saved: string[] = [];
  const sync = new DraftSync("p", "c", base, {
    saved: (code) => void saved.push(code),
    moved: ({ code }) => void told.push(code),
    refused: (why) => void told.push(`refused: ${why}`),
    aside: () => asides[0],
    asideKept: (code) => void asides.splice(asides.indexOf(code), 1),
  });
  return { sync, told, saved };
}

beforeEach(() => {
  vi.useFakeTimers();
  beginSession(token("ada"), true);
  Object.assign(server, { versions: [], away: false, readingAway: false, young: false, gate: Promise.resolve() });
});
afterEach(() => {
  vi.useRealTimers();
  endSession("left");
});

describe("a draft on its way", () => {
  it("that somebody else changed is told of, also when the newest version could not be read at first", async () => {
    server.versions = [{ code: "theirs", version: 7 }];
    const { sync, told, saved } = syncOf(3);
    server.readingAway = true;
    sync.change("mine");
    await later(10_000);
    expect(told).toEqual([]);
    server.readingAway = false;
    await later();
    expect(told).toEqual(["theirs"]);
    expect(saved).toEqual([]);
    sync.stop();
  });

  it("that was chosen without a connection is saved above the other one when the connection is back", async () => {
    server.versions = [{ code: "theirs", version: 7 }];
    const { sync, told } = syncOf(3);
    sync.change("mine");
    await later();
    server.away = true;
    sync.overtake("mine");
    await later();
    expect(codes()).toEqual(["theirs"]);
    server.away = false;
    await later();
    expect(codes()).toEqual(["mine", "theirs"]);
    sync.change("mine, longer");
    await later();
    expect(codes()[0]).toBe("mine, longer");
    expect(told).toEqual(["theirs"]);
    sync.stop();
  });

  it("leaves alone what was chosen against, also when more is typed during a save that fails", async () => {
    server.versions = [{ code: "theirs", version: 7 }];
    server.young = true;
    const { sync } = syncOf(3);
    sync.change("mine");
    await later();
    let release = (): void => undefined;
    server.gate = new Promise<void>((resolve) => (release = resolve));
    sync.overtake("mine");
    await later(1_000);
    sync.change("mine, longer");
    server.away = true;
    release();
    await later(1_000);
    server.away = false;
    await later();
    expect(codes()).toEqual(["mine, longer", "theirs"]);
    sync.stop();
  });

  it("is sent whole when its page goes during a save", async () => {
    let release = (): void => undefined;
    server.gate = new Promise<void>((resolve) => (release = resolve));
    const { sync, saved } = syncOf();
    sync.change("first");
    await later(2_000);
    sync.change("first and second");
    sync.stop();
    release();
    await later();
    expect(saved).toEqual(["first", "first and second"]);
    expect(codes()[0]).toBe("first and second");
  });

  it("is not sent for another person, who signed in meanwhile", async () => {
    const { sync } = syncOf();
    sync.change("a secret of Ada");
    beginSession(token("bob"), true);
    sync.stop();
    await later();
    expect(codes()).toEqual([]);
    beginSession(token("ada"), true);
  });
});
