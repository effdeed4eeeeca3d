/**
 * How does a bid get there on a bad line? With its key, again and again, until an answer came.
 *
 * The market places what comes with the same key once only. What nobody answered for long, or before
 * a reload, is not sent by itself any more: its bidder says whether it still holds.
 */

import { type Signal, signal } from "@preact/signals";
import { api, ask, newKey, type Schemas } from "../shared/api/client";
import { isUnknown } from "../shared/api/refusal";

/** A price that is named, or a limit that is kept secret. */
export interface Offer {
  way: "amount" | "maximum";
  amount: number;
}

export interface Unanswered extends Offer {
  key: string;
  /** Whether it is still being sent. */
  isTrying: boolean;
}

const PAUSE_MS = 1_500;
const PATIENCE_MS = 60_000;

/** The bids of one member on one lot. */
export class Bidding {
  readonly unanswered: Signal<Unanswered | undefined>;
  /** The last that was placed here and stands. */
  readonly placed: Signal<Schemas["Bid"] | undefined> = signal(undefined);
  readonly #goodsId: number;

  constructor(goodsId: number) {
    this.#goodsId = goodsId;
    this.unanswered = signal(this.#kept());
  }

  /**
   * Sends a bid, with the key of the one that is unanswered if it is the same.
   *
   * @throws {Refusal} if the market does not take it
   * @throws {Unreachable} if nobody has answered for a minute; it stays unanswered
   */
  async place(offer: Offer): Promise<Schemas["Bid"]> {
    const before = this.unanswered.value;
    const isSame = before?.amount === offer.amount && before.way === offer.way;
    const bid = { ...offer, key: isSame ? before.key : newKey() };
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      this.#keep({ ...bid, isTrying: true });
      try {
        const answer = await this.#send(bid);
        this.#keep(undefined);
        this.placed.value = answer;
        return answer;
      } catch (reason) {
        if (isUnknown(reason) && Date.now() < until) await lineIsBack();
        else throw this.#given(reason, bid);
      }
    }
  }

  /**
   * Takes back what was typed wrong.
   *
   * @throws {Refusal} if the market does not let go of it any more
   */
  async takeBack({ bidId }: Schemas["Bid"]): Promise<Schemas["Auction"]> {
    const path = { goodsId: this.#goodsId, bidId };
    const auction = await ask(
      api.DELETE("/v1/goods/{goodsId}/bids/{bidId}", {
        params: { path },
        body: { reason: "MISTYPED" },
      }),
    );
    this.placed.value = undefined;
    return auction;
  }

  /** What nobody has answered is kept; what was refused is not. */
  #given(reason: unknown, bid: Offer & { key: string }): unknown {
    this.#keep(isUnknown(reason) ? { ...bid, isTrying: false } : undefined);
    return reason;
  }

  /** Forgets what nobody answered; it may have been placed all the same. */
  giveUp(): void {
    this.#keep(undefined);
  }

  #send({ way, amount, key }: Offer & { key: string }): Promise<Schemas["Bid"]> {
    const path = { goodsId: this.#goodsId };
    return ask(
      api.POST("/v1/goods/{goodsId}/bids", {
        params: { path, header: { "Idempotency-Key": key } },
        body: way === "amount" ? { amount } : { maximum: amount },
      }),
    );
  }

  get #place(): string {
    return `bid-${this.#goodsId}`;
  }

  #keep(bid: Unanswered | undefined): void {
    this.unanswered.value = bid;
    if (bid === undefined) sessionStorage.removeItem(this.#place);
    else sessionStorage.setItem(this.#place, JSON.stringify(bid));
  }

  #kept(): Unanswered | undefined {
    const text = sessionStorage.getItem(this.#place);
    return text === null ? undefined : { ...(JSON.parse(text) as Unanswered), isTrying: false };
  }
}

function lineIsBack(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(go, PAUSE_MS);
    function go(): void {
      clearTimeout(timer);
      removeEventListener("online", go);
      resolve();
    }
    addEventListener("online", go);
  });
}

/** How many times the least that is possible needs a second look. */
const FAR = { amount: 2, maximum: 10 };

/** Whether somebody may have typed a digit too many. */
export function isFarAbove(offer: Offer, minimum: number): boolean {
  return offer.amount > minimum * FAR[offer.way];
}
