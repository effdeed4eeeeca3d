/** Would an auction have gone otherwise by other rules? */

import { type Signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { count, readWon, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import type { Log } from "../../shared/bid-log";
import { FormView, Input } from "../../shared/components/fields";
import { Moment } from "../../shared/components/time";
import { Unfit, useForm } from "../../shared/forms";
import { said as saidShared } from "../../shared/words";
import { called } from "../codes";
import { said } from "../words";
import { StepChart, stepsOf } from "./step-chart";

type WhatIf = Schemas["WhatIf"];

const BLANK = {
  softCloseSeconds: "",
  softCloseExtensions: "",
  increment: "",
  startPrice: "",
  reservePrice: "",
  buyNowPrice: "",
};

interface ReplayProps {
  log: Log;
  endsAt: string;
}

export function Replay({ log, endsAt }: ReplayProps): JSX.Element {
  const words = said().auctions;
  const found = useSignal<WhatIf | undefined>(undefined);
  const was = { steps: stepsOf(log.items), until: endsAt };
  const would = found.value && { steps: found.value.steps, until: found.value.would.endsAt };
  return (
    <>
      <details class="rules">
        <summary>{words.whatIf.title}</summary>
        <Rules goodsId={log.goodsId} found={found} />
      </details>
      <figure class="stack tight">
        <StepChart name={words.chart} was={was} would={would} />
        {would !== undefined && <figcaption class="faint">{words.legend}</figcaption>}
      </figure>
      {found.value !== undefined && <Compared of={found.value} />}
    </>
  );
}

function Rules({
  goodsId,
  found,
}: {
  goodsId: number;
  found: Signal<WhatIf | undefined>;
}): JSX.Element {
  const words = said().auctions.whatIf;
  const form = useForm(`what-if-${goodsId}`, BLANK);
  async function replay(typed: typeof BLANK): Promise<void> {
    const params = { path: { goodsId }, query: read(typed) };
    found.value = await ask(api.GET("/v1/admin/auctions/{goodsId}/what-if", { params }));
  }
  return (
    <FormView
      form={form}
      verb={words.verb}
      send={replay}
      aside={<span class="faint">{words.help}</span>}
    >
      <Input
        form={form}
        name="softCloseSeconds"
        label={words.softCloseSeconds}
        inputMode="numeric"
        optional
      />
      <Input
        form={form}
        name="softCloseExtensions"
        label={words.softCloseExtensions}
        inputMode="numeric"
        optional
      />
      <Input form={form} name="increment" label={words.increment} inputMode="numeric" optional />
      <Input form={form} name="startPrice" label={words.startPrice} inputMode="numeric" optional />
      <Input
        form={form}
        name="reservePrice"
        label={words.reservePrice}
        help={words.zero}
        inputMode="numeric"
        optional
      />
      <Input
        form={form}
        name="buyNowPrice"
        label={words.buyNowPrice}
        help={words.zero}
        inputMode="numeric"
        optional
      />
    </FormView>
  );
}

/** What was left empty is left out. */
function read(typed: typeof BLANK): Partial<Record<keyof typeof BLANK, number>> {
  const entries = Object.entries(typed).filter(([, text]) => text.trim() !== "");
  return Object.fromEntries(
    entries.map(([name, text]) => {
      const amount = readWon(text);
      if (amount === undefined) throw new Unfit({ [name]: saidShared().form.wrongAmount });
      return [name, amount];
    }),
  );
}

function Compared({ of: { was, would, refused } }: { of: WhatIf }): JSX.Element {
  const words = said().auctions.whatIf;
  const rows = [
    [said().queue.state, (one: Schemas["AuctionOutcome"]) => called("goodsState", one.state)],
    [
      words.price,
      (one: Schemas["AuctionOutcome"]) => (one.price === null ? words.noBid : won(one.price)),
    ],
    [words.leader, (one: Schemas["AuctionOutcome"]) => one.leader],
    [words.endsAt, (one: Schemas["AuctionOutcome"]) => <Moment at={one.endsAt} />],
    [words.entries, (one: Schemas["AuctionOutcome"]) => count(one.entryCount)],
  ] as const;
  return (
    <>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{words.was}</th>
            <th scope="col">{words.would}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, told]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{told(was)}</td>
              <td>{told(would)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {refused.length > 0 && (
        <p>
          {words.refused} {refused.map((one) => `${one.code} × ${count(one.count)}`).join(", ")}
        </p>
      )}
    </>
  );
}
