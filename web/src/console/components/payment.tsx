/** What did the provider say of a payment, and what was to be done about it? */

import type { JSX } from "preact";
import { won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { said } from "../words";
import { Acts } from "./acts";
import { operationChoices } from "./operation";
import { Pairs, State, To, Won } from "./parts";

type Payment = Schemas["PaymentFile"];

/** A payment by its number, and what can be done about what waits with it. */
export function OpenPayment({ merchantUid }: { merchantUid: string }): JSX.Element {
  const path = { merchantUid };
  const one = useAsked(() =>
    ask(api.GET("/v1/admin/payments/{merchantUid}", { params: { path } })),
  );
  return (
    <Shown of={one}>
      {(payment) => (
        <>
          <Told of={payment} />
          <Acts
            choices={payment.operations.flatMap((operation) =>
              operationChoices(operation, () => one.again()),
            )}
          />
        </>
      )}
    </Shown>
  );
}

function Told({ of }: { of: Payment }): JSX.Element {
  const words = said().payments;
  return (
    <section class="stack">
      <h3>
        <To kind="payments" id={of.merchantUid} /> <State list="paymentState" code={of.state} />
      </h3>
      <Pairs
        pairs={[
          [words.amount, <Won of={of.amount} />],
          [words.method, called("paymentMethod", of.method)],
          [words.order, <To kind="orders" id={of.orderId} />],
          [words.begun, <Moment at={of.createdAt} />],
          [words.paidAt, of.paidAt && <Moment at={of.paidAt} />],
          [words.seenAt, of.seenAt && <Moment at={of.seenAt} />],
          [words.lookAt, of.lookAt && <Moment at={of.lookAt} />],
        ]}
      />
      <Readings of={of.readings} />
      {of.refunds.length > 0 && <Refunds of={of.refunds} />}
      {of.operations.length > 0 && <Operations of={of.operations} />}
    </section>
  );
}

function Readings({ of }: { of: readonly Schemas["ReadingFile"][] }): JSX.Element {
  const words = said().payments;
  if (of.length === 0) return <p class="faint">{words.notRead}</p>;
  return (
    <div class="scrolls" tabIndex={0}>
      <table>
        <caption class="for-hearing">{words.readings}</caption>
        <thead>
          <tr>
            <th scope="col">{words.providerUid}</th>
            <th scope="col">{said().queue.state}</th>
            <th scope="col">{words.paid}</th>
            <th scope="col">{words.cancelled}</th>
            <th scope="col">{words.booked}</th>
            <th scope="col">{words.seenAt}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ reading, booked, seenAt }) => (
            <tr key={reading.providerUid}>
              <td>{reading.providerUid}</td>
              <td>
                <State list="readingStatus" code={reading.status} />
              </td>
              <td class="figure">{won(reading.paid)}</td>
              <td class="figure">{won(reading.cancelled)}</td>
              <td class="figure">{won(booked)}</td>
              <td>
                <Moment at={seenAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Refunds({ of }: { of: readonly Schemas["RefundFile"][] }): JSX.Element {
  const words = said().payments;
  return (
    <ul class="said">
      {of.map(({ refundId, amount, returned, reason, createdAt, doneAt, droppedAt }) => (
        <li key={refundId}>
          <p class="queue-line">
            <strong>{words.refund(won(amount), won(returned))}</strong>
            <Moment at={doneAt ?? droppedAt ?? createdAt} />
          </p>
          <p>{reason}</p>
          <p class="faint">
            {doneAt !== null ? words.refunded : droppedAt !== null ? words.dropped : words.underWay}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Operations({ of }: { of: readonly Schemas["OperationFile"][] }): JSX.Element {
  return (
    <ul class="said">
      {of.map(({ operationId, kind, state, amount, lastError, createdAt }) => (
        <li key={operationId}>
          <p class="queue-line">
            <strong>
              {called("operationKind", kind)} <State list="operationState" code={state} />
            </strong>
            <Moment at={createdAt} />
          </p>
          <p class="queue-line">
            <span>{lastError}</span>
            <Won of={amount} />
          </p>
        </li>
      ))}
    </ul>
  );
}
