import type { ShopWords } from "..";

/** Answers to what many ask, notices, terms, and asking the market itself. */
export const help: ShopWords["help"] = {
  search: "Search the questions",
  category: "Subject",
  all: "All",
  noFaqs: "No question is like that. Try other words, or write to us.",
  notFound: "Is your answer not here?",
  ask: "Write to us",
  noNotices: "There are no notices yet.",
  terms: "Terms",
  version: (number) => `Version ${number}`,
  noInquiries: "You have asked nothing yet. We tell you when there is an answer.",
  before: "The answer may be there already:",
  title: "Title",
  text: "What is it about?",
  send: "Send",
  more: "Anything else?",
  you: "You",
  us: "PIKCUR",
  picture: (number) => `Picture ${number}`,
  closed: "This inquiry is closed. If there is more, please write to us again.",
};
