/** What the console says in English; the same keys as in Korean, by type. */

import type { ConsoleWords } from "..";
import { auctions } from "./auctions";
import { day } from "./day";
import { frame } from "./frame";
import {
  funds,
  letters,
  operations,
  payouts,
  reconciliations,
  remittances,
  suspense,
  trail,
} from "./money";
import { cases, inquiries, reports } from "./people";
import { acts, parts, queue } from "./queue";
import { goods, members, orders, payments } from "./sales";
import { fees, shelf } from "./shelf";

export const en: ConsoleWords = {
  frame,
  queue,
  acts,
  parts,
  day,
  cases,
  inquiries,
  reports,
  members,
  goods,
  auctions,
  orders,
  payments,
  operations,
  payouts,
  reconciliations,
  suspense,
  remittances,
  funds,
  letters,
  trail,
  shelf,
  fees,
};
