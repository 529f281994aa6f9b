import { describe, expect, it } from "vitest";

import type { Outdated } from "@/lib/api/resources/rejudging";

import { leftOf, standingOf } from "./judging_again";

const counted = (some: Partial<Outdated> = {}): Outdated => ({ rulesVersion: 3, judged: 5, outdated: 0, waiting: 0, accepted: 0, ...some });

describe("where a problem's verdicts stand", () => {
  it("is told while they are judged again, until all are", () => {
    expect(standingOf(counted(), undefined)).toBe("current");
    expect(standingOf(counted({ outdated: 2 }), undefined)).toBe("outdated");
    expect(standingOf(counted({ outdated: 2 }), 3)).toBe("going");
    expect(standingOf(counted({ waiting: 2 }), 3)).toBe("going");
    expect(standingOf(counted({ queueing: true }), 3)).toBe("going");
    expect(standingOf(counted(), 3)).toBe("done");
  });
  it("starts again when the tests change once more", () => {
    expect(standingOf(counted({ rulesVersion: 4, outdated: 2 }), 3)).toBe("outdated");
    expect(standingOf(counted({ rulesVersion: 4 }), 3)).toBe("current");
  });
  it("is told, too, where another page began", () => {
    expect(standingOf(counted({ outdated: 2, queueing: true }), undefined)).toBe("going");
    expect(standingOf(counted({ waiting: 6 }), undefined)).toBe("going");
    expect(standingOf(counted({ outdated: 2, waiting: 6 }), undefined)).toBe("outdated");
  });
});

describe("judging all again", () => {
  const begun = { submissions: 5_000, at: 100 };
  it("is not done by what was counted before", () => {
    expect(leftOf({ data: counted(), dataUpdatedAt: 99 }, begun)).toEqual({ waiting: 5_000, more: false, done: false });
  });
  it("is not done before all are queued and judged", () => {
    const left = (some: Partial<Outdated>) => leftOf({ data: counted(some), dataUpdatedAt: 101 }, begun);
    expect(left({ queueing: true })).toMatchObject({ more: true, done: false });
    expect(left({ waiting: 7, queueing: true })).toEqual({ waiting: 7, more: true, done: false });
    expect(left({ waiting: 7 })).toEqual({ waiting: 7, more: false, done: false });
    expect(left({}).done).toBe(true);
  });
});
