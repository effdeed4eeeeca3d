/** What is wrong with an order? The buyer says it, with what they want, and the money is frozen. */

import type { JSX } from "preact";
import { useLocation } from "wouter-preact";
import { readWon, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { FormView, Input, Select, TextArea } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { type Config, config } from "../../shared/config";
import { Unfit, useForm } from "../../shared/forms";
import { language } from "../../shared/language";
import { Page, useIdInPath } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { said } from "../words";
import type { Order } from "./follow-order";

type NewCase = Schemas["NewCase"];

/** Kinds that members can open; of a changed mind only at a business. */
const KINDS: NewCase["kind"][] = ["NOT_RECEIVED", "NOT_AS_DESCRIBED", "DAMAGED", "CHANGED_MIND"];

export default function OpenCase(): JSX.Element {
  const orderId = useIdInPath("orderId");
  const asked = useAsked(async () => {
    const [order, settings] = await Promise.all([
      ask(api.GET("/v1/orders/{orderId}", { params: { path: { orderId } } })),
      config(),
    ]);
    return { order, settings };
  }, orderId);
  return (
    <Page title={said().orders.case.open} class="narrow">
      <Shown of={asked}>{(known) => <CaseForm {...known} />}</Shown>
    </Page>
  );
}

function CaseForm({ order, settings }: { order: Order; settings: Config }): JSX.Element {
  const words = said().orders.case;
  const [, go] = useLocation();
  const { orderId } = order;
  const kinds = KINDS.filter((kind) => kind !== "CHANGED_MIND" || order.sellerKind === "BUSINESS");
  const form = useForm(`case-${orderId}`, {
    kind: kinds[0] ?? "DAMAGED",
    wanted: "REFUND",
    amount: "",
    text: "",
  });
  const isPart = form.fields.wanted.value === "PARTIAL";
  async function send(
    typed: { kind: string; wanted: string; amount: string; text: string },
    key: string,
  ): Promise<void> {
    const amount = isPart ? readWon(typed.amount) : undefined;
    if (isPart && amount === undefined) throw new Unfit({ amount: saidShared().form.wrongAmount });
    const body: NewCase = {
      kind: typed.kind as NewCase["kind"],
      wanted: typed.wanted as NewCase["wanted"],
      text: typed.text,
      ...(amount !== undefined && { amount }),
    };
    const opened = await ask(
      api.POST("/v1/orders/{orderId}/cases", {
        params: { path: { orderId }, header: { "Idempotency-Key": key } },
        body,
      }),
    );
    go(`/cases/${opened.caseId}`, { replace: true });
  }
  return (
    <FormView
      form={form}
      send={send}
      verb={words.open}
      places={{ SELLER_PRIVATE: "kind", AMOUNT_NEEDED: "amount", OFFER_TOO_LARGE: "amount" }}
    >
      <p>{words.frozen(won(order.total))}</p>
      <Select
        form={form}
        name="kind"
        label={words.kind}
        options={options(settings, "caseKind", kinds)}
      />
      <Select
        form={form}
        name="wanted"
        label={words.wanted}
        options={options(settings, "caseWish", ["REFUND", "PARTIAL", "RETURN"])}
      />
      {isPart && <Input form={form} name="amount" label={words.amount} inputMode="numeric" />}
      <TextArea form={form} name="text" label={words.text} />
    </FormView>
  );
}

function options(
  settings: Config,
  list: string,
  codes: readonly string[],
): { value: string; label: string }[] {
  const items = settings.codes.find(({ name }) => name === list)?.items ?? [];
  return items
    .filter(({ code }) => codes.includes(code))
    .map((one) => ({ value: one.code, label: one[language] }));
}
