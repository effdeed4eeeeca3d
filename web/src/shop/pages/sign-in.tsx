/** How does a member sign in? Then they go on where they were. */

import type { JSX } from "preact";
import { Link, useLocation, useSearchParams } from "wouter-preact";
import { SignInForm } from "../../shared/components/sign-in-form";
import { Page } from "../../shared/pages";
import { said } from "../words";

export default function SignIn(): JSX.Element {
  const words = said().account.signIn;
  const [, go] = useLocation();
  const [asked] = useSearchParams();
  return (
    <Page title={words.title} class="narrow">
      <SignInForm done={() => go(ownPage(asked.get("to")), { replace: true })} />
      <nav class="row">
        <Link href="/sign-up">{words.new}</Link>
        <Link href="/find-id">{words.findId}</Link>
        <Link href="/reset-password">{words.reset}</Link>
      </nav>
    </Page>
  );
}

/** Never the page of somebody else. */
function ownPage(to: string | null): string {
  return to !== null && /^\/(?![/\\])/.test(to) ? to : "/";
}
