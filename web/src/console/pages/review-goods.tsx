/** What is for sale, and may it be? Searched, let through, or taken off. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { count, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Listed, useAsked, useListed } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { Acts, type Choice, keyed, Reasoned } from "../components/acts";
import { oneOf, useAddress } from "../components/address";
import { InShop, Pairs, Pictures, State, Won } from "../components/parts";
import { Queue } from "../components/queue";
import { Filter, Search } from "../components/tools";
import { said } from "../words";

type Item = Schemas["GoodsItem"];
type Goods = Schemas["Goods"];

const STATES = ["OPEN", "SCHEDULED", "WON", "SOLD", "FAILED", "CANCELLED"] as const;

export default function ReviewGoods(): JSX.Element {
  const words = said().goods;
  const address = useAddress();
  const review = oneOf(["WAITING"] as const, address.of("review"));
  const [query, state] = [address.of("query"), oneOf(STATES, address.of("state"))];
  const goods = useListed<Item>(
    (cursor) => {
      const asked = review === undefined ? { cursor, query, state } : { cursor, review };
      return ask(api.GET("/v1/admin/goods", { params: { query: asked } }));
    },
    review,
    query,
    state,
  );
  return (
    <Queue
      title={words.title}
      of={goods}
      id={({ goodsId }) => goodsId}
      tools={<Tools isReview={review !== undefined} />}
      empty={review === undefined ? words.empty : words.nothingWaits}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{one.name}</strong>
            <Moment at={one.createdAt} away />
          </span>
          <span class="queue-line">
            <State list="goodsState" code={one.state} />
            <Won of={one.currentPrice ?? one.startPrice} />
          </span>
        </>
      )}
    >
      {(id) => <Open id={Number(id)} list={goods} />}
    </Queue>
  );
}

function Tools({ isReview }: { isReview: boolean }): JSX.Element {
  const words = said().goods;
  const address = useAddress();
  return (
    <>
      <nav class="row" aria-label={words.title}>
        <Link
          class="button quiet"
          href={address.with({ review: undefined, id: undefined })}
          aria-current={isReview ? undefined : "page"}
        >
          {words.all}
        </Link>
        <Link
          class="button quiet"
          href={address.with({
            review: "WAITING",
            query: undefined,
            state: undefined,
            id: undefined,
          })}
          aria-current={isReview ? "page" : undefined}
        >
          {words.waiting}
        </Link>
      </nav>
      {!isReview && (
        <>
          <Search by={words.searchBy} />
          <Filter name="state" label={said().queue.state} list="goodsState" choices={STATES} />
        </>
      )}
    </>
  );
}

function Open({ id, list }: { id: number; list: Listed<Item> }): JSX.Element {
  const path = { goodsId: id };
  const one = useAsked(() => ask(api.GET("/v1/goods/{goodsId}", { params: { path } })));
  const again = (): unknown => Promise.all([one.again(), list.again()]);
  return (
    <Shown of={one}>
      {(goods) => (
        <>
          <Told of={goods} />
          <Acts choices={choices(goods, again)} />
        </>
      )}
    </Shown>
  );
}

function Told({ of }: { of: Goods }): JSX.Element {
  const words = said().goods;
  return (
    <>
      <h2>
        {of.name} <State list="goodsState" code={of.state} />{" "}
        {of.review !== null && <span class="state watch">{words.waiting}</span>}
      </h2>
      <Pairs
        pairs={[
          [words.number, String(of.goodsId)],
          [words.store, <InShop at={`/stores/${of.storeId}`} text={of.store.name} />],
          [words.category, of.categoryPath.map(({ name }) => name).join(" › ")],
          [words.brand, of.brand.name],
          [words.quality, called("quality", of.quality)],
          [words.price, <Won of={of.currentPrice ?? of.startPrice} />],
          [words.buyNow, of.buyNowPrice && <Won of={of.buyNowPrice} />],
          [
            words.bids,
            <Link href={`/auctions?id=${of.goodsId}`}>{words.bidCount(count(of.bidCount))}</Link>,
          ],
          [words.endsAt, <Moment at={of.endsAt} />],
          [words.orders, <Link href={`/orders?query=${of.goodsId}`}>{words.toOrders}</Link>],
          [words.page, <InShop at={`/goods/${of.goodsId}`} text={words.inShop} />],
        ]}
      />
      <p class="as-typed">{of.info}</p>
      {of.additions.map(({ text, addedAt }) => (
        <p key={addedAt} class="as-typed">
          {text}
        </p>
      ))}
      <Pictures images={of.images} />
    </>
  );
}

function choices(goods: Goods, done: () => unknown): Choice[] {
  const words = said().goods;
  const path = { goodsId: goods.goodsId };
  const cancel: Choice = {
    verb: words.cancel,
    isGrave: true,
    view: () => (
      <Reasoned
        id={`cancel-goods-${goods.goodsId}`}
        verb={words.cancel}
        says={words.willCancel(count(goods.bidCount), won(goods.currentPrice ?? 0))}
        send={(reason, key) =>
          ask(
            api.POST("/v1/admin/goods/{goodsId}/cancel", {
              params: { path, header: keyed(key) },
              body: { reason },
            }),
          )
        }
        done={done}
      />
    ),
  };
  const approve: Choice = {
    verb: words.approve,
    view: () => (
      <Reasoned
        id={`approve-goods-${goods.goodsId}`}
        verb={words.approve}
        says={words.willApprove}
        send={(reason, key) =>
          ask(
            api.POST("/v1/admin/goods/{goodsId}/approve", {
              params: { path, header: keyed(key) },
              body: { reason },
            }),
          )
        }
        done={done}
      />
    ),
  };
  const isOver = goods.state !== "OPEN" && goods.state !== "SCHEDULED";
  if (isOver) return [];
  return goods.review === null ? [cancel] : [cancel, approve];
}
