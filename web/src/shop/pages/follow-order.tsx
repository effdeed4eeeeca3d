/** One order: how far it is, what is to be done next by whom, and everything that belongs to it. */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Link, useSearchParams } from "wouter-preact";
import { won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Asked, useAsked } from "../../shared/asked";
import { tell } from "../../shared/components/notes";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { type Config, config, word } from "../../shared/config";
import { Page, useIdInPath } from "../../shared/pages";
import { newest } from "../alarms";
import { OrderActs } from "../components/order-acts";
import { OrderMessages } from "../components/order-messages";
import { type Parcel, ParcelSteps, readParcel } from "../components/parcel-steps";
import { report, returned } from "../payment";
import { said } from "../words";

export type Order = Schemas["Order"];

export interface OrderProps {
  order: Order;
  settings: Config;
  /** Takes the order as it is after an act. */
  put: (order: Order) => void;
}

export default function FollowOrder(): JSX.Element {
  const orderId = useIdInPath("orderId");
  const asked = useAsked(() => readAll(orderId), orderId);
  useReturn(asked);
  useSignalEffect(() => {
    // Whatever is told of this order has changed it.
    if (newest.value?.orderId === orderId) void asked.again();
  });
  return (
    <Page title={said().orders.title(String(orderId))}>
      <Shown of={asked}>
        {(known) => (
          <Sheet
            {...known}
            put={(order) => {
              asked.put({ ...known, order });
              if (order.shipment !== null) void asked.again();
            }}
          />
        )}
      </Shown>
    </Page>
  );
}

interface All {
  order: Order;
  settings: Config;
  /** Where its parcel is; nothing before there is one, or while that cannot be told. */
  parcel: Parcel | undefined;
}

async function readAll(orderId: number): Promise<All> {
  const [order, settings] = await Promise.all([
    ask(api.GET("/v1/orders/{orderId}", { params: { path: { orderId } } })),
    config(),
  ]);
  // Read before anything is shown, as its place on the page is above much else.
  const parcel = order.shipment === null ? undefined : await readParcel(orderId);
  return { order, settings, parcel };
}

/** Back from the window: what it said is reported once, and no longer in the address. */
function useReturn(asked: Asked<All>): void {
  const words = said().orders.pay;
  const [params, setParams] = useSearchParams();
  useSignalEffect(() => {
    const back = returned(params);
    if (back === undefined) return;
    setParams({}, { replace: true });
    if (back.error !== undefined) tell(words.failed(back.error), "wrong");
    else tell(words.checking);
    void report(back)
      .catch(() => undefined)
      .then(() => asked.again());
  });
}

function Sheet(props: OrderProps & All): JSX.Element {
  const { order, settings, parcel } = props;
  const words = said().orders;
  return (
    <div class="columns">
      <div class="stack">
        <p>
          <span class="state">{word(settings, "orderState", order.state)}</span>
        </p>
        <Goods order={order} />
        <OrderActs {...props} />
        <Life order={order} settings={settings} />
        {order.shipment !== null && <ParcelSteps parcel={parcel} />}
      </div>
      <div class="stack">
        <Sums order={order} settings={settings} />
        {order.address !== null && <Address address={order.address} />}
        <section class="stack tight">
          <h2>{order.role === "BUYER" ? words.seller : words.buyer}</h2>
          <p>
            <Link href={`/stores/${order.counterpart.storeId}`}>{order.counterpart.name}</Link>
          </p>
        </section>
        <OrderMessages orderId={order.orderId} />
      </div>
    </div>
  );
}

function Goods({ order }: { order: Order }): JSX.Element {
  return (
    <Link class="row order-goods" href={`/goods/${order.goodsId}`}>
      <span class="frame">
        {order.image !== null && <img src={order.image} alt="" width="64" height="80" />}
      </span>
      <span>{order.goodsName}</span>
    </Link>
  );
}

function Sums({ order, settings }: { order: Order; settings: Config }): JSX.Element {
  const words = said().orders;
  const fees = order.fees.map(({ name, amount }) => [
    word(settings, "feeName", name),
    won(-amount),
  ]);
  const lines = [
    [words.price, won(order.price)],
    [words.shipping, won(order.shippingPrice)],
    ...fees,
  ];
  return (
    <section class="stack tight">
      <h2>{words.sums}</h2>
      <dl class="pairs figure">
        {lines.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div>
          <dt>{words.total}</dt>
          <dd>
            <strong>{won(order.total)}</strong>
          </dd>
        </div>
        {order.refund !== null && (
          <div>
            <dt>{order.refund.doneAt === null ? words.refunding : words.refund}</dt>
            <dd>{won(order.refund.amount)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function Address({ address }: { address: Schemas["OrderAddress"] }): JSX.Element {
  return (
    <section class="stack tight">
      <h2>{said().orders.address}</h2>
      <p class="typed">
        {address.name} · {address.phone}
        <br />({address.postcode}) {address.address} {address.addressDetail}
      </p>
    </section>
  );
}

/** What has happened when. */
function Life({ order, settings }: { order: Order; settings: Config }): JSX.Element {
  return (
    <section class="stack tight">
      <h2>{said().orders.life}</h2>
      <ol class="life">
        {order.history.map(({ state, at }) => (
          <li key={`${state}${at}`}>
            {word(settings, "orderState", state)}{" "}
            <span class="faint">
              <Moment at={at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
