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
  "/my/purchases": own(() =>
    import("./pages/see-orders").then(({ SeePurchases }) => ({ default: SeePurchases })),
  ),
  "/my/sales": own(() =>
    import("./pages/see-orders").then(({ SeeSales }) => ({ default: SeeSales })),
  ),
  "/orders/:orderId": own(() => import("./pages/follow-order")),
  "/orders/:orderId/case": own(() => import("./pages/open-case")),
  "/orders/:orderId/review": own(() => import("./pages/review-sale")),
  "/cases/:caseId": own(() => import("./pages/settle-case")),
  "/sell": own(() => import("./pages/sell-goods")),
  "/sell/:goodsId": own(() => import("./pages/manage-goods")),
  "/my/store": own(() => import("./pages/run-store")),
  "/my/money": own(() => import("./pages/see-money")),
  "/my/questions": own(() => import("./pages/answer-questions")),
  "/stores/:storeId": page(() => import("./pages/visit-store")),
  "/sign-in": page(() => import("./pages/sign-in")),
  "/sign-up": page(() => import("./pages/sign-up")),
  "/find-id": page(() => import("./pages/find-login-id")),
  "/reset-password": page(() => import("./pages/reset-password")),
  "/alarms": own(() => import("./pages/read-alarms")),
  "/my/bids": own(() => import("./pages/see-bids")),
  "/my/offers": own(() => import("./pages/take-offers")),
  "/my/likes": own(() => import("./pages/see-likes")),
  "/my/settings": own(() => import("./pages/see-settings")),
  "/my/settings/profile": own(() => import("./pages/change-profile")),
  "/my/settings/addresses": own(() => import("./pages/keep-addresses")),
  "/my/settings/accounts": own(() => import("./pages/keep-bank-accounts")),
  "/my/settings/alarms": own(() => import("./pages/choose-alarms")),
  "/my/settings/email": own(() => import("./pages/change-email")),
  "/my/settings/password": own(() => import("./pages/change-password")),
  "/my/settings/sessions": own(() => import("./pages/see-sessions")),
  "/my/settings/blocks": own(() => import("./pages/see-blocks")),
  "/my/settings/strikes": own(() => import("./pages/see-strikes")),
  "/my/settings/agreements": own(() => import("./pages/agree-to-terms")),
  "/my/settings/leave": own(() => import("./pages/leave")),
  "/help": page(() => import("./pages/find-help")),
  "/notices": page(() => import("./pages/read-notices")),
  "/terms": page(() =>
    import("./pages/read-terms").then(({ AllTerms }) => ({ default: AllTerms })),
  ),
  "/terms/:kind": page(() =>
    import("./pages/read-terms").then(({ ReadTerms }) => ({ default: ReadTerms })),
  ),
  "/my/inquiries": own(() => import("./pages/see-inquiries")),
  "/my/inquiries/new": own(() => import("./pages/begin-inquiry")),
  "/my/inquiries/:inquiryId": own(() => import("./pages/follow-inquiry")),
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
