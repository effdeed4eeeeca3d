/** How does one get in again who has forgotten the password? By the address; everybody else is out then. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLocation } from "wouter-preact";
import { api, ask } from "../../shared/api/client";
import { FormView, Input } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { useForm } from "../../shared/forms";
import { Page } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { MailedCode } from "../components/mailed-code";
import { said } from "../words";

export default function ResetPassword(): JSX.Element {
  const emailToken = useSignal<string | undefined>(undefined);
  return (
    <Page title={said().account.reset.title} class="narrow">
      {emailToken.value === undefined ? (
        <MailedCode purpose="RESET_PASSWORD" proven={(token) => (emailToken.value = token)} />
      ) : (
        <NewPassword emailToken={emailToken.value} />
      )}
    </Page>
  );
}

function NewPassword({ emailToken }: { emailToken: string }): JSX.Element {
  const words = said().account.reset;
  const [, go] = useLocation();
  const form = useForm("reset-password", { loginId: "", newPassword: "" });
  return (
    <FormView
      form={form}
      verb={words.verb}
      places={{ PASSWORD_TOO_WEAK: "newPassword", WRONG_CREDENTIALS: "loginId" }}
      send={(typed, key) =>
        ask(
          api.POST("/v1/auth/reset-password", {
            params: { header: { "Idempotency-Key": key } },
            body: { ...typed, emailToken },
          }),
        )
      }
      done={() => {
        tell(words.done);
        go("/sign-in");
      }}
    >
      <Input
        form={form}
        name="loginId"
        label={saidShared().session.loginId}
        autoComplete="username"
      />
      <Input
        form={form}
        name="newPassword"
        label={words.newPassword}
        type="password"
        autoComplete="new-password"
        help={said().account.signUp.passwordHelp}
      />
    </FormView>
  );
}
