/** Whom have I blocked? They can be let in again. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { api, ask } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { List } from "../../shared/components/shown";
import { Setting } from "../components/setting";
import { said } from "../words";

export default function SeeBlocks(): JSX.Element {
  const words = said().account.blocks;
  const blocks = useListed((cursor) =>
    ask(api.GET("/v1/me/blocks", { params: { query: { ...(cursor && { cursor }) } } })),
  );
  async function unblock(storeId: number): Promise<void> {
    await ask(api.DELETE("/v1/stores/{storeId}/block", { params: { path: { storeId } } }));
    await blocks.again();
  }
  return (
    <Setting title={said().account.settings.blocks.title} class="reading">
      <p>{words.why}</p>
      <List of={blocks} empty={<p>{words.empty}</p>}>
        {({ storeId, name }) => (
          <li key={storeId} class="row apart">
            <Link href={`/stores/${storeId}`}>{name}</Link>
            <Button act={() => unblock(storeId)} label={`${name} ${words.end}`}>
              {words.end}
            </Button>
          </li>
        )}
      </List>
    </Setting>
  );
}
