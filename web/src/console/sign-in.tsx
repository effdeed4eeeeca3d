/** Who gets in? Only who runs the market; all others are told so. */

import type { JSX } from "preact";
import { signOut } from "../shared/api/session";
import { member } from "../shared/api/tokens";
import { Button } from "../shared/components/button";
import { SignInForm } from "../shared/components/sign-in-form";
import { LanguageSwitch } from "../shared/frame";
import { Page } from "../shared/pages";
import { said } from "./words";

/** Stands in place of any page, so that its address is kept. */
export function SignIn(): JSX.Element {
  const words = said().frame.signIn;
  return (
    <Page title={words.title} class="narrow">
      <SignInForm />
      <nav class="row">
        <a href="/">{words.shop}</a>
        <LanguageSwitch />
      </nav>
    </Page>
  );
}

export function NotAdmin(): JSX.Element {
  const words = said().frame.notAdmin;
  return (
    <Page title={words.title} class="narrow">
      <p>{words.text(member.value?.loginId ?? "")}</p>
      <nav class="row">
        <Button kind="first" act={signOut}>
          {words.other}
        </Button>
        <a class="button second" href="/">
          {words.shop}
        </a>
      </nav>
    </Page>
  );
}
