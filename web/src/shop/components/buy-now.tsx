/** How does one buy at once? Where to is asked, and the goods are kept while they are paid. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Link, useLocation } from "wouter-preact";
import { won } from "../../shared/amounts";
import { api, ask } from "../../shared/api/client";
import { member } from "../../shared/api/tokens";
import { useAsked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Dialog } from "../../shared/components/dialog";
import { FormView, Select } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { useForm } from "../../shared/forms";
import type { Goods } from "../lot";
import { said } from "../words";

interface BuyNowProps {
  goods: Goods;
  price: number;
  /** How long they are kept for who buys them. */
  minutes: number;
}

export function BuyNow({ goods, price, minutes }: BuyNowProps): JSX.Element {
  const words = said().goods.buyNow;
  const [here, go] = useLocation();
  const isOpen = useSignal(false);
  const begin = (): void => {
    if (member.value === undefined) go(`/sign-in?to=${here}`);
    else isOpen.value = true;
  };
  return (
    <div class="stack tight">
      <Button kind="second" act={begin}>
        {words.verb(won(price))}
      </Button>
      <p class="faint">{words.kept(minutes)}</p>
      {isOpen.value && (
        <Dialog title={words.title} close={() => (isOpen.value = false)}>
          <ChooseAddress goods={goods} price={price} />
        </Dialog>
      )}
    </div>
  );
}

function ChooseAddress({ goods, price }: { goods: Goods; price: number }): JSX.Element {
  const words = said().goods.buyNow;
  const [, go] = useLocation();
  const addresses = useAsked(() => ask(api.GET("/v1/me/addresses")));
  const form = useForm(`buy-${goods.goodsId}`, { addressId: "" });
  const total = won(price + goods.shippingPrice);
  async function buy(addressId: number, key: string): Promise<void> {
    const params = { path: { goodsId: goods.goodsId }, header: { "Idempotency-Key": key } };
    const order = await ask(
      api.POST("/v1/goods/{goodsId}/buy-now", { params, body: { addressId } }),
    );
    go(`/orders/${order.orderId}`);
  }
  return (
    <Shown of={addresses}>
      {({ items }) => {
        const first = items.find((one) => one.default);
        if (first === undefined) {
          return (
            <p class="stack">
              {words.noAddress}
              <Link class="button second" href="/my/settings/addresses">
                {words.addAddress}
              </Link>
            </p>
          );
        }
        return (
          <FormView
            form={form}
            verb={words.verb(total)}
            send={({ addressId }, key) => buy(Number(addressId || first.addressId), key)}
          >
            <Select
              form={form}
              name="addressId"
              label={words.address}
              options={items.map((one) => ({
                value: one.default ? "" : String(one.addressId),
                label: `${one.name} · ${one.address} ${one.addressDetail}`,
              }))}
            />
            <p class="faint">{words.sum(won(price), won(goods.shippingPrice))}</p>
          </FormView>
        );
      }}
    </Shown>
  );
}
