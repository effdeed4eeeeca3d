/** Which page is at which address? */

import type { JSX } from "preact";
import { Around } from "../shared/frame";
import { page, Pages } from "../shared/pages";
import { hearAlarms } from "./alarms";
import { Foot, Head } from "./frame";

const PAGES = {
  "/": page(() => import("./pages/look-around")),
  "/sign-in": page(() => import("./pages/sign-in")),
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
