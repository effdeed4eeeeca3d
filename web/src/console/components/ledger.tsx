/** Where did an order's money go? As a picture of its won, and movement by movement. */

import type { JSX } from "preact";
import { won } from "../../shared/amounts";
import type { Schemas } from "../../shared/api/client";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { said } from "../words";
import { type Box, drawn, type Flow, flowsOf, type Place } from "./flows";

type Movement = Schemas["LedgerMovement"];

const ROOM = { width: 760, box: 10 };

export function Ledger({ of }: { of: readonly Movement[] }): JSX.Element {
  const words = said().orders.ledger;
  const flows = flowsOf(of);
  return (
    <section class="stack">
      <h3>{words.title}</h3>
      {flows.length === 0 ? <p class="faint">{words.nothing}</p> : <Sankey of={flows} />}
      {of.length > 0 && <Movements of={of} />}
    </section>
  );
}

function Sankey({ of }: { of: readonly Flow[] }): JSX.Element {
  const { boxes, bands, height } = drawn(of, ROOM);
  return (
    <div class="scrolls" tabIndex={0}>
      <svg
        class="sankey"
        viewBox={`0 0 ${ROOM.width} ${height}`}
        role="img"
        aria-label={of.map(told).join(", ")}
      >
        {bands.map(({ key, path, width }) => (
          <path key={key} d={path} stroke-width={width} />
        ))}
        {boxes.map((box) => (
          <Account key={box.place} of={box} />
        ))}
      </svg>
    </div>
  );
}

/** The last column is named towards the left, so that nothing is cut off. */
function Account({ of: { place, amount, x, y, height } }: { of: Box }): JSX.Element {
  const isLast = x > ROOM.width - 100;
  const at = isLast ? ROOM.width : x;
  return (
    <g>
      <rect x={x} y={y} width={ROOM.box} height={height} />
      <text y={y - 20} text-anchor={isLast ? "end" : "start"}>
        <tspan x={at}>{named(place)}</tspan>
        <tspan x={at} dy="14">
          {won(amount)}
        </tspan>
      </text>
    </g>
  );
}

function named(place: Place): string {
  return place === "BACK" ? said().orders.ledger.back : called("ledgerAccount", place);
}

function told({ from, to, amount }: Flow): string {
  return said().orders.ledger.flow(named(from), named(to), won(amount));
}

export function Movements({ of }: { of: readonly Movement[] }): JSX.Element {
  const words = said().orders.ledger;
  return (
    <div class="scrolls" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.movement}</th>
            <th scope="col">{words.account}</th>
            <th scope="col">{words.debit}</th>
            <th scope="col">{words.credit}</th>
          </tr>
        </thead>
        {of.map(({ businessKey, recordedAt, lines }) => (
          <tbody key={businessKey}>
            {lines.map(({ account, ownerId, amount }, index) => (
              <tr key={`${account} ${ownerId}`}>
                {index === 0 && (
                  <th scope="rowgroup" rowSpan={lines.length}>
                    {businessKey}
                    <br />
                    <Moment at={recordedAt} />
                  </th>
                )}
                <td>{called("ledgerAccount", account)}</td>
                <td class="figure">{amount > 0 && won(amount)}</td>
                <td class="figure">{amount < 0 && won(-amount)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
