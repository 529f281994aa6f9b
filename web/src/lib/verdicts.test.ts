import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { explain, isOpen, isPartial, nameOf, STATUSES, timeOf, toneOf, verdictNames } from "./verdicts";

describe("verdicts", () => {
  it("are those of the interface, each with words of its own", () => {
    const listed = /\n {4}Status: \{enum: \[(.+)\]\}/.exec(readFileSync("../docs/http_api.yaml", "utf8"))?.[1]?.split(", ");
    expect([...STATUSES].sort()).toEqual(listed?.sort());
    expect(new Set(STATUSES.map(nameOf)).size).toBe(STATUSES.length);
    expect(new Set(STATUSES.map(explain)).size).toBe(STATUSES.length);
  });
  it("may change while it waits or runs alone", () => {
    expect(STATUSES.filter(isOpen)).toEqual(["QUEUED", "RUNNING"]);
    expect(STATUSES.filter((status) => toneOf(status) === "good")).toEqual(["AC"]);
  });
  it("of a program that waited has the clock's time", () => {
    expect(timeOf({ executionTimeMs: 17, waitedMs: 11_000 })).toBe(11_000);
    expect(timeOf({ executionTimeMs: 17, waitedMs: 0 })).toBe(17);
    expect(timeOf({ executionTimeMs: null, waitedMs: null })).toBeNull();
  });
  it("are partial with some of the points", () => {
    expect(isPartial("WA", 40)).toBe(true);
    expect([isPartial("WA", 0), isPartial("AC", 100), isPartial("WA", null), isPartial("RUNNING", 40), isPartial("IE", 40)]).toEqual(Array(5).fill(false));
  });
  it("have names where several may occur, and none where one is no verdict", () => {
    expect(verdictNames("TLE/RE")).toBe("Time limit exceeded or Runtime error");
    expect([verdictNames("AC"), verdictNames("XX"), verdictNames("AC/XX"), verdictNames("")]).toEqual(["Accepted", undefined, undefined, undefined]);
  });
});
