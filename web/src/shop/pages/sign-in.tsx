/** How does a member sign in? Then they go on where they were. */

import type { JSX } from "preact";
import { Link, useLocation, useSearchParams } from "wouter-preact";
import { signIn } from "../../shared/api/session";
import { FormView, Input } from "../../shared/components/fields";
import { useForm } from "../../shared/forms";
import { Page } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { said } from "../words";

export default function SignIn(): JSX.Element {
  const words = said().account.signIn;
  const { loginId, password } = saidShared().session;
  const [, go] = useLocation();
  const [asked] = useSearchParams();
  const form = useForm("sign-in", { loginId: "", password: "" });
  return (
    <Page title={words.title} class="narrow">
      <FormView
        form={form}
        send={(typed) => signIn(typed.loginId, typed.password)}
        places={{ WRONG_CREDENTIALS: "password" }}
        verb={words.verb}
        done={() => go(ownPage(asked.get("to")), { replace: true })}
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
