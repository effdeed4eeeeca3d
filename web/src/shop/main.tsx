/** The shop: what people see who look, bid, sell, pay and ask. */

import "../shared/styles/index.css";
import "./shop.css";
import { render } from "preact";
import { keepScrolling } from "../shared/scrolling";
import { loadWords as loadSharedWords } from "../shared/words";
import { Shop } from "./shop";
import { loadWords } from "./words";

await Promise.all([loadSharedWords(), loadWords()]);
const root = document.querySelector("#app");
if (root !== null) {
  keepScrolling();
  render(<Shop />, root);
}
