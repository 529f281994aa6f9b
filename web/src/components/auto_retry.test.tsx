// A form that the server does not take now, though nothing is wrong with it.

import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider, useMutation } from "@tanstack/react-query";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ApiError } from "@/lib/api/error";

import { AutoRetry } from "./AutoRetry";
import { FormError } from "./FormError";

const sent: string[] = [];

function Form({ answers }: { answers: (Error | undefined)[] }) {
  const mutation = useMutation({
    mutationFn: (name: string) => {
      sent.push(name);
      const error = answers.shift();
      return error === undefined ? Promise.resolve() : Promise.reject(error);
    },
  });
  return (
    <>
      <AutoRetry mutation={mutation} typed={() => "as it is now"} />
      <button onClick={() => mutation.mutate("first")} />
    </>
  );
}

const show = (children: React.ReactNode) =>
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
    </MantineProvider>,
  );
async function send(...answers: (Error | undefined)[]) {
  sent.length = 0;
  show(<Form answers={answers} />);
  fireEvent.click(screen.getByRole("button"));
  await act(() => vi.advanceTimersByTimeAsync(1));
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a form that is sent too often", () => {
  const refused = (seconds?: number) => new ApiError(429, "The registration failed", "rate limit: at most 10 requests in 60 s; try again in 3 s", seconds);

  it("is not called failed: it counts down, and is sent again with what is typed by then", async () => {
    await send(refused(3), undefined);
    expect(screen.getByRole("alert").textContent).toBe("Too many attempts at the momentYour text is kept. Trying again by itself in 3 s.");
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(screen.getByRole("timer").textContent).toBe("Trying again by itself in 2 s.");
    await act(() => vi.advanceTimersByTimeAsync(2_250));
    expect(sent).toEqual(["first", "as it is now"]);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("waits a while where a proxy refuses it, which does not say for how long", async () => {
    await send(refused(), undefined);
    expect(screen.getByRole("timer").textContent).toBe("Trying again by itself in 10 s.");
  });

  it("counts minutes where it takes long", async () => {
    await send(refused(1800));
    expect(screen.getByRole("timer").textContent).toBe("Trying again by itself in 30 min.");
  });

  it("waits for a busy server as well", async () => {
    await send(new ApiError(503, "The registration failed", "the server is busy", 5));
    expect(screen.getByRole("alert").textContent).toContain("The server is busy at the moment");
  });
});

describe("a form that is refused", () => {
  it("says why, and is not sent again", async () => {
    await send(new ApiError(409, "The registration failed", "email: already registered"));
    expect(screen.getByRole("alert").textContent).toContain("The registration failed");
    expect(screen.queryByRole("timer")).toBeNull();
  });

  it("says once when to come back", () => {
    show(<FormError error={new ApiError(429, "The submission was not accepted", "rate limit: at most 10 requests in 60 s; try again in 3 s", 3)} />);
    expect(screen.getByRole("alert").textContent.match(/Try again in 3 s/g)).toHaveLength(1);
  });
});
