/** What the shop says in Korean, by what people do there. */

import { account } from "./account";
import { frame } from "./frame";
import { goods } from "./goods";
import { help } from "./help";
import { orders } from "./orders";
import { selling } from "./selling";

export const ko = { frame, goods, orders, account, help, selling };
