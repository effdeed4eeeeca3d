import type { ConsoleWords } from "..";

/** Lists, what is open of them, and what can be done about it. */
export const queue: ConsoleWords["queue"] = {
  open: "What is open",
  choose: "Choose one from the list; the keys j and k move along it.",
  back: "To the list",
  notHere: "This is not in the list: it was dealt with, or the list is of something else.",
  state: "State",
  all: "All",
  find: "Find",
};

export const acts: ConsoleWords["acts"] = {
  title: "What can be done",
  done: (verb) => `Done: ${verb}`,
};

export const parts: ConsoleWords["parts"] = {
  picture: (at) => `Picture ${at}`,
  numbered: {
    members: (id) => `Member ${id}`,
    orders: (id) => `Order ${id}`,
    cases: (id) => `Case ${id}`,
    payments: (id) => id,
    inquiries: (id) => `Inquiry ${id}`,
    payouts: (id) => `Payout ${id}`,
  },
};
