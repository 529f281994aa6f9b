// What is asked of the server, and which answers each change makes out of date.

import { QueryClient, type QueryKey } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { json, refusal, serve, signIn, type Call } from "@/testing";

import { connectionBack } from "../connection";
import { endSession } from "../session";
import { changed, given, placed } from "./client";
import { meQuery } from "./resources/account";
import { draftsQuery } from "./resources/drafts";
import { healthQuery } from "./resources/health";
import { languagesChanged, languagesQuery } from "./resources/languages";
import { packageImported } from "./resources/packages";
import { problemAdded, problemChanged } from "./resources/problem_changes";
import { addImage, imageAdded } from "./resources/problem_files";
import { problemQuery, problemsQuery, problemTitleQuery } from "./resources/problems";
import { progressQuery } from "./resources/progress";
import { deadJobsQuery, queueChanged, queueQuery, workersQuery } from "./resources/queue";
import { changedVerdictsQuery, outdatedQuery, rejudgingBegun, rejudgingDone } from "./resources/rejudging";
import { putSolution, solutionsChanged, solutionsQuery } from "./resources/solutions";
import { submissionChanged, submissionJudged, submissionQuery } from "./resources/submission";
import { everyonesSubmissionsQuery, mySubmissionsQuery, newestSubmissionQuery, submissionSent, submit } from "./resources/submissions";
import { addTestCases, testCasesChanged, testCasesQuery } from "./resources/test_cases";
import { changeUser, rememberUserName, userNameQuery, usersChanged, usersQuery } from "./resources/users";
import { verificationQuery } from "./resources/verification";

const A = "a".repeat(24);
const B = "b".repeat(24);

/** By a name for each: two problems, so that a change of one is seen to leave the other alone. */
const KEYS: Record<string, QueryKey> = {
  me: meQuery.queryKey,
  progress: progressQuery.queryKey,
  languages: languagesQuery.queryKey,
  problems: problemsQuery({ tag: "x" }).queryKey,
  problem: problemQuery(A).queryKey,
  title: problemTitleQuery(A).queryKey,
  outdated: outdatedQuery(A).queryKey,
  changes: changedVerdictsQuery(A, 2).queryKey,
  tests: testCasesQuery(A).queryKey,
  solutions: solutionsQuery(A).queryKey,
  verification: verificationQuery(A).queryKey,
  drafts: draftsQuery(A).queryKey,
  "other problem": problemQuery(B).queryKey,
  "other tests": testCasesQuery(B).queryKey,
  "other verification": verificationQuery(B).queryKey,
  mine: mySubmissionsQuery({ page: 2 }).queryKey,
  newest: newestSubmissionQuery(A).queryKey,
  everyone: everyonesSubmissionsQuery({ userId: A }).queryKey,
  submission: submissionQuery(A).queryKey,
  "other submission": submissionQuery(B).queryKey,
  users: usersQuery({ search: "a" }).queryKey,
  name: userNameQuery(A).queryKey,
  health: healthQuery.queryKey,
  queue: queueQuery(1).queryKey,
  dead: deadJobsQuery(1).queryKey,
  workers: workersQuery.queryKey,
};

let client: QueryClient;
beforeEach(() => {
  signIn("ada", "admin");
  connectionBack();
  client = new QueryClient();
  for (const key of Object.values(KEYS)) client.setQueryData(key, null);
});
afterEach(() => {
  client.clear();
  vi.unstubAllGlobals();
  endSession("left");
});

const outOfDate = () => Object.keys(KEYS).filter((name) => client.getQueryState(KEYS[name] ?? [])?.isInvalidated === true);
const LISTS = ["mine", "newest", "everyone"];
const BELOW = ["outdated", "changes"];

describe("out of date is", () => {
  it.each<[string, (client: QueryClient) => unknown, string[]]>([
    ["after a new problem, the list", problemAdded, ["problems"]],
    ["after an image, the problem", (c) => imageAdded(c, A), ["problem", ...BELOW]],
    ["after a change of a problem, it in all its forms", (c) => problemChanged(c, A), ["problems", "problem", "title", ...BELOW, "verification"]],
    ["after a package, the tests, too", (c) => packageImported(c, A), ["problems", "problem", "title", ...BELOW, "tests", "verification"]],
    ["after a change of tests, them and their verdicts", (c) => testCasesChanged(c, A), ["problem", ...BELOW, "tests", "verification"]],
    ["after a solution that was refused, the solutions", (c) => solutionsChanged(c, A, undefined), ["problem", ...BELOW, "solutions", "verification"]],
    ["after judging again began, its count and the lists", (c) => rejudgingBegun(c, A), ["outdated", ...LISTS]],
    ["after judging again, the changed verdicts", (c) => rejudgingDone(c, A), ["changes"]],
    ["after a submission, the lists", submissionSent, LISTS],
    ["after a verdict, the lists and the marks", submissionJudged, ["progress", ...LISTS]],
    ["after a cancelled submission, it and the lists", (c) => submissionChanged(c, A), [...LISTS, "submission"]],
    ["after a change of a user, the lists of users", usersChanged, ["users"]],
    ["after an order to a dead job, all of the judge's page", queueChanged, ["health", "queue", "dead", "workers"]],
    ["before a run, the languages", languagesChanged, ["languages"]],
  ])("%s", async (_, happened, expected) => {
    await happened(client);
    expect(outOfDate()).toEqual(expected);
  });

  it("not the list of solutions where the server answered with it", async () => {
    const now = [{ name: "a.py", language: "python", expected: "AC" as const, code: "" }];
    await solutionsChanged(client, A, now);
    expect(outOfDate()).toEqual(["problem", ...BELOW, "verification"]);
    expect(client.getQueryData(solutionsQuery(A).queryKey)).toEqual(now);
  });

  it("no key of two resources the same", () => {
    const keys = Object.values(KEYS).map((key) => JSON.stringify(key));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("a list", () => {
  const list = (headers: Record<string, string>) => serve(() => json([{ _id: A }, { _id: B }], 200, headers));

  it("knows its length, and the cursor of its next page", async () => {
    list({ "X-Total-Count": "10000", "X-Total-Count-Capped": "true", Link: `</users?after=${B}&limit=50>; rel="next"` });
    const page = await client.query(usersQuery({ search: "x" }));
    expect(page).toMatchObject({ total: 10_000, capped: true, next: B });
    expect(page.rows).toHaveLength(2);
  });
  it("has as many entries as came where the server does not count, and no next page without a link", async () => {
    list({});
    expect(await client.query(problemsQuery({ search: "y" }))).toMatchObject({ total: 2, capped: false, next: undefined });
  });
  it("is asked for by its page, or by a cursor alone, without what is not given", async () => {
    const calls = list({});
    await client.query(problemsQuery({ search: "", tag: undefined, difficulty: "easy", page: 3 }));
    await client.query(usersQuery({ page: 300, cursor: A }));
    expect(calls.map(({ query }) => query.toString())).toEqual(["difficulty=easy&page=3&limit=50&lang=en", `after=${A}&limit=50`]);
    expect(given({ a: 0, b: "", c: undefined, d: false })).toEqual({ a: 0, d: false });
    expect(placed({ page: 2 }, "before")).toEqual({ page: 2 });
  });
  it("of one's own submissions leaves their code at the server", async () => {
    const calls = list({});
    await client.query(mySubmissionsQuery({ status: "AC" }));
    expect(await client.query(newestSubmissionQuery(B))).toMatchObject({ _id: A });
    for (const { query } of calls) {
      expect(query.get("fields")?.split(",")).toContain("problemTitle");
      expect(query.get("lang")).toBe("en");
      expect(query.get("fields")?.split(",")).not.toContain("code");
    }
    expect(calls.map(({ query }) => query.get("limit"))).toEqual(["25", "1"]);
  });
  it("without a row says so: nobody submitted", async () => {
    serve(() => json([]));
    expect(await client.query(newestSubmissionQuery(B))).toBeNull();
    expect(await client.query(userNameQuery(B))).toBeNull();
    rememberUserName(client, B, "Bob");
    expect(client.getQueryData(userNameQuery(B).queryKey)).toBe("Bob");
  });
});

describe("an answer", () => {
  it("without a body, or of a page that is not the server's, is as none", async () => {
    for (const none of [() => new Response(null, { status: 204 }), () => new Response("<h1>Hello</h1>")]) {
      serve(none);
      await expect(changeUser(A, { disabled: true })).rejects.toMatchObject({ status: 0 });
    }
  });
  it("to a change of a problem says which version it made", async () => {
    const calls = serve(() => json([], 200, { "Problem-Version": "8" }));
    expect(await putSolution(7, A, { name: "a b.py", code: "x", expected: "AC" })).toEqual({ value: [], version: 8 });
    expect(calls[0]).toMatchObject({ method: "PUT", path: `/problems/${A}/solutions/a%20b.py`, body: '{"code":"x","expected":"AC"}' });
    expect(calls[0]?.query.get("version")).toBe("7");
    serve(() => refusal(409));
    await expect(putSolution(7, A, { name: "a.py", code: "x", expected: "AC" })).rejects.toMatchObject({ status: 409, reason: "why" });
  });
  it("of a problem that came without a package is null, and each other refusal an error", async () => {
    serve(() => refusal(404));
    expect(await client.query({ ...verificationQuery(B), staleTime: 0 })).toBeNull();
    serve(() => refusal(403));
    await expect(client.query({ ...verificationQuery(B), staleTime: 0, retry: false })).rejects.toMatchObject({ status: 403 });
  });
  it("of a server that is not well is one, though it says 503", async () => {
    const health = { uptime: 1, timestamp: 2, database: "healthy", sandbox: "unhealthy", queue: "healthy" };
    serve(() => json(health, 503));
    expect(await client.query({ ...healthQuery, staleTime: 0 })).toEqual(health);
    serve(() => json({ message: "Busy", error: "" }, 503));
    await expect(client.query({ ...healthQuery, staleTime: 0, retry: false })).rejects.toMatchObject({ status: 503, message: "Busy" });
  });
  it("with the solved problems and the tried ones becomes one mark a problem", async () => {
    serve(() => json({ solved: [A], tried: [B] }));
    expect(await client.query({ ...progressQuery, staleTime: 0 })).toEqual(new Map([[A, "solved"], [B, "tried"]]));
  });
});

describe("a call", () => {
  const sent = async (work: () => Promise<unknown>): Promise<Call | undefined> => {
    const calls = serve(() => json({ _id: A, name: "image-1.png", bytes: 3 }, 201, { "Problem-Version": "3" }));
    await work();
    return calls[0];
  };
  it("carries the token, and the key that makes a second sending the same submission", async () => {
    const call = await sent(() => submit({ problemId: A, language: "python", code: "x" }, "key-1"));
    expect(call?.headers.get("Authorization")).toMatch(/^Bearer x\./);
    expect(call?.headers.get("Idempotency-Key")).toBe("key-1");
  });
  it("adds tests all in one, with what becomes of their line ends", async () => {
    const call = await sent(() => addTestCases(2, A, { testCases: [], lineEnds: "keep" }));
    expect(call).toMatchObject({ method: "POST", path: `/problems/${A}/testcases/batch`, body: '{"testCases":[],"lineEnds":"keep"}' });
  });
  it("stores an image under its own type, and takes an answer without a name for none", async () => {
    const image = new Blob(["x"], { type: "image/png" });
    const call = await sent(() => addImage(A, image));
    expect([call?.method, call?.headers.get("Content-Type")]).toEqual(["POST", "image/png"]);
    serve(() => json({}));
    await expect(addImage(A, image)).rejects.toMatchObject({ status: 0 });
    serve(() => refusal(413));
    await expect(addImage(A, image)).rejects.toMatchObject({ status: 413 });
  });
  it("is not sent with a token that the server refused", async () => {
    serve(() => refusal(401));
    await expect(changed(Promise.resolve({ error: {}, response: new Response(null, { status: 401 }) }))).rejects.toMatchObject({ status: 401 });
    await expect(addImage(A, new Blob())).rejects.toMatchObject({ status: 401 });
    const call = await sent(() => submit({ problemId: A, language: "python", code: "x" }, "key-2"));
    expect(call?.headers.get("Authorization")).toBeNull();
  });
});
