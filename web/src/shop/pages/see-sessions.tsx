/** Where am I signed in? Any device can be signed out from here. */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { signOut } from "../../shared/api/session";
import { useAsked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { said as saidShared } from "../../shared/words";
import { Setting } from "../components/setting";
import { deviceName } from "../device";
import { said } from "../words";

type Session = Schemas["Session"];

export default function SeeSessions(): JSX.Element {
  const sessions = useAsked(() => ask(api.GET("/v1/me/sessions")));
  async function end({ sessionId, current }: Session): Promise<void> {
    if (current) return signOut();
    await ask(api.DELETE("/v1/me/sessions/{sessionId}", { params: { path: { sessionId } } }));
    await sessions.again();
  }
  return (
    <Setting title={said().account.settings.sessions.title} class="reading">
      <p>{said().account.sessions.why}</p>
      <Shown of={sessions}>
        {({ items }) => (
          <ul class="rows">
            {items.map((one) => (
              <Line key={one.sessionId} session={one} end={() => end(one)} />
            ))}
          </ul>
        )}
      </Shown>
    </Setting>
  );
}

function Line({ session, end }: { session: Session; end: () => Promise<void> }): JSX.Element {
  const words = said().account.sessions;
  return (
    <li class="row apart">
      <div class="stack tight">
        <p class="typed" title={session.device}>
          {deviceName(session.device)}{" "}
          {session.current && <span class="state good">{words.this}</span>}
        </p>
        <p class="faint">
          {session.client} · {words.used} <Moment at={session.usedAt} away /> · {words.since}{" "}
          <Moment at={session.createdAt} />
        </p>
      </div>
      <Button act={end} label={`${deviceName(session.device)} ${saidShared().session.signOut}`}>
        {saidShared().session.signOut}
      </Button>
    </li>
  );
}
