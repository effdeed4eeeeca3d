/** How is an order paid? Where to is settled first, then how, and then the provider's window opens. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { FormView, Select } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { Unfit, useForm } from "../../shared/forms";
import { language } from "../../shared/language";
import type { Order, OrderProps } from "../pages/follow-order";
import { begin, type Method, openWindow } from "../payment";
import { said } from "../words";

interface Belongings {
  addresses: Schemas["Address"][];
  accounts: Schemas["Account"][];
}

async function readBelongings(): Promise<Belongings> {
  const [addresses, accounts] = await Promise.all([
    ask(api.GET("/v1/me/addresses")),
    ask(api.GET("/v1/me/accounts")),
  ]);
  return { addresses: addresses.items, accounts: accounts.items };
}

export function PayForm(props: OrderProps): JSX.Element {
  const asked = useAsked(readBelongings);
  return (
    <Shown of={asked}>
      {(belongings) =>
        belongings.addresses.length === 0 ? (
          <p class="stack">
            {said().goods.buyNow.noAddress}
            <Link class="button first" href="/my/settings/addresses">
              {said().goods.buyNow.addAddress}
            </Link>
          </p>
        ) : (
          <Pay {...props} {...belongings} />
        )
      }
    </Shown>
  );
}

function Pay({ order, settings, put, addresses, accounts }: OrderProps & Belongings): JSX.Element {
  const words = said().orders.pay;
  const form = useForm(`pay-${order.orderId}`, {
    addressId: String(chosen(order, addresses)?.addressId ?? ""),
    method: "CARD",
    refundAccountId: String(accounts[0]?.accountId ?? ""),
  });
  const methods = settings.codes.find(({ name }) => name === "paymentMethod")?.items ?? [];
  const isVirtual = form.fields.method.value === "VIRTUAL_ACCOUNT";
  async function pay(
    typed: { addressId: string; method: string; refundAccountId: string },
    key: string,
  ): Promise<void> {
    const { orderId } = order;
    put(
      await ask(
        api.PUT("/v1/orders/{orderId}/address", {
          params: { path: { orderId } },
          body: { addressId: Number(typed.addressId) },
        }),
      ),
    );
    if (isVirtual && typed.refundAccountId === "")
      throw new Unfit({ refundAccountId: words.noAccount });
    const account = isVirtual ? Number(typed.refundAccountId) : undefined;
    const payment = await begin(orderId, typed.method as Method, account, key);
    if (!(await openWindow(payment))) throw new Unfit({ method: words.noWindow });
  }
  return (
    <FormView form={form} send={pay} verb={words.verb(won(order.total))}>
      <Select
        form={form}
        name="addressId"
        label={said().orders.address}
        options={addresses.map((one) => ({
          value: String(one.addressId),
          label: `${one.name} · ${one.address} ${one.addressDetail}`,
        }))}
      />
      <Select
        form={form}
        name="method"
        label={words.method}
        options={methods.map((one) => ({ value: one.code, label: one[language] }))}
      />
      {isVirtual && (
        <Select
          form={form}
          name="refundAccountId"
          label={words.refundTo}
          help={
            accounts.length === 0 && <Link href="/my/settings/accounts">{words.addAccount}</Link>
          }
          options={accounts.map((one) => ({
            value: String(one.accountId),
            label: `${one.bankName} ${one.accountNumber}`,
          }))}
        />
      )}
    </FormView>
  );
}

/** The address that the order has, or the usual one. */
function chosen(
  order: Order,
  addresses: readonly Schemas["Address"][],
): Schemas["Address"] | undefined {
  const same = addresses.find(
    ({ address, addressDetail }) =>
      address === order.address?.address && addressDetail === order.address.addressDetail,
  );
  return same ?? addresses.find((one) => one.default);
}
