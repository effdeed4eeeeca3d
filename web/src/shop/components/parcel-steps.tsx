/** Where is the parcel? Every scan that the carrier told of, newest first. */

import type { JSX } from "preact";
import { api, ask } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { newest } from "../alarms";
import { said } from "../words";

export function ParcelSteps({ orderId }: { orderId: number }): JSX.Element {
  const words = said().orders.parcel;
  const asked = useAsked(
    () => ask(api.GET("/v1/orders/{orderId}/tracking", { params: { path: { orderId } } })),
    orderId,
    newest.value?.alarmId,
  );
  return (
    <section class="stack tight">
      <h2>{words.title}</h2>
      <Shown of={asked}>
        {({ carrierName, invoice, steps }) => (
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
        )}
      </Shown>
    </section>
  );
}
