/** What got stuck with the payment provider: tried again, said to be done, or dropped, by two. */

import type { JSX } from "preact";
import { api, ask } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { Acts } from "../components/acts";
import { oneOf, useAddress } from "../components/address";
import { Found } from "../components/found";
import { type Operation, operationChoices, OperationTold } from "../components/operation";
import { Won } from "../components/parts";
import { Queue } from "../components/queue";
import { Filter } from "../components/tools";
import { said } from "../words";

const STATES = ["STUCK", "PENDING", "DONE", "DROPPED"] as const;

export default function EndOperations(): JSX.Element {
  const words = said().operations;
  const state = oneOf(STATES, useAddress().of("state")) ?? "STUCK";
  const operations = useListed<Operation>(
    (cursor) => ask(api.GET("/v1/admin/operations", { params: { query: { cursor, state } } })),
    state,
  );
  return (
    <Queue
      title={words.title}
      of={operations}
      id={({ operationId }) => operationId}
      tools={
        <Filter
          name="state"
          label={said().queue.state}
          list="operationState"
          choices={STATES}
          usual="STUCK"
        />
      }
      empty={words.empty}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{called("operationKind", one.kind)}</strong>
            <Moment at={one.createdAt} away />
          </span>
          <span class="queue-line">
            {one.proposal === null ? (
              <span class="faint">{one.lastError}</span>
            ) : (
              <span class="state watch">{words.needsSecond}</span>
            )}
            <Won of={one.amount} />
          </span>
        </>
      )}
    >
      {(id) => (
        <Found in={operations} is={({ operationId }) => operationId === Number(id)}>
          {(one) => (
            <>
              <OperationTold of={one} />
              <Acts choices={operationChoices(one, () => operations.again())} />
            </>
          )}
        </Found>
      )}
    </Queue>
  );
}
