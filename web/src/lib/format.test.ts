import { describe, expect, it } from "vitest";

import { age, ago, byteLength, bytes, clock, clockSeconds, decimal, exactTime, kilobytes, limit, milliseconds, remaining, score, secondsAgo } from "./format";

describe("figures", () => {
  it("are short", () => {
    expect([0, 31, 999, 1240, 12_345].map(milliseconds)).toEqual(["0 ms", "31 ms", "999 ms", "1.24 s", "12.3 s"]);
    expect([512, 1536, 43_120, 2_097_152].map(kilobytes)).toEqual(["512 KB", "1.5 MB", "42 MB", "2.0 GB"]);
    expect([12, 4096].map(bytes)).toEqual(["12 B", "4 KB"]);
    expect([100, 33.333, 27.27].map(score)).toEqual(["100", "33.33", "27.27"]);
    expect([milliseconds(null), kilobytes(undefined), score(null)]).toEqual(["–", "–", "–"]);
  });
  it("of a limit are as somebody set them", () => {
    expect([100, 999, 1000, 2500, 60_000].map(limit)).toEqual(["100 ms", "999 ms", "1 s", "2.5 s", "60 s"]);
    expect([0.5, 66.666_6, 1_234.5].map(decimal)).toEqual(["0.5", "66.667", "1234.5"]);
  });
  it("of something that waits are of the largest unit that there are two of", () => {
    const minute = 60_000;
    expect([-5, 900, 119_000, 2 * minute, 119 * minute, 2 * 60 * minute, 47 * 60 * minute, 48 * 60 * minute].map(age)).toEqual([
      "0 sec",
      "1 sec",
      "119 sec",
      "2 min",
      "119 min",
      "2 hr",
      "47 hr",
      "2 days",
    ]);
  });
  it("of what is still to wait for are of the largest unit that there are two of, and never too small", () => {
    expect([1, 119, 120, 121, 7199, 7200, 7201].map(remaining)).toEqual(["1 s", "119 s", "2 min", "3 min", "120 min", "2 h", "3 h"]);
  });
  it("count bytes, not letters", () => {
    expect(byteLength("aé€😀")).toBe(10);
  });
});

describe("a clock", () => {
  it("is of one form, with and without seconds, alone and behind a date", () => {
    const moment = new Date(2026, 2, 1, 7, 47, 11);
    const spaces = (words: string) => words.replace(/\s/g, " ");
    expect([spaces(clock(moment.getTime())), spaces(clockSeconds(moment.getTime()))]).toEqual(["7:47 AM", "7:47:11 AM"]);
    expect(exactTime(moment.toISOString())).toContain(clockSeconds(moment.getTime()));
  });
});

describe("secondsAgo", () => {
  it("tells seconds below a minute, of what is watched", () => {
    const now = Date.parse("2026-03-01T12:00:00.000Z");
    expect(secondsAgo("2026-03-01T11:59:57.000Z", now)).toBe("just now");
    expect(secondsAgo("2026-03-01T11:59:40.000Z", now)).toBe("20 seconds ago");
    expect(secondsAgo("2026-03-01T11:57:00.000Z", now)).toBe("3 minutes ago");
  });
});

describe("ago", () => {
  const now = Date.parse("2026-03-01T12:00:00.000Z");
  it("says it as people do", () => {
    expect(ago("2026-03-01T11:59:40.000Z", now)).toBe("just now");
    expect(ago("2026-03-01T11:57:00.000Z", now)).toBe("3 minutes ago");
    expect(ago("2026-02-28T11:00:00.000Z", now)).toBe("yesterday");
    expect(ago("2025-12-01T11:00:00.000Z", now)).toBe("Dec 1, 2025");
  });
});
