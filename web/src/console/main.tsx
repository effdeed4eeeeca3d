/** The console: what the operator's people see who look after members, sales and money. */

import "../shared/styles/index.css";
import "./console.css";
import { render } from "preact";
import { keepScrolling } from "../shared/scrolling";
import { loadWords as loadSharedWords } from "../shared/words";
import { Console } from "./console";
import { listenToKeys } from "./keys";
import { loadWords } from "./words";

await Promise.all([loadSharedWords(), loadWords()]);
const root = document.querySelector("#app");
if (root !== null) {
  keepScrolling();
  listenToKeys();
  render(<Console />, root);
}
