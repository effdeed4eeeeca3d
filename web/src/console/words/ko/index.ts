/** What the console says in Korean, by what is looked after there. */

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

export const ko = {
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
