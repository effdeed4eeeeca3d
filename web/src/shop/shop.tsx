/** Which page is at which address? */

import type { JSX } from "preact";
import { Around } from "../shared/frame";
import { page, Pages } from "../shared/pages";
import { hearAlarms } from "./alarms";
import { Foot, Head } from "./frame";
import { own } from "./own";

const PAGES = {
  "/": page(() => import("./pages/look-around")),
  "/goods/:goodsId": page(() => import("./pages/bid-on-goods")),
  "/search": page(() => import("./pages/search-goods")),
  "/my/purchases": own(() => import("./pages/see-orders").then(({ SeePurchases }) => ({ default: SeePurchases }))),
  "/my/sales": own(() => import("./pages/see-orders").then(({ SeeSales }) => ({ default: SeeSales }))),
  "/orders/:orderId": own(() => import("./pages/follow-order")),
  "/orders/:orderId/case": own(() => import("./pages/open-case")),
  "/orders/:orderId/review": own(() => import("./pages/review-sale")),
  "/cases/:caseId": own(() => import("./pages/settle-case")),
  "/sign-in": page(() => import("./pages/sign-in")),
  "/sign-up": page(() => import("./pages/sign-up")),
  "/find-id": page(() => import("./pages/find-login-id")),
  "/reset-password": page(() => import("./pages/reset-password")),
  "/alarms": own(() => import("./pages/read-alarms")),
  "/my/bids": own(() => import("./pages/see-bids")),
  "/my/offers": own(() => import("./pages/take-offers")),
  "/my/likes": own(() => import("./pages/see-likes")),
};

hearAlarms();

export function Shop(): JSX.Element {
  return (
    <Around>
      <Head />
      <Pages at={PAGES} />
      <Foot />
    </Around>
  );
}
