/** At what price, from when until when? What is asked when goods come up, and when they come up again. */

import type { JSX } from "preact";
import { readWon, won } from "../../shared/amounts";
import { marketTime } from "../../shared/clock";
import { Button } from "../../shared/components/button";
import { Check, Input } from "../../shared/components/fields";
import type { Config } from "../../shared/config";
import type { Form } from "../../shared/forms";
import { koreanMinute } from "../../shared/moments";
import { endAfter, feeOf, type TypedListing } from "../listing";
import { said } from "../words";

interface ListingFieldsProps<V extends TypedListing> {
  form: Form<V>;
  settings: Config;
  reserveHelp?: string;
}

const DAYS = [1, 3, 7];

export function PriceFields({
  form,
  settings,
  reserveHelp,
}: ListingFieldsProps<TypedListing>): JSX.Element {
  const words = said().selling.goods;
  return (
    <>
      <Input
        form={form}
        name="startPrice"
        label={words.startPrice}
        inputMode="numeric"
        autoComplete="off"
        help={<Cost form={form} settings={settings} />}
      />
      <Input
        form={form}
        name="buyNowPrice"
        label={words.buyNowPrice}
        inputMode="numeric"
        autoComplete="off"
        optional
        help={words.buyNowHelp}
      />
      <Input
        form={form}
        name="reservePrice"
        label={words.reservePrice}
        inputMode="numeric"
        autoComplete="off"
        optional
        help={reserveHelp ?? words.reserveHelp}
      />
    </>
  );
}

interface TimeFieldsProps {
  form: Form<TypedListing>;
  /** Then only the end can be another. */
  hasBegun?: boolean;
}

export function TimeFields({ form, hasBegun = false }: TimeFieldsProps): JSX.Element {
  const words = said().selling.goods;
  const { startsLater, startsAt, endsAt } = form.fields;
  const now = koreanMinute(marketTime());
  const from = startsLater.value ? startsAt.value : "";
  return (
    <>
      {!hasBegun && (
        <Check form={form} name="startsLater" label={words.startsLater} help={words.startsHelp} />
      )}
      {!hasBegun && startsLater.value && (
        <Input
          form={form}
          name="startsAt"
          label={words.startsAt}
          type="datetime-local"
          min={now}
          help={words.korea}
        />
      )}
      <Input
        form={form}
        name="endsAt"
        label={words.endsAt}
        type="datetime-local"
        min={now}
        help={words.korea}
      />
      <div class="acts" role="group" aria-label={words.length}>
        {DAYS.map((days) => (
          <Button
            key={days}
            act={() => form.type("endsAt", endAfter(days, from))}
            pressed={endsAt.value !== "" && endsAt.value === endAfter(days, from)}
          >
            {words.days(days)}
          </Button>
        ))}
      </div>
    </>
  );
}

/** What it costs, and what the seller would get. */
function Cost({ form, settings }: { form: Form<TypedListing>; settings: Config }): JSX.Element {
  const words = said().selling.goods;
  const price = readWon(form.fields.startPrice.value);
  if (price === undefined) return <>{words.fees}</>;
  const fee = feeOf(price, settings.fees);
  return <>{words.youGet(won(price), won(fee), won(price - fee))}</>;
}
