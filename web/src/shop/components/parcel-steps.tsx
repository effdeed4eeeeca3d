/** Where is the parcel? Every scan that the carrier told of, newest first. */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { Moment } from "../../shared/components/time";
import { said } from "../words";

export type Parcel = Schemas["Tracking"];

/** An order can be read without it: its page says so then. */
export function readParcel(orderId: number): Promise<Parcel | undefined> {
  const params = { path: { orderId } };
  return ask(api.GET("/v1/orders/{orderId}/tracking", { params })).catch(() => undefined);
}

export function ParcelSteps({ parcel }: { parcel: Parcel | undefined }): JSX.Element {
  const words = said().orders.parcel;
  return (
    <section class="stack tight">
      <h2>{words.title}</h2>
      {parcel === undefined ? <p class="faint">{words.unknown}</p> : <Steps of={parcel} />}
    </section>
  );
}

function Steps({ of }: { of: Parcel }): JSX.Element {
  const words = said().orders.parcel;
  const { carrierName, invoice, steps } = of;
  return (
    <>
      <p class="figure">
        {carrierName} {invoice}
      </p>
      {steps.length === 0 ? (
        <p class="faint">{words.none}</p>
      ) : (
        <ol class="life">
          {steps.toReversed().map(({ at, where, kind }) => (
            <li key={at + kind}>
              {kind} · {where}{" "}
              <span class="faint">
                <Moment at={at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
