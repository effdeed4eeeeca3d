/** What was the payment provider to do, how far is it, and what can be done about it? */

import type { JSX } from "preact";
import { count, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { member } from "../../shared/api/tokens";
import { TextArea } from "../../shared/components/fields";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { said } from "../words";
import { Act, type Choice, keyed, Reason, Reasoned } from "./acts";
import { Pairs, State, To, Won } from "./parts";

export type Operation = Schemas["OperationFile"];

export function OperationTold({ of }: { of: Operation }): JSX.Element {
  const words = said().operations;
  return (
    <>
      <h2>
        {called("operationKind", of.kind)} <State list="operationState" code={of.state} />
      </h2>
      <Pairs
        pairs={[
          [words.amount, <Won of={of.amount} />],
          [words.order, <To kind="orders" id={of.orderId} />],
          [words.payment, <To kind="payments" id={of.merchantUid} />],
          [words.attempts, count(of.attempts)],
          [words.lastError, of.lastError],
          [words.since, <Moment at={of.createdAt} />],
          [words.nextTry, of.nextTryAt && <Moment at={of.nextTryAt} />],
          [words.doneAt, of.doneAt && <Moment at={of.doneAt} />],
        ]}
      />
      {of.proposal !== null && <Proposed of={of.proposal} isOpen={of.state === "STUCK"} />}
      {of.state === "STUCK" && isOurs(of) && <p class="says">{words.waits}</p>}
    </>
  );
}

/** What one admin wants, and another has to say, too. */
function Proposed({ of, isOpen }: { of: Schemas["Proposal"]; isOpen: boolean }): JSX.Element {
  const words = said().operations;
  return (
    <section class="sheet stack tight">
      <h3>
        {isOpen
          ? words.proposed(called("decision", of.decision))
          : words.ended(called("decision", of.decision))}
      </h3>
      <Pairs
        pairs={[
          [words.by, <To kind="members" id={of.adminId} />],
          [words.because, of.reason],
          [words.evidence, of.evidence],
        ]}
      />
    </section>
  );
}

/** What can be done about one that is stuck; nobody confirms what they have proposed. */
export function operationChoices(of: Operation, done: () => unknown): Choice[] {
  if (of.state !== "STUCK") return [];
  const own = isOurs(of) ? of.proposal?.decision : undefined;
  return [
    ...(own === "DROP" ? [] : [dropIt(of, done)]),
    ...(own === "DONE" ? [] : [sayItIsDone(of, done)]),
    tryAgain(of, done),
  ];
}

/** Whether who is signed in has proposed it. */
function isOurs({ proposal }: Operation): boolean {
  return proposal !== null && proposal.adminId === member.value?.memberId;
}

function tryAgain(of: Operation, done: () => unknown): Choice {
  const words = said().operations;
  const path = { operationId: of.operationId };
  const view = (): JSX.Element => (
    <Reasoned
      id={`retry-operation-${of.operationId}`}
      verb={words.retry}
      says={words.willRetry(won(of.amount))}
      send={(reason, key) =>
        ask(
          api.POST("/v1/admin/operations/{operationId}/retry", {
            params: { path, header: keyed(key) },
            body: { reason },
          }),
        )
      }
      done={done}
    />
  );
  return { verb: words.retry, view };
}

function sayItIsDone(of: Operation, done: () => unknown): Choice {
  const words = said().operations;
  const path = { operationId: of.operationId };
  const verb = of.proposal?.decision === "DONE" ? words.confirmDone : words.markDone;
  const view = (): JSX.Element => (
    <Act
      id={`done-operation-${of.operationId}`}
      verb={verb}
      blank={{ reason: "", evidence: of.proposal?.evidence ?? "" }}
      says={willEnd(of, "DONE")}
      send={(body, key) =>
        ask(
          api.POST("/v1/admin/operations/{operationId}/done", {
            params: { path, header: keyed(key) },
            body,
          }),
        )
      }
      done={done}
    >
      {(form) => (
        <>
          <TextArea
            form={form}
            name="evidence"
            label={words.evidence}
            help={words.evidenceHelp}
            rows={2}
          />
          <Reason form={form} />
        </>
      )}
    </Act>
  );
  return { verb, isGrave: true, view };
}

function dropIt(of: Operation, done: () => unknown): Choice {
  const words = said().operations;
  const path = { operationId: of.operationId };
  const verb = of.proposal?.decision === "DROP" ? words.confirmDrop : words.drop;
  const view = (): JSX.Element => (
    <Reasoned
      id={`drop-operation-${of.operationId}`}
      verb={verb}
      says={willEnd(of, "DROP")}
      send={(reason, key) =>
        ask(
          api.POST("/v1/admin/operations/{operationId}/drop", {
            params: { path, header: keyed(key) },
            body: { reason },
          }),
        )
      }
      done={done}
    />
  );
  return { verb, isGrave: true, view };
}

/** The first says it, the second has it happen. */
function willEnd(of: Operation, decision: "DONE" | "DROP"): string {
  const words = said().operations.will;
  if (of.proposal?.decision !== decision) return words.propose;
  return words[decision](won(of.amount));
}
