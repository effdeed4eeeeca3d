/** What has the payment provider paid into our bank account? Recorded by one, seen by another, too. */

import type { JSX } from "preact";
import { readWon, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { member } from "../../shared/api/tokens";
import { type Listed, useListed } from "../../shared/asked";
import { Input } from "../../shared/components/fields";
import { Moment } from "../../shared/components/time";
import { Unfit } from "../../shared/forms";
import { Act, Acts, keyed, Reason, Reasoned } from "../components/acts";
import { Found } from "../components/found";
import { Pairs, To, Won } from "../components/parts";
import { Queue } from "../components/queue";
import { said } from "../words";

type Remittance = Schemas["Remittance"];
type Body = Schemas["NewRemittance"];

export default function BookRemittances(): JSX.Element {
  const words = said().remittances;
  const list = useListed<Remittance>((cursor) =>
    ask(api.GET("/v1/admin/remittances", { params: { query: { cursor } } })),
  );
  return (
    <Queue
      title={words.title}
      of={list}
      id={({ remittanceId }) => remittanceId}
      tools={<Record list={list} />}
      empty={words.empty}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{one.reference}</strong> {one.day}
          </span>
          <span class="queue-line">
            {one.bookedAt === null ? (
              <span class="state watch">{said().operations.needsSecond}</span>
            ) : (
              <Moment at={one.bookedAt} away />
            )}
            <Won of={one.amount} />
          </span>
        </>
      )}
    >
      {(id) => (
        <Found in={list} is={({ remittanceId }) => remittanceId === Number(id)}>
          {(one) => <Told of={one} done={() => list.again()} />}
        </Found>
      )}
    </Queue>
  );
}

function Record({ list }: { list: Listed<Remittance> }): JSX.Element {
  const words = said().remittances;
  return (
    <details>
      <summary>{words.record}</summary>
      <Act
        id="record-remittance"
        verb={words.record}
        blank={{ reference: "", day: "", amount: "", fee: "0", reason: "" }}
        says={words.willRecord}
        send={({ reference, day, amount, fee, reason }, key) => {
          const told = { amount: amountOf("amount", amount), fee: amountOf("fee", fee) };
          return send({ reference, day, reason, ...told }, key);
        }}
        done={() => list.again()}
      >
        {(form) => (
          <>
            <Input form={form} name="reference" label={words.reference} maxLength={64} />
            <Input form={form} name="day" label={words.day} type="date" />
            <Input form={form} name="amount" label={words.amount} inputMode="numeric" />
            <Input form={form} name="fee" label={words.fee} inputMode="numeric" />
            <Reason form={form} />
          </>
        )}
      </Act>
    </details>
  );
}

function amountOf(field: string, typed: string): number {
  const amount = readWon(typed);
  if (amount === undefined) throw new Unfit({ [field]: said().remittances.noAmount });
  return amount;
}

function send(body: Body, key: string): Promise<Remittance> {
  return ask(api.POST("/v1/admin/remittances", { params: { header: keyed(key) }, body }));
}

function Told({ of, done }: { of: Remittance; done: () => unknown }): JSX.Element {
  const words = said().remittances;
  const { reference, day, amount, fee } = of;
  const isOurs = of.recordedBy === member.value?.memberId;
  const agree = {
    verb: words.agree,
    isGrave: true,
    view: (): JSX.Element => (
      <Reasoned
        id={`agree-remittance-${of.remittanceId}`}
        verb={words.agree}
        says={words.willBook(won(amount), won(fee))}
        send={(reason, key) => send({ reference, day, amount, fee, reason }, key)}
        done={done}
      />
    ),
  };
  return (
    <>
      <h2>{reference}</h2>
      <Pairs
        pairs={[
          [words.day, day],
          [words.amount, <Won of={amount} />],
          [words.fee, <Won of={fee} />],
          [said().operations.by, <To kind="members" id={of.recordedBy} />],
          [said().operations.because, of.reason],
          [words.agreedBy, of.agreedBy && <To kind="members" id={of.agreedBy} />],
          [words.bookedAt, of.bookedAt && <Moment at={of.bookedAt} />],
        ]}
      />
      {of.bookedAt === null && isOurs && <p class="says">{said().operations.waits}</p>}
      <Acts choices={of.bookedAt === null && !isOurs ? [agree] : []} />
    </>
  );
}
