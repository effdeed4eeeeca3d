/** Which goods may I have after all? Who won did not pay, and the next is offered them at their own bid. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { won } from "../../shared/amounts";
import { api, ask, newKey, type Schemas } from "../../shared/api/client";
import { type Listed, useListed } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { List } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Page } from "../../shared/pages";
import { GoodsLine } from "../components/goods-line";
import { said } from "../words";

type Offer = Schemas["SecondChance"];

export default function TakeOffers(): JSX.Element {
  const words = said().account.offers;
  const offers = useListed((cursor) =>
    ask(api.GET("/v1/me/second-chances", { params: { query: { ...(cursor && { cursor }) } } })),
  );
  return (
    <Page title={words.title} class="reading">
      <p>{words.why}</p>
      <List of={offers} empty={<p>{words.empty}</p>}>
        {(offer) => <Line key={offer.offerId} offer={offer} offers={offers} />}
      </List>
      <p>
        <Link href="/my/bids">{said().frame.bids}</Link>
      </p>
    </Page>
  );
}

interface LineProps {
  offer: Offer;
  offers: Listed<Offer>;
}

function Line({ offer, offers }: LineProps): JSX.Element {
  const words = said().account.offers;
  return (
    <li class="stack">
      <GoodsLine href={`/goods/${offer.goodsId}`} image={offer.image} name={offer.goodsName}>
        <strong class="figure">{won(offer.total)}</strong>
        <span class="faint figure">{words.sum(won(offer.price), won(offer.shippingPrice))}</span>
        <span class="faint">
          {offer.state === "OPEN" ? words.until : words.states[offer.state]}{" "}
          <Moment at={offer.expiresAt} />
        </span>
      </GoodsLine>
      {offer.state === "OPEN" && <Answer offer={offer} offers={offers} />}
    </li>
  );
}

function Answer({ offer, offers }: LineProps): JSX.Element {
  const words = said().account.offers;
  const [, go] = useLocation();
  const key = useMemo(newKey, []);
  const params = { path: { offerId: offer.offerId }, header: { "Idempotency-Key": key } };
  async function accept(): Promise<void> {
    const { orderId } = await ask(api.POST("/v1/me/second-chances/{offerId}/accept", { params }));
    go(`/orders/${orderId}`);
  }
  async function decline(): Promise<void> {
    await ask(api.POST("/v1/me/second-chances/{offerId}/decline", { params }));
    await offers.again();
  }
  return (
    <div class="acts">
      <Button kind="second" act={accept}>
        {words.accept(won(offer.total))}
      </Button>
      <Button kind="quiet" act={decline}>
        {words.decline}
      </Button>
    </div>
  );
}
