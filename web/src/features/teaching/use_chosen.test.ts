import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { useChosen } from "./use_chosen";

function choosing(...ids: string[]) {
  const { result, rerender } = renderHook((rows: string[]) => useChosen(rows), { initialProps: ids });
  return {
    rerender,
    chosen: () => result.current.chosen.join(""),
    click: (id: string, wanted = true) => act(() => result.current.choose(id, wanted, false)),
    shiftClick: (id: string, wanted = true) => act(() => result.current.choose(id, wanted, true)),
    all: (wanted: boolean) => act(() => result.current.chooseAll(wanted)),
  };
}

describe("choosing rows", () => {
  it("with Shift takes all from the last click on, downwards and upwards", () => {
    const { click, shiftClick, chosen } = choosing("a", "b", "c", "d", "e");
    click("b");
    shiftClick("d");
    expect(chosen()).toBe("bcd");
    shiftClick("a");
    expect(chosen()).toBe("abcd");
  });
  it("with Shift gives up a range, too", () => {
    const { all, click, shiftClick, chosen } = choosing("a", "b", "c", "d", "e");
    all(true);
    click("b", false);
    shiftClick("d", false);
    expect(chosen()).toBe("ae");
    all(false);
    expect(chosen()).toBe("");
  });
  it("with Shift takes one where none was clicked before, or that one is gone", () => {
    const { click, shiftClick, chosen, rerender } = choosing("a", "b", "c", "d");
    shiftClick("c");
    expect(chosen()).toBe("c");
    click("a");
    rerender(["b", "c", "d"]);
    shiftClick("d");
    expect(chosen()).toBe("cd");
  });
});
