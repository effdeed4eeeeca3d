import type { ShopWords } from "..";

/** Around every page. */
export const frame: ShopWords["frame"] = {
  search: "Search goods",
  find: "Search",
  searchHere: "Brand, item, category",
  sell: "Sell",
  alarms: "Alarms",
  unread: "unread",
  my: "My page",
  menu: "Menu",
  likes: "Likes",
  bids: "Bids",
  purchases: "Purchases",
  sales: "Sales",
  store: "My store",
  money: "Settlement",
  settings: "Settings",
  faqs: "FAQ",
  notices: "Notices",
  inquiries: "Inquiries",
  terms: "Terms",
  console: "Console",
  api: "API",
};
