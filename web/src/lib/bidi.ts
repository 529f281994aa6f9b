// Names and titles of right-to-left scripts inside of a sentence: without bounds they turn around what stands beside them,
// such as a quotation mark or a number. Where one stands alone in an element, that is a <bdi>.

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]|[\ud802\ud803\ud83a\ud83b]/;
const BEGIN = "\u2068";
const END = "\u2069";

export const isolated = (words: string): string => (RIGHT_TO_LEFT.test(words) ? BEGIN + words + END : words);
