// Work is never lost: programs that could not be sent, verdicts, files, samples.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { chooseLanguage, chooseSignOut, editor, kept, signIn, verdict, visit, write } from "./browser.ts";
import { browser, problemId, RIGHT, server, serveSquares, student, workspace, written } from "./squares.ts";

serveSquares();

describe("without a connection", () => {
  it("a submission waits through a reload, and is sent once when the server is back", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await write(page, RIGHT);
    await context.setOffline(true);
    await page.keyboard.press("Control+Enter");
    await page.getByText("Not sent yet").waitFor();
    // Longer than the page used to try.
    await page.getByText(/Trying again in (?:[4-9]|1\d) s/).waitFor();
    await page.route("**/submission/create", (route) => route.abort("connectionreset"));
    await context.setOffline(false);
    await page.reload();
    await page.getByText("Not sent yet").waitFor();
    await page.unroute("**/submission/create");
    await verdict(page, "Accepted").waitFor();
    await page.getByText(/Sent at \d?\d:\d\d\s[AP]M; you pressed Submit at \d?\d:\d\d\s[AP]M/).waitFor();
    const token = await server.login(person);
    expect(await server.call<unknown[]>("GET", `/submission/getSubmission?problemId=${problemId}`, undefined, token)).toHaveLength(1);
    await context.close();
  });

  it("an answer that is lost makes no second submission, also after a reload", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await write(page, RIGHT);
    await page.route("**/submission/create", async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    });
    await page.keyboard.press("Control+Enter");
    await page.getByText("Not sent yet").waitFor();
    await page.unroute("**/submission/create");
    await page.reload();
    await verdict(page, "Accepted").waitFor();
    const token = await server.login(person);
    expect(await server.call<unknown[]>("GET", `/submission/getSubmission?problemId=${problemId}`, undefined, token)).toHaveLength(1);
    await context.close();
  });

  it("a run waits through a reload, too", async () => {
    const { context, page } = await student();
    await workspace(page);
    await write(page, RIGHT);
    await page.getByRole("tab", { name: "My input" }).click();
    await page.getByLabel("Input for your program").fill("9\n");
    await page.route("**/run", (route) => route.abort("connectionreset"));
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("Not run yet").waitFor();
    await page.reload();
    await page.unroute("**/run");
    await page.getByRole("tab", { name: "My input" }).click();
    await page.locator("pre", { hasText: "81" }).waitFor();
    await context.close();
  });

  it("somebody who signs out is asked first", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await write(page, RIGHT);
    await page.route("**/submission/create", (route) => route.abort("connectionreset"));
    await page.keyboard.press("Control+Enter");
    await page.getByText("Not sent yet").waitFor();
    await chooseSignOut(page);
    await page.getByText("One of your programs has not been sent yet").waitFor();
    await page.getByRole("button", { name: "Sign out and delete it" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await kept(page)).not.toContain("n * n");
    // What was deleted is not sent when they come back.
    await page.unroute("**/submission/create");
    await signIn(page, person);
    await page.getByRole("button", { name: "Account" }).waitFor();
    await workspace(page);
    await page.getByText("Nothing submitted yet").waitFor();
    await context.close();
  });
});

describe("a verdict", () => {
  it("is there after a reload and on another computer, with its program and language", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await write(page, RIGHT);
    await page.keyboard.press("Control+Enter");
    await verdict(page, "Accepted").waitFor();
    await page.reload();
    await verdict(page, "Accepted").waitFor();
    await page.getByText(/^Python program of .*the one in the editor/).waitFor();
    const school = await visit(browser, server.url);
    await school.page.goto("/app/login");
    await signIn(school.page, person);
    await school.page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    await workspace(school.page);
    await verdict(school.page, "Accepted").waitFor();
    await expect.poll(() => written(school.page)).toContain(RIGHT);
    await school.context.close();
    await write(page, "print('another')");
    await page.getByText("The editor has another program now").waitFor();
    await page.getByRole("button", { name: "Load this program into the editor" }).click();
    await page.getByText("the one in the editor").waitFor();
    expect(await written(page)).toContain("n * n");
    await context.close();
  });

  it("stays where a later program is refused; that message is put away", async () => {
    const { context, page } = await student();
    await workspace(page);
    await write(page, RIGHT);
    await page.keyboard.press("Control+Enter");
    await verdict(page, "Accepted").waitFor();
    const body = JSON.stringify({ message: "The program was not taken", error: "code: it is not wanted" });
    await page.route("**/submission/create", (route) => route.fulfill({ status: 422, contentType: "application/json", body }));
    await write(page, "print('another')");
    await page.keyboard.press("Control+Enter");
    const refused = page.getByText("The program was not taken");
    for (let again = 0; again < 2; again++) {
      await refused.waitFor();
      await verdict(page, "Accepted").waitFor();
      await page.reload();
    }
    await page.getByRole("button", { name: "Close this message" }).click();
    await refused.waitFor({ state: "detached" });
    await page.reload();
    await verdict(page, "Accepted").waitFor();
    expect(await refused.count()).toBe(0);
    await context.close();
  });

  it("of an earlier submission is loaded into the editor from the list and from its page", async () => {
    const { context, page, person } = await student();
    const id = await server.judge(problemId, "cpp", "int main() { /* mine */ }\n", await server.login(person));
    await workspace(page);
    await chooseLanguage(page, "Python");
    await page.getByRole("tab", { name: "Submissions" }).click();
    await page.getByRole("button", { name: /^Load the program of/ }).click();
    await page.getByText("/* mine */").waitFor();
    expect(await page.getByRole("combobox", { name: "Language" }).inputValue()).toBe("C++");
    await write(page, "int main() {}");
    await page.goto(`/app/submissions/${id}`);
    await page.getByRole("link", { name: "Load into the editor" }).click();
    await page.getByText("/* mine */").waitFor();
    await page.waitForURL(`**/app/problems/${problemId}`);
    await context.close();
  });
});

describe("a file", () => {
  it("is opened or dropped into the editor, in its language, and refused where it is no text", async () => {
    const { context, page } = await student();
    await workspace(page);
    const open = async (name: string, buffer: Buffer) => {
      const chooser = page.waitForEvent("filechooser");
      await page.getByRole("button", { name: "Open a file" }).click();
      await (await chooser).setFiles({ name, mimeType: "text/plain", buffer });
    };
    await open("answer.cpp", Buffer.from("int main() { /* from a file */ }\r\n"));
    await page.getByText("/* from a file */").waitFor();
    expect(await page.getByRole("combobox", { name: "Language" }).inputValue()).toBe("C++");
    await open("photo.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]));
    await page.getByText("photo.png is not a text file.").waitFor();
    await open("long.py", Buffer.alloc(1024 * 1024 + 1, "#"));
    await page.getByText("long.py is larger than 1.0 MB").waitFor();
    expect(await written(page)).toContain("from a file");
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["print('dropped')"], "x.py"));
      return data;
    });
    await editor(page).dispatchEvent("drop", { dataTransfer: transfer });
    await page.getByText("dropped").first().waitFor();
    // Beside the editor the browser would show the file in place of the page.
    const refused = await page.getByRole("article").evaluate((element) => {
      const data = new DataTransfer();
      data.items.add(new File(["x"], "x.py"));
      const drop = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data });
      element.dispatchEvent(drop);
      return drop.defaultPrevented;
    });
    expect(refused).toBe(true);
    expect(await page.getByRole("combobox", { name: "Language" }).inputValue()).toBe("Python");
    await context.close();
  });
});

describe("a file that was changed since it was opened", () => {
  it("is opened again", async () => {
    const { context, page } = await student();
    await workspace(page);
    const path = join(mkdtempSync(join(tmpdir(), "autograder-file-")), "answer.py");
    const open = async (code: string) => {
      writeFileSync(path, code);
      const chooser = page.waitForEvent("filechooser");
      await page.getByRole("button", { name: "Open a file" }).click();
      await (await chooser).setFiles(path);
      await expect.poll(() => written(page)).toBe(code);
    };
    await open("print('first')");
    await open("print('changed')");
    await context.close();
  });
});

describe("samples", () => {
  it("are all run and compared", async () => {
    const { context, page } = await student();
    await workspace(page);
    await write(page, "n = int(input())\nprint(4)\n");
    await page.getByRole("button", { name: "Run samples" }).click();
    await page.getByText("1 of 2 samples right").waitFor();
    const second = page.getByRole("region", { name: "Sample 2" }).last();
    await second.getByText("Wrong answer").waitFor();
    expect(await second.locator("mark").allTextContents()).toEqual(["9", "4"]);
    await page.getByRole("button", { name: "Use as input: sample 2" }).click();
    expect(await page.getByLabel("Input for your program").inputValue()).toBe("3\n");
    // The result of a program that was replaced is not told of the new one.
    expect(await page.getByText("These results are of an earlier program.").count()).toBe(0);
    await write(page, "print(9)\n");
    await page.getByRole("tab", { name: "Samples" }).click();
    await page.getByText("These results are of an earlier program.").waitFor();
    await context.close();
  });

  it("that are too long to be shown are told so, and run where their input is short", async () => {
    const long = await server.createProblem({
      title: "Long samples",
      published: true,
      testCases: [{ input: "1\n".repeat(40_000), output: "40000\n", visibility: "public" }],
    });
    const { context, page } = await student();
    await page.goto(`/app/problems/${long}`);
    await editor(page).waitFor();
    await write(page, "print(1)\n");
    await page.getByRole("button", { name: "Run samples" }).click();
    await page.getByText("The sample is too long to be run here. Submit runs it, too.").waitFor();
    expect(await page.getByText("This problem has no sample to run.").count()).toBe(0);
    await page.getByText("Only the beginning is shown, of 78 KB in all.").waitFor();
    await context.close();

    const printing = await server.createProblem({
      title: "Long output",
      published: true,
      testCases: [{ input: "7\n", output: "1\n".repeat(40_000), visibility: "public" }],
    });
    const again = await student();
    await again.page.goto(`/app/problems/${printing}`);
    await editor(again.page).waitFor();
    await write(again.page, "print(input())\n");
    await again.page.getByRole("button", { name: "Run samples" }).click();
    await again.page.getByText("The expected output is too long to be compared here.").waitFor();
    await again.context.close();
  });
});
