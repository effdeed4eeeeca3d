/** What have buyer and seller to say to each other about an order? It is kept as evidence. */

import type { JSX } from "preact";
import { api, ask } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { FormView, TextArea } from "../../shared/components/fields";
import { List } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { useForm } from "../../shared/forms";
import { newest } from "../alarms";
import { said } from "../words";

export function OrderMessages({ orderId }: { orderId: number }): JSX.Element {
  const words = said().orders.messages;
  const heard =
    newest.value?.kind === "MESSAGE_RECEIVED" && newest.value.orderId === orderId
      ? newest.value.alarmId
      : 0;
  const path = { orderId };
  const messages = useListed(
    (cursor) =>
      ask(
        api.GET("/v1/orders/{orderId}/messages", {
          params: { path, query: { limit: 20, ...(cursor && { cursor }) } },
        }),
      ),
    orderId,
    heard,
  );
  const form = useForm(`message-${orderId}`, { text: "" });
  return (
    <section class="stack">
      <h2>{words.title}</h2>
      <List of={messages} empty={<p>{words.empty}</p>}>
        {(one) => (
          <li key={one.messageId} class={one.mine ? "mine" : undefined}>
            <p class="typed">{one.text}</p>
            <p class="faint">
              {one.mine ? words.you : words.other} · <Moment at={one.createdAt} away />
            </p>
          </li>
        )}
      </List>
      <FormView
        form={form}
        verb={words.send}
        weight="second"
        send={({ text }, key) =>
          ask(
            api.POST("/v1/orders/{orderId}/messages", {
              params: { path, header: { "Idempotency-Key": key } },
              body: { text },
            }),
          )
        }
        done={() => {
          form.clear();
          void messages.again();
        }}
      >
        <TextArea form={form} name="text" label={words.text} rows={2} />
      </FormView>
    </section>
  );
}
