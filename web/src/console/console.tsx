/** Which page is at which address, and who gets to see them? */

import type { JSX } from "preact";
import { Redirect, Router } from "wouter-preact";
import { member } from "../shared/api/tokens";
import { useAsked } from "../shared/asked";
import { Shown } from "../shared/components/shown";
import { Around } from "../shared/frame";
import { page, Pages } from "../shared/pages";
import { loadCodes } from "./codes";
import { Head, Places } from "./frame";
import { KeysHelp } from "./keys";
import { NotAdmin, SignIn } from "./sign-in";

const PAGES = {
  "/": page(() => import("./pages/begin-the-day")),
  "/sign-in": () => <Redirect to="/" replace />,
  "/cases": page(() => import("./pages/decide-cases")),
  "/inquiries": page(() => import("./pages/answer-inquiries")),
  "/reports": page(() => import("./pages/decide-reports")),
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
  const codes = useAsked(loadCodes);
  const who = member.value;
  if (who === undefined) return <SignIn />;
  if (who.role !== "ADMIN") return <NotAdmin />;
  return (
    <div class="console">
      <Head />
      <Places />
      <Shown of={codes}>{() => <Pages at={PAGES} />}</Shown>
      <KeysHelp />
    </div>
  );
}
