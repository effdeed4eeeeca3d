import type { ShopWords } from "..";

/** Looking around, one lot, bidding. */
export const goods: ShopWords["goods"] = {
  home: {
    title: "Open auctions",
    ending: "Ending soon",
    popular: "Popular",
    new: "New",
    brands: "Brands",
    all: "Show all",
    empty: "No auction is open now. Put up the first goods.",
  },
  item: {
    start: "Start price",
    current: "Current price",
    bids: (number) => (number === "1" ? "1 bid" : `${number} bids`),
    starts: "Starts",
    ends: "Ends",
    like: "Like",
    liked: "Liked",
  },
  left: {
    days: (days, hours) => `${days} d ${hours} h left`,
    hours: (hours, minutes) => `${hours} h ${minutes} min left`,
    minutes: (minutes, seconds) => `${minutes} min ${seconds} s left`,
    seconds: (seconds) => `${seconds} s left`,
    over: "Closing",
  },
};
