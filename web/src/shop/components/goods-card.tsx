/** How does a lot look among others? The same everywhere. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { count, won } from "../../shared/amounts";
import type { Schemas } from "../../shared/api/client";
import { Countdown, Moment } from "../../shared/components/time";
import { said } from "../words";

export type GoodsItem = Schemas["GoodsItem"];

export function GoodsCard({ goods }: { goods: GoodsItem }): JSX.Element {
  const words = said().goods.item;
  return (
    <li class="card">
      <Link href={`/goods/${goods.goodsId}`}>
        <span class="frame">
          {goods.image !== null && (
            <img src={goods.image} alt="" loading="lazy" width="320" height="400" />
          )}
        </span>
        <span class="faint">{goods.brand?.name}</span>
        <span class="card-name">{goods.name}</span>
        <span class="figure card-price">
          <span class="for-hearing">
            {goods.currentPrice === null ? words.start : words.current}
          </span>
          {won(goods.currentPrice ?? goods.startPrice)}
        </span>
        <span class="faint">
          {goods.state === "OPEN" && goods.endsAt !== null ? (
            <Countdown to={goods.endsAt} words={said().goods.left} />
          ) : (
            <Moment at={goods.endsAt} />
          )}
          {goods.bidCount > 0 && ` · ${words.bids(count(goods.bidCount))}`}
        </span>
      </Link>
    </li>
  );
}

/** Where cards will be. */
export function GoodsShape({ number = 8 }: { number?: number }): JSX.Element {
  return (
    <ul class="grid waiting" aria-hidden="true">
      {Array.from({ length: number }, (_, at) => (
        <li key={at} class="card">
          <span class="frame" />
          <span class="faint">&nbsp;</span>
          <span class="card-name" />
          <span class="card-price">&nbsp;</span>
          <span class="faint">&nbsp;</span>
        </li>
      ))}
    </ul>
  );
}
