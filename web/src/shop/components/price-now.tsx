/** How does the auction stand now? State and time left, the price, and who leads. */

import type { JSX } from "preact";
import { count, won } from "../../shared/amounts";
import { Countdown, Moment } from "../../shared/components/time";
import type { Config } from "../../shared/config";
import { word } from "../../shared/config";
import type { Auction, Lot } from "../lot";
import { said } from "../words";

const MINUTE_MS = 60_000;

export function PriceNow({
  lot,
  auction,
  config,
}: {
  lot: Lot;
  auction: Auction;
  config: Config;
}): JSX.Element {
  const words = said().goods.lot;
  const price = auction.currentPrice ?? auction.startPrice;
  return (
    <section class="stack tight" aria-label={words.now}>
      <p class="row">
        <span class={`state ${auction.state === "OPEN" ? "good" : ""}`}>
          {word(config, "goodsState", auction.state)}
        </span>
        <TimeLeft auction={auction} />
      </p>
      <Extended lot={lot} />
      <p>
        <span class="faint">
          {auction.currentPrice === null ? said().goods.item.start : said().goods.item.current}
        </span>
        <strong key={price} class="figure large rises price" data-price={price}>
          {won(price)}
        </strong>
      </p>
      <p aria-live="polite">{whoLeads(auction)}</p>
      {auction.reserve !== "NONE" && (
        <p class="faint">{word(config, "reserve", auction.reserve)}</p>
      )}
    </section>
  );
}

function TimeLeft({ auction }: { auction: Auction }): JSX.Element {
  const words = said().goods;
  if (auction.state === "OPEN") return <Countdown to={auction.endsAt} words={words.left} />;
  if (auction.state === "SCHEDULED") {
    return (
      <span>
        {words.item.starts} <Moment at={auction.startsAt} />
      </span>
    );
  }
  return (
    <span class="faint">
      {words.item.ends} <Moment at={auction.endsAt} />
    </span>
  );
}

/** Says once that the end was moved by a late bid. */
function Extended({ lot }: { lot: Lot }): JSX.Element {
  const extended = lot.extended.value;
  return (
    <p class="faint" aria-live="polite">
      {extended !== undefined && (
        <span key={extended.seq} class="rises">
          {extended.by < MINUTE_MS
            ? said().goods.lot.extendedBySeconds(Math.ceil(extended.by / 1_000))
            : said().goods.lot.extendedByMinutes(Math.round(extended.by / MINUTE_MS))}
        </span>
      )}
    </p>
  );
}

function whoLeads(auction: Auction): string {
  const words = said().goods.lot;
  const isOver = auction.state !== "OPEN";
  if (auction.leading) return isOver ? words.youWon : words.youLead;
  if (auction.leader === null) return isOver ? words.nobodyWon : words.nobodyLeads;
  const bids = count(auction.bidCount);
  return isOver ? words.won(auction.leader, bids) : words.leads(auction.leader, bids);
}
