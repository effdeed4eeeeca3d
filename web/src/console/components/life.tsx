/** How far has an order come, and what is due when? A line from its beginning to what comes next. */

import type { JSX } from "preact";
import type { Schemas } from "../../shared/api/client";
import { marketTime } from "../../shared/clock";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { said } from "../words";

type Order = Schemas["OrderFile"];

interface Point {
  name: string;
  at: string;
  kind: "was" | "due" | "late";
}

export function Life({ of }: { of: Order }): JSX.Element {
  return (
    <ol class="life">
      {points(of).map(({ name, at, kind }) => (
        <li key={`${name} ${at}`} class={kind}>
          <span>{name}</span>
          <Moment at={at} />
        </li>
      ))}
    </ol>
  );
}

/** What it was, then what is due, each in its order. */
function points({ order, history, ...due }: Order): Point[] {
  const words = said().orders.due;
  const deadlines = [
    [words.pay, order.state === "AWAITING_PAYMENT" ? due.dueAt : null],
    [words.ship, order.state === "PAID" ? due.shipDueAt : null],
    [words.confirm, order.state === "DELIVERED" ? due.confirmDueAt : null],
    [words.next, due.actAt],
  ] as const;
  const coming = deadlines.flatMap(([name, at]): Point[] =>
    at === null ? [] : [{ name, at, kind: Date.parse(at) < marketTime() ? "late" : "due" }],
  );
  return [
    ...history.map(({ state, at }): Point => ({
      name: called("orderState", state),
      at,
      kind: "was",
    })),
    ...coming.sort((one, other) => Date.parse(one.at) - Date.parse(other.at)),
  ];
}
