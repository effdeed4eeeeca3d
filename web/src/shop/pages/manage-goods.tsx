/** What can a seller still do about goods? Change them, add to them, sell at once, withdraw, put up again. */

import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Link, useLocation } from "wouter-preact";
import { count, won } from "../../shared/amounts";
import { api, ask, newKey, type Schemas } from "../../shared/api/client";
import { member } from "../../shared/api/tokens";
import { useAsked } from "../../shared/asked";
import { FormView, TextArea } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { Shown } from "../../shared/components/shown";
import type { Config } from "../../shared/config";
import { useForm } from "../../shared/forms";
import { Page, useIdInPath, WaitingPage } from "../../shared/pages";
import { GOODS_PLACES, GoodsFields, useGoodsPictures } from "../components/goods-fields";
import { PriceFields, TimeFields } from "../components/listing-fields";
import { PriceNow } from "../components/price-now";
import { Sure } from "../components/sure";
import {
  BLANK_LISTING,
  feeOf,
  goodsOf,
  listingOf,
  typedOf,
  type TypedGoods,
  type TypedListing,
} from "../listing";
import { type Auction, type Goods, type Lot, useLot } from "../lot";
import { said } from "../words";
import { type ForListing, readForListing } from "./sell-goods";

interface GoodsProps extends ForListing {
  goods: Goods;
  /** Reads them anew after an act. */
  again: () => void;
}

interface AuctionProps extends GoodsProps {
  lot: Lot;
  auction: Auction;
}

export default function ManageGoods(): JSX.Element {
  const goodsId = useIdInPath("goodsId");
  const lot = useLot(goodsId);
  useSignalEffect(() => lot.watch(goodsId));
  const asked = useAsked(async () => {
    const [goods, known] = await Promise.all([
      ask(api.GET("/v1/goods/{goodsId}", { params: { path: { goodsId } } })),
      readForListing(),
    ]);
    return { goods, ...known };
  }, goodsId);
  function again(): void {
    void asked.again();
    void lot.auction.again();
  }
  return (
    <Shown of={asked} shape={<WaitingPage />}>
      {(known) => <Sheet {...known} lot={lot} again={again} />}
    </Shown>
  );
}

function Sheet(props: GoodsProps & { lot: Lot }): JSX.Element {
  const { goods, settings, lot } = props;
  const words = said().selling.manage;
  return (
    <Page title={words.title(goods.name)} class="reading">
      {member.value?.storeId !== goods.storeId ? (
        <p>{words.notYours}</p>
      ) : (
        <Shown of={lot.auction}>
          {(auction) => (
            <>
              <PriceNow lot={lot} auction={auction} config={settings} />
              <Acts {...props} auction={auction} />
            </>
          )}
        </Shown>
      )}
      <p>
        <Link class="button second" href={`/goods/${goods.goodsId}`}>
          {words.see}
        </Link>
      </p>
    </Page>
  );
}

function Acts(props: AuctionProps): JSX.Element {
  const { auction } = props;
  switch (auction.state) {
    case "SCHEDULED":
    case "OPEN":
      return auction.bidCount > 0 ? <WithBids {...props} /> : <WithoutBids {...props} />;
    case "FAILED":
      return <Relist {...props} />;
    case "WON":
    case "SOLD":
      return (
        <p>
          <Link class="button first" href="/my/sales">
            {said().selling.manage.seeSales}
          </Link>
        </p>
      );
    default:
      return <p>{said().selling.manage.over}</p>;
  }
}

function WithBids(props: AuctionProps): JSX.Element {
  const isOpen = props.auction.state === "OPEN" && props.auction.reservedUntil === null;
  return (
    <>
      {isOpen && <SellNow {...props} />}
      <AddText {...props} />
    </>
  );
}

function WithoutBids(props: AuctionProps): JSX.Element {
  return (
    <>
      <Change {...props} />
      <Withdraw {...props} />
    </>
  );
}

/** Sells to whoever leads; at what price, and what is left of it, is said before. */
function SellNow({ goods, auction, settings, again }: AuctionProps): JSX.Element | null {
  const words = said().selling.manage;
  const price = auction.currentPrice;
  const key = useSignal(newKey());
  if (price === null) return null;
  const params = { path: { goodsId: goods.goodsId }, header: { "Idempotency-Key": key.value } };
  async function sell(): Promise<void> {
    const sold = await ask(api.POST("/v1/goods/{goodsId}/sell-now", { params }));
    tell(words.sold(won(sold.currentPrice ?? 0)), "good", { to: "/my/sales" });
    again();
  }
  return (
    <Sure
      kind="first"
      verb={words.sellNowFor(won(price))}
      sure={words.sellNowSure(auction.leader ?? "", won(price), rest(price, settings))}
      act={sell}
    >
      {words.bids(count(auction.bidCount))}
    </Sure>
  );
}

function rest(price: number, settings: Config): string {
  return won(price - feeOf(price, settings.fees));
}

function AddText({ goods, again }: GoodsProps): JSX.Element {
  const words = said().selling.manage;
  const form = useForm(`add-to-${goods.goodsId}`, { addedInfo: "" });
  return (
    <section class="stack">
      <h2>{words.add}</h2>
      <FormView
        form={form}
        verb={words.add}
        weight="second"
        send={(body) => change(goods, body)}
        done={() => {
          form.clear();
          tell(words.added);
          again();
        }}
      >
        <TextArea form={form} name="addedInfo" label={words.addText} help={words.addHelp} />
      </FormView>
    </section>
  );
}

function Change({ goods, categories, settings, auction, again }: AuctionProps): JSX.Element {
  const words = said().selling.manage;
  const form = useForm(`change-${goods.goodsId}`, typedOf(goods));
  const pictures = useGoodsPictures(form, settings);
  async function send(typed: TypedGoods): Promise<void> {
    const { startsAt, reservePrice, ...told } = await goodsOf(typed, true);
    // What has begun has begun, and a reserve that nobody typed stays.
    const body = {
      ...told,
      ...(startsAt != null && auction.state === "SCHEDULED" && { startsAt }),
      ...(reservePrice != null && { reservePrice }),
    };
    await pictures.attach((uploadIds) =>
      change(goods, uploadIds.length === 0 ? body : { ...body, uploadIds }),
    );
  }
  return (
    <section class="stack">
      <h2>{words.change}</h2>
      <p class="help">{words.picturesStay}</p>
      <FormView
        form={form}
        verb={words.changeVerb}
        places={GOODS_PLACES}
        send={send}
        done={() => {
          pictures.clear();
          form.fields.pictures.value = "";
          tell(words.changed);
          again();
        }}
      >
        <GoodsFields
          form={form}
          pictures={pictures}
          categories={categories}
          settings={settings}
          picturesLabel={words.newPictures}
          hasBegun={auction.state === "OPEN"}
          {...(auction.reserve !== "NONE" && { reserveHelp: said().selling.goods.reserveStays })}
        />
      </FormView>
    </section>
  );
}

function Withdraw({ goods }: GoodsProps): JSX.Element {
  const words = said().selling.manage;
  const [, go] = useLocation();
  async function withdraw(): Promise<void> {
    await ask(api.DELETE("/v1/goods/{goodsId}", { params: { path: { goodsId: goods.goodsId } } }));
    tell(words.withdrawn);
    go("/my/store");
  }
  return <Sure kind="danger" verb={words.withdraw} sure={words.withdrawSure} act={withdraw} />;
}

function Relist({ goods, settings, again }: GoodsProps): JSX.Element {
  const words = said().selling.manage;
  const before = typedOf(goods);
  const form = useForm<TypedListing>(`relist-${goods.goodsId}`, {
    ...BLANK_LISTING,
    startPrice: before.startPrice,
    buyNowPrice: before.buyNowPrice,
  });
  return (
    <section class="stack">
      <h2>{words.relist}</h2>
      <p>{words.relistHelp}</p>
      <FormView
        form={form}
        verb={words.relist}
        places={{
          AUCTION_TOO_SHORT: "endsAt",
          AUCTION_TOO_LONG: "endsAt",
          BUY_NOW_PRICE_TOO_LOW: "buyNowPrice",
          RESERVE_PRICE_TOO_LOW: "reservePrice",
          RESERVE_PRICE_TOO_HIGH: "reservePrice",
        }}
        send={(typed, key) =>
          ask(
            api.POST("/v1/goods/{goodsId}/relist", {
              params: { path: { goodsId: goods.goodsId }, header: { "Idempotency-Key": key } },
              body: listingOf(typed),
            }),
          )
        }
        done={() => {
          tell(words.relisted);
          again();
        }}
      >
        <PriceFields form={form} settings={settings} />
        <TimeFields form={form} />
      </FormView>
    </section>
  );
}

function change(goods: Goods, body: Schemas["GoodsChange"]): Promise<Goods> {
  return ask(
    api.PATCH("/v1/goods/{goodsId}", { params: { path: { goodsId: goods.goodsId } }, body }),
  );
}
