/** Whose address is it? A code is mailed there, and typed here; then others may go by it. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { Button } from "../../shared/components/button";
import { FormView, Input } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { useForm } from "../../shared/forms";
import { said } from "../words";

type Purpose = Schemas["NewEmailCode"]["purpose"];

interface MailedCodeProps {
  purpose: Purpose;
  /** What is done with the proof, and with the address; what is refused is told beside the code. */
  proven: (emailToken: string, email: string) => unknown;
}

export function MailedCode({ purpose, proven }: MailedCodeProps): JSX.Element {
  const words = said().account.mail;
  const sentTo = useSignal<string | undefined>(undefined);
  const address = useForm(`mail-${purpose}`, { email: "" });
  const code = useForm(`code-${purpose}`, { code: "" });
  async function send({ email }: { email: string }): Promise<void> {
    await ask(api.POST("/v1/auth/email-codes", { body: { email, purpose } }));
    sentTo.value = email;
    tell(words.sent);
  }
  async function verify(email: string, typed: string): Promise<void> {
    const body = { email, purpose, code: typed.trim() };
    const { emailToken } = await ask(api.POST("/v1/auth/email-codes/verify", { body }));
    await proven(emailToken, email);
  }
  const email = sentTo.value;
  if (email === undefined) {
    return (
      <FormView form={address} send={send} verb={words.send}>
        <Input
          form={address}
          name="email"
          label={words.address}
          type="email"
          autoComplete="email"
          help={words.why}
        />
      </FormView>
    );
  }
  return (
    <FormView
      form={code}
      verb={words.verify}
      send={(typed) => verify(email, typed.code)}
      places={{ EMAIL_CODE_WRONG: "code" }}
      aside={
        <Button kind="quiet" act={() => send({ email })}>
          {words.again}
        </Button>
      }
    >
      <p>{words.sentTo(email)}</p>
      <Input
        form={code}
        name="code"
        label={words.code}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
      />
    </FormView>
  );
}
