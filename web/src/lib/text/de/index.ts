// German. The type holds it to English: no string is missing, and none is too many.

import type { Words } from "..";
import { editor } from "./editor";
import { general } from "./general";
import { judge } from "./judge";
import { packages } from "./packages";
import { people } from "./people";
import { problems } from "./problems";
import { reasons } from "./reasons";
import { submissions } from "./submissions";
import { verdicts } from "./verdicts";

export const words: Words = { ...general, ...people, ...problems, ...submissions, ...reasons, ...packages, ...judge, editor, verdicts };
