/** Where have I bid, and how does it stand? */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked, useListed } from "../../shared/asked";
import { List, Shown } from "../../shared/components/shown";
import { Countdown, Moment } from "../../shared/components/time";
import { type Config, config, word } from "../../shared/config";
import { Page } from "../../shared/pages";
import { newest } from "../alarms";
import { Choices, useChoice } from "../components/choices";
import { GoodsLine } from "../components/goods-line";
import { said } from "../words";

type MyBid = Schemas["MyBid"];

const STATES = ["LEADING", "OUTBID", "WON", "LOST"] as const;

export default function SeeBids(): JSX.Element {
  const words = said().account.bids;
  const state = useChoice("state", STATES);
  const settings = useAsked(config);
  const bids = useListed(
    (cursor) =>
      ask(
        api.GET("/v1/me/bids", {
          params: { query: { ...(state && { state }), ...(cursor && { cursor }) } },
        }),
      ),
    state,
  );
  useSignalEffect(() => {
    // Whatever is told of goods may have changed how a bid stands.
    if (newest.value?.goodsId != null) void bids.again();
  });
  return (
    <Page title={said().frame.bids} class="reading">
      <Shown of={settings}>
        {(known) => (
          <>
            <div class="row apart">
              <Choices
                name="state"
                label={words.which}
                of={[
                  ["", words.all],
                  ...STATES.map((one) => [one, word(known, "bidState", one)] as const),
                ]}
              />
              <Link class="button quiet" href="/my/offers">
                {said().account.offers.title}
              </Link>
            </div>
            <List of={bids} empty={<Empty />}>
              {(bid) => <Line key={bid.goodsId} bid={bid} settings={known} />}
            </List>
          </>
        )}
      </Shown>
    </Page>
  );
}

function Empty(): JSX.Element {
  return (
    <>
      <p>{said().account.bids.empty}</p>
      <Link class="button second" href="/search?sort=ending">
        {said().goods.home.ending}
      </Link>
    </>
  );
}

const TONE: Partial<Record<MyBid["bidState"], string>> = {
  LEADING: "good",
  WON: "good",
  OUTBID: "watch",
};

function Line({ bid, settings }: { bid: MyBid; settings: Config }): JSX.Element {
  const words = said().account.bids;
  return (
    <li>
      <GoodsLine href={`/goods/${bid.goodsId}`} image={bid.image} name={bid.name}>
        <span class="row">
          <span class={`state ${TONE[bid.bidState] ?? ""}`}>
            {word(settings, "bidState", bid.bidState)}
          </span>
          <strong class="figure">{won(bid.currentPrice ?? bid.startPrice)}</strong>
          <span class="faint">
            {bid.state === "OPEN" ? (
              <Countdown to={bid.endsAt} words={said().goods.left} />
            ) : (
              <Moment at={bid.endsAt} />
            )}
          </span>
        </span>
        <span class="faint figure">
          {words.yours(won(bid.yourAmount))}
          {bid.yourMaximum > bid.yourAmount && ` · ${words.maximum(won(bid.yourMaximum))}`}
        </span>
      </GoodsLine>
    </li>
  );
}
