/** Where do mails go? To an address that is proven by a code. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { api, ask } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { tell } from "../../shared/components/notes";
import { Shown } from "../../shared/components/shown";
import { MailedCode } from "../components/mailed-code";
import { Setting } from "../components/setting";
import { said } from "../words";

export default function ChangeEmail(): JSX.Element {
  const words = said().account.email;
  const me = useAsked(() => ask(api.GET("/v1/me")));
  const changes = useSignal(0);
  async function move(emailToken: string): Promise<void> {
    me.put(await ask(api.PUT("/v1/me/email", { body: { emailToken } })));
    tell(words.done);
    changes.value += 1;
  }
  return (
    <Setting title={said().account.settings.email.title}>
      <Shown of={me}>
        {({ email }) => (
          <>
            <p>
              {words.now} <strong class="typed">{email}</strong>
            </p>
            <section class="stack">
              <h2>{words.other}</h2>
              <MailedCode key={changes.value} purpose="CHANGE_EMAIL" proven={move} />
            </section>
          </>
        )}
      </Shown>
    </Setting>
  );
}
