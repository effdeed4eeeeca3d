/** What became of a sale? Its life with its deadlines, its payments, and where its money went. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked, useListed } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { useAddress } from "../components/address";
import { Ledger } from "../components/ledger";
import { Life } from "../components/life";
import { Pairs, State, To, Won } from "../components/parts";
import { OpenPayment } from "../components/payment";
import { Queue } from "../components/queue";
import { Search } from "../components/tools";
import { said } from "../words";

type Item = Schemas["OrderItem"];
type Order = Schemas["OrderFile"];

export default function LookIntoOrders(): JSX.Element {
  const words = said().orders;
  const query = useAddress().of("query");
  const orders = useListed<Item>(
    (cursor) => ask(api.GET("/v1/admin/orders", { params: { query: { cursor, query } } })),
    query,
  );
  return (
    <Queue
      title={words.title}
      of={orders}
      id={({ orderId }) => orderId}
      tools={<Search by={words.searchBy} />}
      empty={words.empty}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{one.goodsName}</strong>
            <Moment at={one.createdAt} away />
          </span>
          <span class="queue-line">
            <span>
              {one.orderId} <State list="orderState" code={one.state} />
            </span>
            <Won of={one.total} />
          </span>
        </>
      )}
    >
      {(id) => <Open id={Number(id)} />}
    </Queue>
  );
}

function Open({ id }: { id: number }): JSX.Element {
  const path = { orderId: id };
  const one = useAsked(() => ask(api.GET("/v1/admin/orders/{orderId}", { params: { path } })));
  const ledger = useAsked(() =>
    ask(api.GET("/v1/admin/orders/{orderId}/ledger", { params: { path } })),
  );
  return (
    <Shown of={one}>
      {(order) => (
        <>
          <Told of={order} />
          <Life of={order} />
          <Shown of={ledger}>{({ items }) => <Ledger of={items} />}</Shown>
          {order.merchantUids.map((uid) => (
            <OpenPayment key={uid} merchantUid={uid} />
          ))}
        </>
      )}
    </Shown>
  );
}

function Told({ of: { order, ...of } }: { of: Order }): JSX.Element {
  const words = said().orders;
  return (
    <>
      <h2>
        {order.goodsName} <State list="orderState" code={order.state} />
      </h2>
      <Pairs
        pairs={[
          [words.number, String(order.orderId)],
          [called("caseSide", "BUYER"), <To kind="members" id={order.buyerId} />],
          [called("caseSide", "SELLER"), <To kind="members" id={order.sellerId} />],
          [words.price, <Won of={of.price} />],
          [words.shipping, <Won of={of.shippingPrice} />],
          [words.total, <Won of={order.total} />],
          [words.goods, <Link href={`/goods?id=${order.goodsId}`}>{words.toGoods}</Link>],
          [words.auction, <Link href={`/auctions?id=${order.goodsId}`}>{words.toAuction}</Link>],
          [words.case, of.caseId && <To kind="cases" id={of.caseId} />],
        ]}
      />
    </>
  );
}
