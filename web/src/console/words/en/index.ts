/** What the console says in English; the same keys as in Korean, by type. */

import type { ConsoleWords } from "..";
import { day } from "./day";
import { frame } from "./frame";
import { cases, inquiries, reports } from "./people";
import { acts, parts, queue } from "./queue";

export const en: ConsoleWords = { frame, queue, acts, parts, day, cases, inquiries, reports };
