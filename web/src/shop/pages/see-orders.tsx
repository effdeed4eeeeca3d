/** What have I bought, what have I sold? Newest first, with what is next. */

import type { JSX } from "preact";
import { Link, useSearchParams } from "wouter-preact";
import { won } from "../../shared/amounts";
import { api, ask } from "../../shared/api/client";
import { type Page as Listing, useAsked, useListed } from "../../shared/asked";
import { List, Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { choices, type Config, config, word } from "../../shared/config";
import { Page } from "../../shared/pages";
import { said } from "../words";
import type { Order } from "./follow-order";

type State = Order["state"];

export function SeePurchases(): JSX.Element {
  return (
    <Orders
      title={said().frame.purchases}
      empty={said().orders.noPurchases}
      read={(query) => ask(api.GET("/v1/me/purchases", { params: { query } }))}
    />
  );
}

export function SeeSales(): JSX.Element {
  return (
    <Orders
      title={said().frame.sales}
      empty={said().orders.noSales}
      read={(query) => ask(api.GET("/v1/me/sales", { params: { query } }))}
    />
  );
}

interface OrdersProps {
  title: string;
  /** What there could be, if there is none at all. */
  empty: string;
  read: (query: { state?: State; cursor?: string }) => Promise<Listing<Order>>;
}

function Orders({ title, empty, read }: OrdersProps): JSX.Element {
  const words = said().orders;
  const settings = useAsked(config);
  const [params, setParams] = useSearchParams();
  // The counts of a store lead to any of them.
  const state = params.get("state") as State | null;
  const orders = useListed(
    (cursor) => read({ ...(state && { state }), ...(cursor && { cursor }) }),
    state,
  );
  return (
    <Page title={title} class="reading">
      <Shown of={settings}>
        {(known) => (
          <>
            <label class="row">
              <span class="faint">{words.which}</span>
              <select
                value={state ?? ""}
                onChange={({ currentTarget: { value } }) =>
                  setParams(value === "" ? {} : { state: value })
                }
              >
                <option value="">{words.all}</option>
                {choices(known, "orderState").map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            <List of={orders} empty={<p>{state === null ? empty : words.noneOfThese}</p>}>
              {(order) => <Row key={order.orderId} order={order} settings={known} />}
            </List>
          </>
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
