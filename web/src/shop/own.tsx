/** Whose page is it? What is one's own is shown to who is signed in; others sign in first, and come back. */

import type { FunctionComponent, JSX } from "preact";
import { Redirect, useLocation, useSearch } from "wouter-preact";
import { member } from "../shared/api/tokens";
import { page } from "../shared/pages";

/** Makes a component of a page that only members see. */
export function own(load: Parameters<typeof page>[0]): FunctionComponent {
  const Found = page(load);
  return function Own(): JSX.Element {
    return member.value === undefined ? <SignInFirst /> : <Found />;
  };
}

function SignInFirst(): JSX.Element {
  const [path] = useLocation();
  const asked = useSearch();
  const here = asked === "" ? path : `${path}?${asked}`;
  return <Redirect to={`/sign-in?to=${encodeURIComponent(here)}`} replace />;
}
