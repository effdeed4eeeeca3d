/** One lot: what it is, how its auction stands this moment, and what one can do about it. */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { count, won } from "../../shared/amounts";
import { api, ask } from "../../shared/api/client";
import { member } from "../../shared/api/tokens";
import { type Asked, useAsked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { type Config, config, word } from "../../shared/config";
import { Page, useIdInPath } from "../../shared/pages";
import { BidForm } from "../components/bid-form";
import { BidHistory } from "../components/bid-history";
import { BuyNow } from "../components/buy-now";
import { Gallery } from "../components/gallery";
import { PriceChart } from "../components/price-chart";
import { PriceNow } from "../components/price-now";
import { Proof } from "../components/proof";
import { Questions } from "../components/questions";
import { type Auction, type Goods, type Lot, useLot } from "../lot";
import { said } from "../words";

export default function BidOnGoods(): JSX.Element {
  const goodsId = useIdInPath("goodsId");
  const asked = useAsked(() => readAll(goodsId), goodsId, member.value?.memberId);
  const lot = useLot(goodsId);
  useSignalEffect(() => lot.watch(goodsId));
  return (
    <Shown of={asked} shape={<Shape />}>
      {({ goods, settings }) => (
        <Shown of={lot.auction} shape={<Shape />}>
          {(auction) => (
            <Sheet goods={goods} settings={settings} lot={lot} auction={auction} asked={asked} />
          )}
        </Shown>
      )}
    </Shown>
  );
}

interface All {
  goods: Goods;
  settings: Config;
}

async function readAll(goodsId: number): Promise<All> {
  const [goods, settings] = await Promise.all([
    ask(api.GET("/v1/goods/{goodsId}", { params: { path: { goodsId } } })),
    config(),
  ]);
  return { goods, settings };
}

interface SheetProps extends All {
  lot: Lot;
  auction: Auction;
  asked: Asked<All>;
}

function Sheet({ goods, settings, lot, auction, asked }: SheetProps): JSX.Element {
  return (
    <Page title={goods.name} hidden>
      <Path goods={goods} />
      <div class="columns lot">
        <Gallery images={goods.images} name={goods.name} />
        <div class="stack">
          <p class="lot-name">
            <span class="faint">{goods.brand.name}</span>
            <span aria-hidden="true">{goods.name}</span>
          </p>
          <PriceNow lot={lot} auction={auction} config={settings} />
          <Acts goods={goods} auction={auction} settings={settings} lot={lot} />
          <Like goods={goods} asked={asked} settings={settings} />
        </div>
      </div>
      <div class="columns">
        <div class="stack">
          <BidHistory lot={lot} />
          {isOver(auction) && auction.bidCount > 0 && <Proof goodsId={goods.goodsId} />}
          <PriceChart goodsId={goods.goodsId} />
        </div>
        <div class="stack">
          <Seller goods={goods} />
          <Description goods={goods} settings={settings} />
          <Questions goods={goods} />
        </div>
      </div>
    </Page>
  );
}

function isOver({ state }: Auction): boolean {
  return state === "WON" || state === "SOLD" || state === "FAILED";
}

function Path({ goods }: { goods: Goods }): JSX.Element {
  return (
    <nav class="row faint" aria-label={said().goods.lot.path}>
      {goods.categoryPath.map(({ categoryId, name }) => (
        <Link key={categoryId} href={`/search?categoryId=${categoryId}`}>
          {name}
        </Link>
      ))}
    </nav>
  );
}

interface ActsProps {
  goods: Goods;
  auction: Auction;
  settings: Config;
  lot: Lot;
}

/** What this member can do now. */
function Acts({ goods, auction, settings, lot }: ActsProps): JSX.Element | null {
  const words = said().goods.lot;
  if (member.value?.storeId === goods.storeId) {
    return (
      <p>
        <Link class="button second" href={`/sell/${goods.goodsId}`}>
          {words.manage}
        </Link>
      </p>
    );
  }
  if (auction.state === "WON" && auction.leading) {
    return (
      <p>
        <Link class="button first" href="/my/purchases">
          {words.pay}
        </Link>
      </p>
    );
  }
  if (auction.state !== "OPEN") return null;
  if (auction.reservedUntil !== null) return <Reserved until={auction.reservedUntil} />;
  const isOpenToBuy = goods.buyNowPrice !== null && (auction.currentPrice ?? 0) < goods.buyNowPrice;
  const minutes = settings.auctions.reservationSeconds / 60;
  return (
    <>
      <BidForm lot={lot} auction={auction} config={settings} />
      {isOpenToBuy && goods.buyNowPrice !== null && (
        <BuyNow goods={goods} price={goods.buyNowPrice} minutes={minutes} />
      )}
    </>
  );
}

function Reserved({ until }: { until: string }): JSX.Element {
  return (
    <p class="sheet">
      {said().goods.lot.reserved} <Moment at={until} />
    </p>
  );
}

function Like({
  goods,
  asked,
  settings,
}: {
  goods: Goods;
  asked: Asked<All>;
  settings: Config;
}): JSX.Element | null {
  const words = said().goods.item;
  if (member.value === undefined) return null;
  const params = { path: { goodsId: goods.goodsId } };
  async function turn(): Promise<void> {
    const liked = !goods.liked;
    const likeCount = goods.likeCount + (liked ? 1 : -1);
    asked.put({ goods: { ...goods, liked, likeCount }, settings });
    try {
      await ask(
        liked
          ? api.PUT("/v1/goods/{goodsId}/like", { params })
          : api.DELETE("/v1/goods/{goodsId}/like", { params }),
      );
    } catch (reason) {
      asked.put({ goods, settings });
      throw reason;
    }
  }
  return (
    <p>
      <Button kind="quiet" pressed={goods.liked} act={turn}>
        {goods.liked ? words.liked : words.like}{" "}
        <span class="figure">{count(goods.likeCount)}</span>
      </Button>
    </p>
  );
}

function Seller({ goods }: { goods: Goods }): JSX.Element {
  const words = said().goods.lot;
  const { store } = goods;
  return (
    <section class="stack tight">
      <h2>{words.seller}</h2>
      <p class="row">
        <Link href={`/stores/${store.storeId}`}>{store.name}</Link>
        <span class="faint">
          {store.rating === null
            ? words.noReviews
            : words.rating(store.rating.toFixed(1), count(store.reviewCount))}
        </span>
      </p>
    </section>
  );
}

function Description({ goods, settings }: All): JSX.Element {
  const words = said().goods.lot;
  const facts: [string, string][] = [
    [words.quality, word(settings, "quality", goods.quality)],
    [words.gender, word(settings, "goodsGender", goods.gender)],
    [words.size, goods.size],
    [words.shipping, won(goods.shippingPrice)],
  ];
  return (
    <section class="stack">
      <h2>{words.about}</h2>
      <dl class="pairs">
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p class="typed">{goods.info}</p>
      {goods.additions.map(({ text, addedAt }) => (
        <p key={addedAt} class="typed">
          <span class="faint">
            {words.added} <Moment at={addedAt} />
          </span>
          <br />
          {text}
        </p>
      ))}
    </section>
  );
}

function Shape(): JSX.Element {
  return (
    <main id="content" class="page waiting">
      <p class="faint">&nbsp;</p>
      <div class="columns lot">
        <span class="frame" />
        <div class="stack">
          <span class="shape" />
          <span class="shape short" />
          <span class="shape" />
        </div>
      </div>
    </main>
  );
}
