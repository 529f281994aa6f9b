import { useWindowEvent } from "@mantine/hooks";

/** Places where Enter has its own meaning. */
const OTHERS = "form, header, a, [role=dialog], [role=menu], [role=listbox]";

/** Control or Command with Enter, wherever the focus is in the workspace. The editor answers to it first. */
export function useSubmitKey(submit: () => void): void {
  useWindowEvent("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(OTHERS) !== null) return;
    // A button with the focus is not pressed as well.
    event.preventDefault();
    submit();
  });
}
