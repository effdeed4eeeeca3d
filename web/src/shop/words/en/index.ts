/** What the shop says in English; the same keys as in Korean, by type. */

import type { ShopWords } from "..";
import { account } from "./account";
import { frame } from "./frame";
import { goods } from "./goods";
import { help } from "./help";
import { orders } from "./orders";
import { selling } from "./selling";

export const en: ShopWords = { frame, goods, orders, account, help, selling };
