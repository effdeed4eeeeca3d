/** Who gets in? Only who runs the market; all others are told so. */

import type { JSX } from "preact";
import { signIn, signOut } from "../shared/api/session";
import { member } from "../shared/api/tokens";
import { Button } from "../shared/components/button";
import { FormView, Input } from "../shared/components/fields";
import { useForm } from "../shared/forms";
import { LanguageSwitch } from "../shared/frame";
import { Page } from "../shared/pages";
import { said as saidShared } from "../shared/words";
import { said } from "./words";

/** Stands in place of any page, so that its address is kept. */
export function SignIn(): JSX.Element {
  const words = said().frame.signIn;
  const { loginId, password } = saidShared().session;
  const form = useForm("console-sign-in", { loginId: "", password: "" });
  return (
    <Page title={words.title} class="narrow">
      <FormView
        form={form}
        send={(typed) => signIn(typed.loginId, typed.password)}
        places={{ WRONG_CREDENTIALS: "password" }}
        verb={words.verb}
      >
        <Input form={form} name="loginId" label={loginId} autoComplete="username" />
        <Input
          form={form}
          name="password"
          label={password}
          type="password"
          autoComplete="current-password"
        />
      </FormView>
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
