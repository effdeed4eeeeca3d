/** How did the sale go? The buyer says it, in stars, short words and long ones. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLocation } from "wouter-preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { FormView, Select, TextArea } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { Shown } from "../../shared/components/shown";
import { config } from "../../shared/config";
import { useForm } from "../../shared/forms";
import { language } from "../../shared/language";
import { Page, useIdInPath } from "../../shared/pages";
import { said } from "../words";

type Choice = NonNullable<Schemas["NewReview"]["choices"]>[number];

const STARS = ["5", "4", "3", "2", "1"];

export default function ReviewSale(): JSX.Element {
  const asked = useAsked(async () => {
    const { codes } = await config();
    return codes.find(({ name }) => name === "reviewChoice")?.items ?? [];
  });
  return (
    <Page title={said().orders.review.write} class="narrow">
      <Shown of={asked}>{(choices) => <ReviewForm choices={choices} />}</Shown>
    </Page>
  );
}

function ReviewForm({ choices }: { choices: readonly Schemas["Code"][] }): JSX.Element {
  const words = said().orders.review;
  const orderId = useIdInPath("orderId");
  const [, go] = useLocation();
  const chosen = useSignal<readonly string[]>([]);
  const form = useForm(`review-${orderId}`, { rating: "5", content: "" });
  function turn(code: string): void {
    const isChosen = chosen.value.includes(code);
    chosen.value = isChosen ? chosen.value.filter((one) => one !== code) : [...chosen.value, code];
  }
  return (
    <FormView
      form={form}
      verb={words.verb}
      send={({ rating, content }, key) =>
        ask(
          api.POST("/v1/orders/{orderId}/review", {
            params: { path: { orderId }, header: { "Idempotency-Key": key } },
            body: { rating: Number(rating), content, choices: chosen.value as Choice[] },
          }),
        )
      }
      done={() => {
        tell(words.done);
        go(`/orders/${orderId}`, { replace: true });
      }}
    >
      <Select
        form={form}
        name="rating"
        label={words.rating}
        options={STARS.map((value) => ({ value, label: "★".repeat(Number(value)) }))}
      />
      <div class="row" role="group" aria-label={words.choices}>
        {choices.map((one) => (
          <Button
            key={one.code}
            act={() => turn(one.code)}
            pressed={chosen.value.includes(one.code)}
          >
            {one[language]}
          </Button>
        ))}
      </div>
      <TextArea form={form} name="content" label={words.content} />
    </FormView>
  );
}
