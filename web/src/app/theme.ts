// The looks: a quiet ink blue, round but not playful, and greys that keep their contrast (4.5 to 1 for text) in both schemes.

import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

import { text } from "@/lib/text";

const ink: MantineColorsTuple = [
  "#eef1fd",
  "#dbe1f8",
  "#b5c1ef",
  "#8d9fe6",
  "#6b82de",
  "#5670d9",
  "#4457c9",
  "#3a4bb2",
  "#33429f",
  "#28358a",
];
const night: MantineColorsTuple = [
  "#e6e9ef",
  "#c3c9d4",
  "#9aa3b2",
  "#6f7a8b",
  "#3a4250",
  "#2b323e",
  "#20262f",
  "#171b22",
  "#12161c",
  "#0d1015",
];
// Dark enough that white on it can be read.
const red: MantineColorsTuple = [
  "#fdecec",
  "#fad4d4",
  "#f2a9a9",
  "#ea7c7c",
  "#e25656",
  "#d94141",
  "#c22b2b",
  "#a82424",
  "#911f1f",
  "#7a1919",
];
// Menus and lists stand in the page's content, not beside its landmarks.
const inContent = { target: "#content" };
// A list scrolls itself, by the keys of the field that opened it: not an area within it that no key reaches.
const list = {
  withScrollArea: false,
  styles: { options: { maxHeight: 240, overflowY: "auto" } },
  comboboxProps: { shadow: "md", portalProps: inContent },
} as const;
const sans = "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif";
const mono = "'JetBrains Mono Variable', ui-monospace, 'SF Mono', Menlo, Consolas, monospace";

export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: { light: 6, dark: 6 },
  colors: { ink, red, dark: night },
  fontFamily: sans,
  fontFamilyMonospace: mono,
  defaultRadius: "md",
  cursorType: "pointer",
  headings: { fontFamily: sans, fontWeight: "650" },
  components: {
    Anchor: { defaultProps: { underline: "hover" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, portalProps: inContent } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": text.general.close } } },
    // Its header is one of a window, not of the page.
    Modal: { defaultProps: { centered: true, attributes: { header: { role: "none" } } } },
    Select: { defaultProps: { checkIconPosition: "right", ...list } },
    MultiSelect: { defaultProps: { checkIconPosition: "right", ...list } },
    TagsInput: { defaultProps: list },
    Menu: { defaultProps: { portalProps: inContent, shadow: "md", withInitialFocusPlaceholder: false } },
    Paper: { defaultProps: { withBorder: true } },
  },
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "#1a2030",
    "--mantine-color-dimmed": "#596273",
    "--mantine-color-placeholder": "#667085",
    "--mantine-color-error": "#c22b2b",
    "--mantine-color-anchor": "#3a4bb2",
    "--mantine-color-default-border": "#d9dee7",
  },
  dark: {
    "--mantine-color-body": "#12161c",
    "--mantine-color-text": "#dde2ea",
    "--mantine-color-dimmed": "#9aa3b2",
    "--mantine-color-placeholder": "#8791a1",
    "--mantine-color-error": "#ff8a8a",
    "--mantine-color-anchor": "#9db0ff",
    "--mantine-color-default": "#1b2129",
    "--mantine-color-default-hover": "#242b35",
    "--mantine-color-default-border": "#2f3743",
  },
});
