/** What two sides cannot agree about: what was said and shown, and who gets the money. */

import type { JSX } from "preact";
import { readWon, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Asked, type Listed, useAsked, useListed } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Input, Select, TextArea } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Unfit } from "../../shared/forms";
import { said as saidShared } from "../../shared/words";
import { called, options } from "../codes";
import { Act, Acts } from "../components/acts";
import { oneOf, useAddress } from "../components/address";
import { Pairs, State, To, Won } from "../components/parts";
import { Queue } from "../components/queue";
import { Said } from "../components/said";
import { Filter } from "../components/tools";
import { save } from "../../shared/download";
import { said } from "../words";

type Case = Schemas["Case"];

const STATES = [
  "ESCALATED",
  "OFFERED",
  "REJECTED",
  "RETURNING",
  "RETURN_SENT",
  "RETURNED",
  "CLOSED",
  "WITHDRAWN",
] as const;
const PAYERS = ["BUYER", "SELLER"] as const;

export default function DecideCases(): JSX.Element {
  const words = said().cases;
  const address = useAddress();
  const wanted = address.of("state") ?? "ESCALATED";
  const asked = wanted === "OPEN" ? { open: true } : { state: oneOf(STATES, wanted) };
  const cases = useListed<Case>(
    (cursor) => ask(api.GET("/v1/admin/cases", { params: { query: { cursor, ...asked } } })),
    wanted,
  );
  return (
    <Queue
      title={words.title}
      of={cases}
      id={({ caseId }) => caseId}
      tools={
        <Filter
          name="state"
          label={said().queue.state}
          list="caseState"
          choices={STATES}
          usual="ESCALATED"
          hasAll
          more={{ OPEN: words.open }}
        />
      }
      empty={words.empty}
      line={(one) => <Line of={one} />}
    >
      {(id) => <Open id={Number(id)} list={cases} />}
    </Queue>
  );
}

function Line({ of }: { of: Case }): JSX.Element {
  return (
    <>
      <span class="queue-line">
        <strong>{called("caseKind", of.kind)}</strong>
        <Moment at={of.createdAt} away />
      </span>
      <span class="queue-line">
        <State list="caseState" code={of.state} />
        <Won of={of.frozen} />
      </span>
    </>
  );
}

function Open({ id, list }: { id: number; list: Listed<Case> }): JSX.Element {
  const one = useAsked(() =>
    ask(api.GET("/v1/admin/cases/{caseId}", { params: { path: { caseId: id } } })),
  );
  return (
    <Shown of={one}>
      {(found) => (
        <>
          <Told of={found} />
          <Decide of={found} asked={one} list={list} />
        </>
      )}
    </Shown>
  );
}

function Told({ of }: { of: Case }): JSX.Element {
  const words = said().cases;
  const path = { caseId: of.caseId };
  return (
    <>
      <header class="row apart">
        <h2>
          {called("caseKind", of.kind)} <State list="caseState" code={of.state} />
        </h2>
        <Button
          act={() =>
            save(
              api.GET("/v1/admin/cases/{caseId}/file", { params: { path }, parseAs: "blob" }),
              `case-${of.caseId}.zip`,
            )
          }
        >
          {words.file}
        </Button>
      </header>
      <Pairs
        pairs={[
          [words.order, <To kind="orders" id={of.orderId} />],
          [words.frozen, <Won of={of.frozen} />],
          [words.wanted, called("caseWish", of.wanted)],
          [words.offer, of.offer && <Offer of={of.offer} />],
          [words.turn, of.turn && called("caseSide", of.turn)],
          [words.dueAt, of.dueAt && <Moment at={of.dueAt} />],
          [
            words.parcel,
            of.returnShipment &&
              `${of.returnShipment.carrierName ?? ""} ${of.returnShipment.invoice ?? ""}`.trim(),
          ],
          [
            words.outcome,
            of.outcome && words.shared(won(of.outcome.buyerGets), won(of.outcome.sellerGets)),
          ],
          [words.endedAt, of.endedAt && <Moment at={of.endedAt} />],
        ]}
      />
      <ol class="said">
        {of.steps.map((step) => (
          <Said
            key={step.stepId}
            who={
              <>
                {step.by === null ? words.byItself : called("caseSide", step.by)} ·{" "}
                {called("caseAct", step.act)}
                {step.offer !== null && (
                  <>
                    {" "}
                    · <Offer of={step.offer} />
                  </>
                )}
              </>
            }
            at={step.at}
            text={step.text}
            images={step.images}
            isOurs={step.by === "OPERATOR"}
          />
        ))}
      </ol>
    </>
  );
}

function Offer({ of }: { of: Schemas["CaseOffer"] }): JSX.Element {
  const words = said().cases;
  return <>{of.withReturn ? words.offerWithReturn(won(of.amount)) : won(of.amount)}</>;
}

function Decide({
  of,
  asked,
  list,
}: {
  of: Case;
  asked: Asked<Case>;
  list: Listed<Case>;
}): JSX.Element {
  const words = said().cases.decide;
  if (of.state !== "ESCALATED") return <Acts choices={[]} />;
  const view = (): JSX.Element => (
    <Act
      id={`decide-case-${of.caseId}`}
      verb={words.verb}
      blank={{ buyerGets: "", returnPaidBy: "", note: "" }}
      says={({ fields }) => will(of, fields.buyerGets.value, fields.returnPaidBy.value)}
      send={async (typed) => asked.put(await decide(of.caseId, typed))}
      done={() => list.again()}
    >
      {(form) => (
        <>
          <Input
            form={form}
            name="buyerGets"
            label={words.buyerGets}
            help={words.atMost(won(of.frozen))}
            inputMode="numeric"
          />
          <Select
            form={form}
            name="returnPaidBy"
            label={words.return}
            options={[
              { value: "", label: words.noReturn },
              ...options("caseSide", PAYERS).map(({ value, label }) => ({
                value,
                label: words.paidBy(label),
              })),
            ]}
          />
          <TextArea form={form} name="note" label={saidShared().form.reason} rows={2} />
        </>
      )}
    </Act>
  );
  return <Acts choices={[{ verb: words.verb, isGrave: true, view }]} />;
}

/** What will become of the money. */
function will(of: Case, typed: string, payer: string): string {
  const words = said().cases.decide;
  const buyerGets = readWon(typed);
  if (buyerGets === undefined || buyerGets > of.frozen) return words.typeFirst(won(of.frozen));
  const shares = words.will(won(buyerGets), won(of.frozen - buyerGets));
  return payer === "" ? shares : `${words.afterReturn(called("caseSide", payer))} ${shares}`;
}

function decide(
  caseId: number,
  typed: { buyerGets: string; returnPaidBy: string; note: string },
): Promise<Case> {
  const buyerGets = readWon(typed.buyerGets);
  if (buyerGets === undefined) throw new Unfit({ buyerGets: saidShared().form.wrongAmount });
  const returnPaidBy = oneOf(PAYERS, typed.returnPaidBy) ?? null;
  return ask(
    api.PUT("/v1/admin/cases/{caseId}", {
      params: { path: { caseId } },
      body: { buyerGets, returnPaidBy, note: typed.note },
    }),
  );
}
