// English, the language that the others are held to: they have the same words and no more (typeof words).

import { editor } from "./editor";
import { general } from "./general";
import { judge } from "./judge";
import { packages } from "./packages";
import { people } from "./people";
import { problems } from "./problems";
import { reasons } from "./reasons";
import { submissions } from "./submissions";
import { verdicts } from "./verdicts";

export const words = { ...general, ...people, ...problems, ...submissions, ...reasons, ...packages, ...judge, editor, verdicts };
