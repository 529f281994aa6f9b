const CARRIAGE_RETURN_MARK = "\u240d";

/** A carriage return cannot be seen, and makes right outputs look wrong: shown as ␍. What is copied stays as it is. */
export const withMarks = (text: string) => text.replaceAll("\r", CARRIAGE_RETURN_MARK);
