/** What have I bought, what have I sold? Newest first, with what is next. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { won } from "../../shared/amounts";
import { api, ask } from "../../shared/api/client";
import { type Listed, useAsked, useListed } from "../../shared/asked";
import { List, Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { type Config, config, word } from "../../shared/config";
import { Page } from "../../shared/pages";
import { said } from "../words";
import type { Order } from "./follow-order";

export function SeePurchases(): JSX.Element {
  const orders = useListed((cursor) =>
    ask(api.GET("/v1/me/purchases", { params: { query: { ...(cursor && { cursor }) } } })),
  );
  return (
    <Orders title={said().frame.purchases} empty={said().orders.noPurchases} orders={orders} />
  );
}

export function SeeSales(): JSX.Element {
  const orders = useListed((cursor) =>
    ask(api.GET("/v1/me/sales", { params: { query: { ...(cursor && { cursor }) } } })),
  );
  return <Orders title={said().frame.sales} empty={said().orders.noSales} orders={orders} />;
}

function Orders({
  title,
  empty,
  orders,
}: {
  title: string;
  empty: string;
  orders: Listed<Order>;
}): JSX.Element {
  const settings = useAsked(config);
  return (
    <Page title={title} class="reading">
      <Shown of={settings}>
        {(known) => (
          <List of={orders} empty={<p>{empty}</p>}>
            {(order) => <Row key={order.orderId} order={order} settings={known} />}
          </List>
        )}
      </Shown>
    </Page>
  );
}

function Row({ order, settings }: { order: Order; settings: Config }): JSX.Element {
  const due = order.dueAt ?? order.shipDueAt ?? order.confirmDueAt;
  return (
    <li>
      <Link class="row order-goods" href={`/orders/${order.orderId}`}>
        <span class="frame">
          {order.image !== null && (
            <img src={order.image} alt="" width="64" height="80" loading="lazy" />
          )}
        </span>
        <span class="stack tight">
          <span>{order.goodsName}</span>
          <span class="row">
            <span class="state">{word(settings, "orderState", order.state)}</span>
            <span class="figure">{won(order.total)}</span>
          </span>
          <span class="faint">
            <Moment at={order.createdAt} />
            {due !== null && (
              <>
                {" "}
                · {said().orders.due} <Moment at={due} />
              </>
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}
