/** Do our books agree with the payment provider's? Night by night, and what differs. */

import type { JSX } from "preact";
import { count } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { Found } from "../components/found";
import { Pairs, To, Won } from "../components/parts";
import { Queue } from "../components/queue";
import { said } from "../words";

type Reconciliation = Schemas["Reconciliation"];

export default function CompareBooks(): JSX.Element {
  const words = said().reconciliations;
  const list = useListed<Reconciliation>((cursor) =>
    ask(api.GET("/v1/admin/reconciliations", { params: { query: { cursor } } })),
  );
  return (
    <Queue
      title={words.title}
      of={list}
      id={({ reconciliationId }) => reconciliationId}
      empty={words.empty}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{one.day}</strong>
            <Agreement of={one} />
          </span>
          <span class="faint">{words.compared(count(one.payments))}</span>
        </>
      )}
    >
      {(id) => (
        <Found in={list} is={({ reconciliationId }) => reconciliationId === Number(id)}>
          {(one) => <Told of={one} />}
        </Found>
      )}
    </Queue>
  );
}

function Agreement({ of }: { of: Reconciliation }): JSX.Element {
  const words = said().reconciliations;
  if (of.doneAt === null) return <span class="state">{words.underWay}</span>;
  if (of.differenceCount === 0) return <span class="state good">{words.agrees}</span>;
  return <span class="state watch">{words.differs(count(of.differenceCount))}</span>;
}

function Told({ of }: { of: Reconciliation }): JSX.Element {
  const words = said().reconciliations;
  return (
    <>
      <h2>
        {of.day} <Agreement of={of} />
      </h2>
      <Pairs
        pairs={[
          [words.payments, count(of.payments)],
          [words.paid, <Won of={of.paid} />],
          [words.cancelled, <Won of={of.cancelled} />],
          [words.held, <Won of={of.held} />],
          [words.mended, count(of.mended)],
          [words.since, <Moment at={of.begunAt} />],
          [words.doneAt, of.doneAt && <Moment at={of.doneAt} />],
        ]}
      />
      {of.differences.length > 0 && <Differences of={of.differences} />}
    </>
  );
}

function Differences({ of }: { of: readonly Schemas["Difference"][] }): JSX.Element {
  const words = said().reconciliations;
  return (
    <div class="scrolls" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.kind}</th>
            <th scope="col">{words.payment}</th>
            <th scope="col">{words.told}</th>
            <th scope="col">{words.booked}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ kind, merchantUid, providerUid, told, booked }) => (
            <tr key={`${merchantUid} ${providerUid}`}>
              <td>{called("differenceKind", kind)}</td>
              <td>
                {merchantUid !== "" && <To kind="payments" id={merchantUid} />} {providerUid}
              </td>
              <td>
                <Won of={told} />
              </td>
              <td>
                <Won of={booked} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
