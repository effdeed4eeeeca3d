/** How does an auction stand? As it was read, and as the relay tells it from then on. */

import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { api, ask, type Schemas } from "../shared/api/client";
import { member } from "../shared/api/tokens";
import { Asked, Listed } from "../shared/asked";
import { learn } from "../shared/clock";
import { listen } from "../shared/realtime";

export type Auction = Schemas["Auction"];
export type Goods = Schemas["Goods"];

/** What the relay tells of an auction: all that everybody may know. */
type Told = Pick<
  Auction,
  | "seq"
  | "currentPrice"
  | "minimumBid"
  | "bidCount"
  | "leader"
  | "endsAt"
  | "state"
  | "serverTime"
  | "reservedUntil"
>;

/** What only the market knows of a member is asked for so often at most. */
const PAUSE_MS = 1_000;

/** One auction, live while somebody looks at it. */
export class Lot {
  readonly auction: Asked<Auction>;
  readonly history: Listed<Schemas["BidLine"]>;
  /** By how many milliseconds the end was moved last, and when. */
  readonly extended = signal<{ by: number; seq: number } | undefined>(undefined);
  readonly #readSoon = atMostEvery(PAUSE_MS, () => this.#readAnew());

  constructor(goodsId: number) {
    this.auction = new Asked(() => readAuction(goodsId));
    this.history = new Listed((cursor) =>
      ask(
        api.GET("/v1/goods/{goodsId}/bids", {
          params: { path: { goodsId }, query: { limit: 10, ...(cursor && { cursor }) } },
        }),
      ),
    );
  }

  /** Hears of changes until the function that is given back is called. */
  watch(goodsId: number): () => void {
    return listen(`/topic/goods/${goodsId}`, {
      // What happened since it was read, and before anybody listened.
      current: true,
      message: (body) => this.#hear(body as Told),
      reset: () => this.#readAnew(),
    });
  }

  /** Takes the answer to one's own bid, which may be here before anybody tells it. */
  take(bid: Schemas["Bid"]): void {
    const known = this.auction.value;
    // What is told later is newer, whoever tells it.
    if (known === undefined || known.seq > bid.seq + 1) return;
    this.#put(known, {
      ...known,
      currentPrice: bid.currentPrice,
      minimumBid: bid.minimumBid,
      endsAt: bid.endsAt,
      leading: bid.leading,
    });
    this.#readSoon();
  }

  #hear(told: Told): void {
    learn(told.serverTime);
    const known = this.auction.value;
    if (known === undefined) this.#readSoon();
    if (known === undefined || told.seq < known.seq) return;
    this.#put(known, { ...known, ...told });
    // Who leads is told masked, and the history not at all.
    if (told.seq > known.seq || told.state !== known.state) this.#readSoon();
  }

  #put(before: Auction, after: Auction): void {
    const by = Date.parse(after.endsAt) - Date.parse(before.endsAt);
    if (by > 0 && after.state === "OPEN") this.extended.value = { by, seq: after.seq };
    this.auction.put(after);
  }

  #readAnew(): void {
    void this.history.again();
    if (member.value !== undefined || this.auction.value === undefined) void this.auction.again();
  }
}

/** The auction of a page, heard of as long as the page is open. */
export function useLot(goodsId: number): Lot {
  return useMemo(() => new Lot(goodsId), [goodsId]);
}

async function readAuction(goodsId: number): Promise<Auction> {
  const sent = Date.now();
  const auction = await ask(
    api.GET("/v1/goods/{goodsId}/auction", { params: { path: { goodsId } } }),
  );
  learn(auction.serverTime, Date.now() - sent);
  return auction;
}

/** Does something at once, and again at the end of each pause in which it was asked for. */
function atMostEvery(pause: number, act: () => void): () => void {
  let isPausing = false;
  let isWanted = false;
  function run(): void {
    isPausing = true;
    isWanted = false;
    act();
    setTimeout(() => {
      isPausing = false;
      if (isWanted) run();
    }, pause);
  }
  return () => {
    isWanted = true;
    if (!isPausing) run();
  };
}

/** The next amounts that may be bid, by the market's own table of increments. */
export function nextBids(
  minimum: number,
  increments: readonly Schemas["Increment"][],
  number = 3,
): number[] {
  const amounts = [minimum];
  while (amounts.length < number) {
    const last = amounts[amounts.length - 1] ?? minimum;
    const step = increments.find(({ below }) => below === null || last < below)?.step ?? 1;
    amounts.push(last + step);
  }
  return amounts;
}
