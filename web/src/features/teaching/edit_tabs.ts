/** The tabs of the editing page, in their order. */
export const EDIT_TABS = ["statement", "tests", "solutions", "settings"] as const;
export type EditTab = (typeof EDIT_TABS)[number];
