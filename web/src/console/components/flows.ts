/** Which way did the won of an order go? From account to account, and where to draw it. */

import type { Schemas } from "../../shared/api/client";

type Movement = Schemas["LedgerMovement"];
type Account = Schemas["LedgerLine"]["account"];

/** Where money is: an account, or the provider's once more, to which it went back. */
export type Place = Account | "BACK";

export interface Flow {
  from: Place;
  to: Place;
  amount: number;
}

/** From left to right. */
const COLUMNS: readonly (readonly Place[])[] = [
  ["PROVIDER", "SELLER_RECEIVABLE"],
  ["BUYER_CLEARING"],
  ["ESCROW"],
  ["FROZEN"],
  [
    "SELLER_PAYABLE",
    "COMMISSION",
    "VAT",
    "PROVIDER_FEES",
    "PAYOUTS",
    "REFUNDS",
    "LOSSES",
    "SUSPENSE",
  ],
  ["BACK", "BANK"],
];

/** Sums up what went from one to another; what came the same way back is taken off. */
export function flowsOf(movements: readonly Movement[]): Flow[] {
  const sums = new Map<string, Flow>();
  for (const { from, to, amount } of movements.flatMap(flowsIn)) {
    const back = sums.get(`${to} ${from}`);
    if (back !== undefined) back.amount -= amount;
    else
      sums.set(`${from} ${to}`, {
        from,
        to,
        amount: (sums.get(`${from} ${to}`)?.amount ?? 0) + amount,
      });
  }
  return [...sums.values()].filter(({ amount }) => amount > 0);
}

/** Money goes from what is debited to what is credited, each its share. */
function flowsIn({ lines }: Movement): Flow[] {
  const debits = lines.filter(({ amount }) => amount > 0);
  const credits = lines.filter(({ amount }) => amount < 0);
  const total = debits.reduce((sum, { amount }) => sum + amount, 0);
  return debits.flatMap((debit) =>
    credits.map((credit) => ({
      from: debit.account,
      to: credit.account === "PROVIDER" ? ("BACK" as const) : credit.account,
      amount: Math.round((debit.amount * -credit.amount) / total),
    })),
  );
}

export interface Box {
  place: Place;
  amount: number;
  x: number;
  y: number;
  height: number;
}

export interface Band {
  key: string;
  path: string;
  width: number;
}

export interface Drawing {
  boxes: Box[];
  bands: Band[];
  height: number;
}

/** For two lines of words above each box. */
const GAP = 40;
const LEAST = 2;
/** Of all that was paid. */
const THICK = 72;

/** Puts boxes in columns, and bands between them, into so much room; `height` is what that takes. */
export function drawn(flows: readonly Flow[], room: { width: number; box: number }): Drawing {
  const columns = COLUMNS.map((places) =>
    places.filter((place) => amountAt(place, flows) > 0),
  ).filter((places) => places.length > 0);
  const most = Math.max(
    ...columns.map((places) => places.reduce((sum, place) => sum + amountAt(place, flows), 0)),
  );
  const scale = THICK / most;
  const step = columns.length > 1 ? (room.width - room.box) / (columns.length - 1) : 0;
  const boxes = columns.flatMap((places, column) => stacked(places, flows, column * step, scale));
  const height = Math.max(...boxes.map((box) => box.y + box.height));
  return { boxes, bands: bandsBetween(boxes, flows, scale, room.box), height };
}

/** What came, or what went if that is more. */
function amountAt(place: Place, flows: readonly Flow[]): number {
  const sum = (side: "from" | "to"): number =>
    flows.reduce((total, flow) => (flow[side] === place ? total + flow.amount : total), 0);
  return Math.max(sum("from"), sum("to"));
}

function stacked(
  places: readonly Place[],
  flows: readonly Flow[],
  x: number,
  scale: number,
): Box[] {
  let y = GAP;
  return places.map((place) => {
    const amount = amountAt(place, flows);
    const box = { place, amount, x, y, height: Math.max(LEAST, amount * scale) };
    y += box.height + GAP;
    return box;
  });
}

/** Bands leave and enter a box one below the other. */
function bandsBetween(
  boxes: readonly Box[],
  flows: readonly Flow[],
  scale: number,
  width: number,
): Band[] {
  const used = new Map<string, number>();
  function take(side: string, box: Box, height: number): number {
    const key = `${side} ${box.place}`;
    const y = box.y + (used.get(key) ?? 0);
    used.set(key, (used.get(key) ?? 0) + height);
    return y + height / 2;
  }
  const at = (place: Place): number => boxes.findIndex((box) => box.place === place);
  const downwards = [...flows].sort((one, other) => at(one.to) - at(other.to));
  return downwards.flatMap(({ from, to, amount }) => {
    const [source, target] = [from, to].map((place) => boxes.find((box) => box.place === place));
    if (source === undefined || target === undefined) return [];
    const height = Math.max(LEAST, amount * scale);
    const [x1, y1] = [source.x + width, take("from", source, height)];
    const [x2, y2] = [target.x, take("to", target, height)];
    const middle = (x1 + x2) / 2;
    return [
      {
        key: `${from} ${to}`,
        path: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`,
        width: height,
      },
    ];
  });
}
