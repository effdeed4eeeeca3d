/** Who bid how much, when? Newest first; what bid by itself is marked. */

import type { JSX } from "preact";
import { won } from "../../shared/amounts";
import type { Schemas } from "../../shared/api/client";
import { List } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import type { Lot } from "../lot";
import { said } from "../words";

export function BidHistory({ lot }: { lot: Lot }): JSX.Element {
  const words = said().goods.history;
  return (
    <section class="stack">
      <h2>{words.title}</h2>
      <List of={lot.history} class="history" empty={<p>{words.empty}</p>}>
        {(line) => <Line key={line.seq} line={line} />}
      </List>
    </section>
  );
}

function Line({ line }: { line: Schemas["BidLine"] }): JSX.Element {
  const words = said().goods.history;
  const what = line.automatic ? words.automatic : words.kinds[line.kind];
  return (
    <li class="row apart rises">
      <span>
        {line.bidder} {what !== "" && <span class="state">{what}</span>}
      </span>
      <span class="figure">
        {line.kind === "RETRACTION" ? <s>{won(line.amount)}</s> : won(line.amount)}
      </span>
      <span class="faint">
        <Moment at={line.placedAt} />
      </span>
    </li>
  );
}
