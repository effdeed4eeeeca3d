/** When have I let somebody down, as it is kept? */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { api, ask } from "../../shared/api/client";
import { useAsked, useListed } from "../../shared/asked";
import { List, Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { config, word } from "../../shared/config";
import { Setting } from "../components/setting";
import { said } from "../words";

export default function SeeStrikes(): JSX.Element {
  const words = said().account.strikes;
  const settings = useAsked(config);
  const strikes = useListed((cursor) =>
    ask(api.GET("/v1/me/strikes", { params: { query: { ...(cursor && { cursor }) } } })),
  );
  return (
    <Setting title={said().account.settings.strikes.title} class="reading">
      <p>
        {words.why} <Link href="/my/inquiries/new">{words.object}</Link>
      </p>
      <Shown of={settings}>
        {(known) => (
          <List of={strikes} empty={<p>{words.empty}</p>}>
            {(one) => (
              <li key={one.strikeId} class="stack tight">
                <p class="row">
                  <strong>{word(known, "strikeReason", one.reason)}</strong>
                  {one.liftedAt !== null && <span class="state good">{words.lifted}</span>}
                </p>
                <p>
                  <Link href={`/orders/${one.orderId}`}>{one.goodsName}</Link>
                </p>
                <p class="faint">
                  {word(known, "caseSide", one.side)} · <Moment at={one.createdAt} />
                </p>
              </li>
            )}
          </List>
        )}
      </Shown>
    </Setting>
  );
}
