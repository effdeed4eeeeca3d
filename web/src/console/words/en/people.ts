import type { ConsoleWords } from "..";

/** What people want of us: cases, inquiries, reports. */
export const cases: ConsoleWords["cases"] = {
  title: "Cases",
  empty: "No case waits for a decision.",
  open: "Open ones",
  file: "Download the file",
  order: "Order",
  frozen: "Frozen",
  wanted: "Wanted",
  offer: "Offer",
  offerWithReturn: (amount) => `${amount}, after return`,
  turn: "Waits for",
  dueAt: "Due",
  parcel: "Return parcel",
  outcome: "Outcome",
  shared: (buyer, seller) => `Buyer ${buyer}, seller ${seller}`,
  endedAt: "Ended",
  byItself: "By itself",
  decide: {
    verb: "Decide",
    buyerGets: "The buyer gets",
    atMost: (amount) => `From ₩0 to ${amount}`,
    return: "Return",
    noReturn: "At once, without a return",
    paidBy: (side) => `After the return, paid by: ${side}`,
    typeFirst: (frozen) => `Type an amount to see how ${frozen} is shared out.`,
    will: (buyer, seller) =>
      `The buyer is refunded ${buyer}, and ${seller} is settled for the seller, less fees. This cannot be undone; both are told.`,
    afterReturn: (side) => `When the goods are back (parcel paid by: ${side}):`,
  },
};

export const inquiries: ConsoleWords["inquiries"] = {
  title: "Inquiries",
  empty: "There is no inquiry in this state.",
  category: "Category",
  member: "Member",
  us: "Operator",
  answer: "Send the answer",
  text: "Answer",
  close: "Close",
  willClose: "The thread ends and the member can write no more in it. They are told the reason.",
};

export const reports: ConsoleWords["reports"] = {
  title: "Reports",
  empty: "There is no report in this state.",
  about: (target, id) => `${target} ${id}`,
  target: "About",
  reporter: "Reported by",
  since: "Since",
  decide: {
    verbs: { DISMISS: "Dismiss", TAKE_DOWN: "Take down", SUSPEND: "Suspend the member" },
    will: {
      DISMISS: "What it is about stays, and the report ends.",
      TAKE_DOWN:
        "What it is about is taken down. Of goods, the auction is cancelled, and its seller and all bidders are told.",
      SUSPEND:
        "Whoever is behind it is suspended: they can only finish what they owe, and are told why.",
    },
  },
};
