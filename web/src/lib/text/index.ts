// Every word that the pages say, by area. A language other than English would be a second catalogue of this shape.

import { admin } from "./admin";
import { general } from "./general";
import { judge } from "./judge";
import { people } from "./people";
import { problems } from "./problems";
import { reasons } from "./reasons";
import { submissions } from "./submissions";
import { verdicts } from "./verdicts";

export const text = { ...general, ...people, ...problems, ...submissions, ...reasons, ...admin, ...judge, verdicts };
