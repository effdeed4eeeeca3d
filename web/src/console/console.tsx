/** Which page is at which address, and who gets to see them? */

import type { JSX } from "preact";
import { Redirect, Router } from "wouter-preact";
import { member } from "../shared/api/tokens";
import { useAsked } from "../shared/asked";
import { Shown } from "../shared/components/shown";
import { Around } from "../shared/frame";
import { page, Pages } from "../shared/pages";
import { begin } from "./codes";
import { Head, Places } from "./frame";
import { KeysHelp } from "./keys";
import { useListening } from "./news";
import { NotAdmin, SignIn } from "./sign-in";

const PAGES = {
  "/": page(() => import("./pages/begin-the-day")),
  "/sign-in": () => <Redirect to="/" replace />,
  "/cases": page(() => import("./pages/decide-cases")),
  "/inquiries": page(() => import("./pages/answer-inquiries")),
  "/reports": page(() => import("./pages/decide-reports")),
  "/members": page(() => import("./pages/look-after-members")),
  "/goods": page(() => import("./pages/review-goods")),
  "/auctions": page(() => import("./pages/replay-auctions")),
  "/orders": page(() => import("./pages/look-into-orders")),
  "/payments": page(() => import("./pages/look-into-payments")),
  "/operations": page(() => import("./pages/end-operations")),
  "/payouts": page(() => import("./pages/pay-out")),
  "/reconciliations": page(() => import("./pages/compare-books")),
  "/suspense": page(() => import("./pages/clear-suspense")),
  "/remittances": page(() => import("./pages/book-remittances")),
  "/held-funds": page(() => import("./pages/count-held-funds")),
  "/categories": page(() => import("./pages/arrange-categories")),
  "/brands": page(() => import("./pages/arrange-brands")),
  "/forbidden-words": page(() => import("./pages/forbid-words")),
  "/faqs": page(() => import("./pages/edit-faqs")),
  "/notices": page(() => import("./pages/publish-notices")),
  "/terms": page(() => import("./pages/publish-terms")),
  "/fee-rules": page(() => import("./pages/set-fees")),
  "/dead-letters": page(() => import("./pages/send-dead-letters")),
  "/audit": page(() => import("./pages/follow-the-trail")),
};

export function Console(): JSX.Element {
  return (
    <Router base="/console">
      <Around>
        <Inside />
      </Around>
    </Router>
  );
}

function Inside(): JSX.Element {
  const who = member.value;
  if (who === undefined) return <SignIn />;
  return who.role === "ADMIN" ? <Desk key={who.memberId} /> : <NotAdmin />;
}

function Desk(): JSX.Element {
  const begun = useAsked(begin);
  useListening();
  return (
    <div class="console">
      <Head />
      <Places />
      <Shown of={begun}>{() => <Pages at={PAGES} />}</Shown>
      <KeysHelp />
    </div>
  );
}
