import type { ConsoleWords } from "..";

/** Around every page, and before any. */
export const frame: ConsoleWords["frame"] = {
  name: "Console",
  places: "Menu",
  shop: "To the shop",
  groups: {
    today: "Today",
    people: "People",
    sales: "Sales",
    money: "Money",
    texts: "Catalogue and texts",
    house: "System",
  },
  place: {
    "/": "To do",
    "/cases": "Cases",
    "/inquiries": "Inquiries",
    "/reports": "Reports",
    "/members": "Members",
    "/goods": "Goods",
    "/auctions": "Auction logs",
    "/orders": "Orders",
    "/operations": "Operations",
    "/payouts": "Payouts",
    "/reconciliations": "Reconciliations",
    "/held-funds": "Held funds",
    "/categories": "Categories",
    "/brands": "Brands",
    "/forbidden-words": "Forbidden words",
    "/faqs": "FAQ",
    "/notices": "Notices",
    "/terms": "Terms",
    "/fee-rules": "Fees",
    "/dead-letters": "Dead letters",
    "/audit": "Audit trail",
  },
  keys: {
    title: "Keys",
    ask: "Keys ?",
    each: [
      { key: "j", does: "Next one" },
      { key: "k", does: "One before" },
      { key: "Enter", does: "Open" },
      { key: "/", does: "Search" },
      { key: "?", does: "This help" },
      { key: "Esc", does: "Close" },
    ],
  },
  signIn: { title: "Sign in to the console", shop: "To the shop" },
  notAdmin: {
    title: "The console is for operators only",
    text: (loginId) =>
      `${loginId} may not run the market. Please sign in with an operator's account.`,
    other: "Sign in with another account",
    shop: "To the shop",
  },
};
