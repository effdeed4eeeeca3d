/** Which login id was mine? The market tells it to whoever reads the mails of its address. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { api, ask, newKey } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { Page } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { MailedCode } from "../components/mailed-code";
import { said } from "../words";

export default function FindLoginId(): JSX.Element {
  const emailToken = useSignal<string | undefined>(undefined);
  return (
    <Page title={said().account.findId.title} class="narrow">
      {emailToken.value === undefined ? (
        <MailedCode purpose="FIND_ID" proven={(token) => (emailToken.value = token)} />
      ) : (
        <Found emailToken={emailToken.value} />
      )}
    </Page>
  );
}

function Found({ emailToken }: { emailToken: string }): JSX.Element {
  const found = useAsked(() =>
    ask(
      api.POST("/v1/auth/find-id", {
        params: { header: { "Idempotency-Key": newKey() } },
        body: { emailToken },
      }),
    ),
  );
  return (
    <Shown of={found}>
      {({ loginId }) => (
        <div class="stack">
          <p>
            {said().account.findId.found} <strong>{loginId}</strong>
          </p>
          <Link class="button first" href="/sign-in">
            {saidShared().session.signIn}
          </Link>
        </div>
      )}
    </Shown>
  );
}
