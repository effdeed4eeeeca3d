/** By whom was it shipped, under which number? Carriers are suggested by the number. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { FormView, Input, Select } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { Shown } from "../../shared/components/shown";
import { useForm } from "../../shared/forms";
import type { OrderProps } from "../pages/follow-order";
import { said } from "../words";

export function ShipForm(props: OrderProps): JSX.Element {
  const carriers = useAsked(() => ask(api.GET("/v1/carriers")));
  return <Shown of={carriers}>{({ items }) => <Ship {...props} carriers={items} />}</Shown>;
}

function Ship({
  order,
  put,
  carriers,
}: OrderProps & { carriers: Schemas["Carrier"][] }): JSX.Element {
  const words = said().orders.ship;
  const { orderId } = order;
  const form = useForm(`ship-${orderId}`, {
    invoice: order.shipment?.invoice ?? "",
    carrier: order.shipment?.carrier ?? "",
  });
  const likely = useSignal<string[]>([]);
  async function suggest(): Promise<void> {
    const invoice = form.fields.invoice.value.replace(/[\s-]/g, "");
    if (invoice.length < 9) return;
    const found = await ask(
      api.GET("/v1/carriers/recommend", { params: { query: { invoice } } }),
    ).catch(() => undefined);
    likely.value = found?.items.map(({ carrier }) => carrier) ?? [];
    const [first] = likely.value;
    if (first !== undefined && form.fields.carrier.value === "") form.type("carrier", first);
  }
  const sorted = carriers.toSorted(
    (one, other) => rank(likely.value, one) - rank(likely.value, other),
  );
  return (
    <FormView
      form={form}
      verb={order.shipment === null ? words.verb : words.correct}
      weight={order.shipment === null ? "first" : "second"}
      places={{ INVOICE_INVALID: "invoice", INVOICE_USED: "invoice", UNKNOWN_CARRIER: "carrier" }}
      send={async (typed) =>
        put(
          await ask(
            api.PUT("/v1/orders/{orderId}/shipment", {
              params: { path: { orderId } },
              body: typed,
            }),
          ),
        )
      }
      done={() => tell(words.done)}
    >
      <div onFocusOut={() => void suggest()}>
        <Input
          form={form}
          name="invoice"
          label={words.invoice}
          inputMode="numeric"
          help={words.invoiceHelp}
        />
      </div>
      <Select
        form={form}
        name="carrier"
        label={words.carrier}
        options={[
          { value: "", label: words.choose },
          ...sorted.map(({ carrier, name }) => ({ value: carrier, label: name })),
        ]}
      />
    </FormView>
  );
}

/** Likely ones first, the others as they were. */
function rank(likely: readonly string[], { carrier }: Schemas["Carrier"]): number {
  const place = likely.indexOf(carrier);
  return place === -1 ? likely.length : place;
}
