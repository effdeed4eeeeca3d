/** What are questions to us about? */

import type { Schemas } from "../shared/api/client";

export type Category = Schemas["NewInquiry"]["category"];

export const HELP = [
  "AUCTION",
  "PAYMENT",
  "DELIVERY",
  "SELLING",
  "ACCOUNT",
  "OTHER",
] as const satisfies readonly Category[];
