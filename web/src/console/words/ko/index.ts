/** What the console says in Korean, by what is looked after there. */

import { day } from "./day";
import { frame } from "./frame";
import { cases, inquiries, reports } from "./people";
import { acts, parts, queue } from "./queue";

export const ko = { frame, queue, acts, parts, day, cases, inquiries, reports };
