/** Who is paid what we owe them? Drawn up by one, approved by another, sent to the bank, and answered. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { count, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Listed, useListed } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Input } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { said as saidShared } from "../../shared/words";
import { called } from "../codes";
import { Act, Acts, keyed, Reason } from "../components/acts";
import { useAddress } from "../components/address";
import { Pairs, State, To, Won } from "../components/parts";
import { isOurs, payoutChoices, total } from "../components/payout-acts";
import { Queue } from "../components/queue";
import { said } from "../words";

type Run = Schemas["PayoutRun"];
type Line = Schemas["PayoutLine"];

export default function PayOut(): JSX.Element {
  const words = said().payouts;
  const runs = useListed<Run>((cursor) =>
    ask(api.GET("/v1/admin/payouts", { params: { query: { cursor } } })),
  );
  return (
    <Queue
      title={words.title}
      of={runs}
      id={({ runId }) => runId}
      tools={<DrawUp list={runs} />}
      empty={words.empty}
      line={(run) => (
        <>
          <span class="queue-line">
            <strong>{said().parts.numbered.payouts(String(run.runId))}</strong>
            <Moment at={run.createdAt} away />
          </span>
          <span class="queue-line">
            <State list="payoutRunState" code={run.state} />
            <Won of={total(run)} />
          </span>
        </>
      )}
    >
      {(id) => <Open id={Number(id)} list={runs} />}
    </Queue>
  );
}

function DrawUp({ list }: { list: Listed<Run> }): JSX.Element {
  const words = said().payouts;
  const address = useAddress();
  return (
    <details>
      <summary>{words.drawUp}</summary>
      <Act
        id="draw-up-payouts"
        verb={words.drawUp}
        blank={{ reason: "", released: "" }}
        says={words.willDrawUp}
        send={async ({ reason, released }, key) => {
          const body = { reason, releasedIds: numbers(released) };
          const run = await ask(
            api.POST("/v1/admin/payouts", { params: { header: keyed(key) }, body }),
          );
          address.go({ id: String(run.runId) });
        }}
        done={() => list.again()}
      >
        {(form) => (
          <>
            <Input
              form={form}
              name="released"
              label={words.released}
              help={words.releasedHelp}
              inputMode="numeric"
              optional
            />
            <Reason form={form} />
          </>
        )}
      </Act>
    </details>
  );
}

function numbers(typed: string): number[] {
  return [...typed.normalize("NFKC").matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

function Open({ id, list }: { id: number; list: Listed<Run> }): JSX.Element {
  const path = { runId: id };
  const run = useSignal<Run | undefined>(undefined);
  const lines = useListed<Line>(async (cursor) => {
    const page = await ask(
      api.GET("/v1/admin/payouts/{runId}", { params: { path, query: { cursor, limit: 100 } } }),
    );
    run.value = page.run;
    return page;
  });
  const again = (): unknown => Promise.all([lines.again(), list.again()]);
  return (
    <Shown of={lines}>
      {({ items, nextCursor }) => (
        <>
          {run.value !== undefined && <Told of={run.value} />}
          <Lines of={items} />
          {nextCursor !== null && (
            <Button kind="quiet" class="more" act={() => lines.more()}>
              {saidShared().more}
            </Button>
          )}
          {run.value !== undefined && <Acts choices={payoutChoices(run.value, items, again)} />}
        </>
      )}
    </Shown>
  );
}

function Told({ of }: { of: Run }): JSX.Element {
  const words = said().payouts;
  return (
    <>
      <h2>
        {said().parts.numbered.payouts(String(of.runId))}{" "}
        <State list="payoutRunState" code={of.state} />
      </h2>
      <Pairs
        pairs={[
          [
            words.drawnUpBy,
            of.drawnUpBy > 0 ? <To kind="members" id={of.drawnUpBy} /> : words.byItself,
          ],
          [words.createdAt, <Moment at={of.createdAt} />],
          [words.approvedBy, of.approvedBy && <To kind="members" id={of.approvedBy} />],
          [words.approvedAt, of.approvedAt && <Moment at={of.approvedAt} />],
          [words.sentAt, of.sentAt && <Moment at={of.sentAt} />],
          [words.endedAt, of.endedAt && <Moment at={of.endedAt} />],
          [words.approvedBy, of.state === "DRAFT" && isOurs(of) ? words.waits : null],
          ...of.sums.map(
            ({ state, count: number, amount }) =>
              [called("payoutState", state), words.sum(count(number), won(amount))] as const,
          ),
        ]}
      />
    </>
  );
}

function Lines({ of }: { of: readonly Line[] }): JSX.Element {
  const words = said().payouts;
  return (
    <div class="scrolls" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.number}</th>
            <th scope="col">{words.seller}</th>
            <th scope="col">{said().queue.state}</th>
            <th scope="col">{words.amount}</th>
            <th scope="col">{words.account}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ sellerId, payout, released }) => (
            <tr key={payout.payoutId}>
              <td class="figure">{payout.payoutId}</td>
              <td>
                <To kind="members" id={sellerId} />
              </td>
              <td>
                <State list="payoutState" code={payout.state} />{" "}
                {payout.hold !== null && called("payoutHold", payout.hold)}
                {released && ` ${words.isReleased}`} {payout.failedBecause}
              </td>
              <td>
                <Won of={payout.amount} />
              </td>
              <td>
                {payout.bankName} {payout.accountNumber} {payout.holder}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
