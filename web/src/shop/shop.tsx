/** Which page is at which address? */

import type { JSX } from "preact";
import { Around } from "../shared/frame";
import { page, Pages } from "../shared/pages";
import { hearAlarms } from "./alarms";
import { Foot, Head } from "./frame";

const PAGES = {
  "/": page(() => import("./pages/look-around")),
  "/goods/:goodsId": page(() => import("./pages/bid-on-goods")),
  "/search": page(() => import("./pages/search-goods")),
  "/my/purchases": page(() => import("./pages/see-orders").then(({ SeePurchases }) => ({ default: SeePurchases }))),
  "/my/sales": page(() => import("./pages/see-orders").then(({ SeeSales }) => ({ default: SeeSales }))),
  "/orders/:orderId": page(() => import("./pages/follow-order")),
  "/orders/:orderId/case": page(() => import("./pages/open-case")),
  "/orders/:orderId/review": page(() => import("./pages/review-sale")),
  "/cases/:caseId": page(() => import("./pages/settle-case")),
  "/sign-in": page(() => import("./pages/sign-in")),
  "/sign-up": page(() => import("./pages/sign-up")),
  "/find-id": page(() => import("./pages/find-login-id")),
  "/reset-password": page(() => import("./pages/reset-password")),
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
