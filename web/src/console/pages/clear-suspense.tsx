/** Whose is money of nobody known after all? Given back, put to its order, or written off, by two. */

import type { JSX } from "preact";
import { won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { member } from "../../shared/api/tokens";
import { useListed } from "../../shared/asked";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { Acts, type Choice, keyed, Reasoned } from "../components/acts";
import { Found } from "../components/found";
import { Movements } from "../components/ledger";
import { Pairs, To, Won } from "../components/parts";
import { Queue } from "../components/queue";
import { said } from "../words";

type File = Schemas["SuspenseFile"];
type Clearing = Schemas["NewClearing"]["clearing"];

const WAYS: readonly Clearing[] = ["RETURN", "ASSIGN", "WRITE_OFF"];

export default function ClearSuspense(): JSX.Element {
  const words = said().suspense;
  const files = useListed<File>((cursor) =>
    ask(api.GET("/v1/admin/suspense", { params: { query: { cursor } } })),
  );
  return (
    <Queue
      title={words.title}
      of={files}
      id={({ readingId }) => readingId}
      empty={words.empty}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{said().parts.numbered.orders(String(one.orderId))}</strong>
            {one.movements[0] && <Moment at={one.movements[0].recordedAt} away />}
          </span>
          <span class="queue-line">
            {isOpen(one) ? (
              <span class="state watch">{said().operations.needsSecond}</span>
            ) : (
              <span class="faint">{one.providerUid}</span>
            )}
            <Won of={one.amount} />
          </span>
        </>
      )}
    >
      {(id) => (
        <Found in={files} is={({ readingId }) => readingId === Number(id)}>
          {(one) => (
            <>
              <Told of={one} />
              <Acts choices={choices(one, () => files.again())} />
            </>
          )}
        </Found>
      )}
    </Queue>
  );
}

function Told({ of }: { of: File }): JSX.Element {
  const words = said().suspense;
  const { proposal } = of;
  return (
    <>
      <h2>{of.amount < 0 ? words.gone(won(-of.amount)) : words.held(won(of.amount))}</h2>
      <Pairs
        pairs={[
          [said().operations.order, <To kind="orders" id={of.orderId} />],
          [said().operations.payment, <To kind="payments" id={of.merchantUid} />],
          [words.proposed, proposal && isOpen(of) && called("clearing", proposal.clearing)],
          [said().operations.by, proposal && <To kind="members" id={proposal.adminId} />],
          [said().operations.because, proposal?.reason],
        ]}
      />
      {isOurs(of) && <p class="says">{said().operations.waits}</p>}
      <Movements of={of.movements} />
    </>
  );
}

/** Whether it waits for another admin to agree with just what is there. */
function isOpen({ proposal, amount }: File): boolean {
  return proposal !== null && proposal.doneAt === null && proposal.amount === amount;
}

function isOurs(of: File): boolean {
  return isOpen(of) && of.proposal?.adminId === member.value?.memberId;
}

/** Nobody confirms what they have proposed; what is gone can be given to nobody. */
function choices(of: File, done: () => unknown): Choice[] {
  const possible = of.amount < 0 ? WAYS.slice(-1) : WAYS;
  const own = isOurs(of) ? of.proposal?.clearing : undefined;
  return possible.filter((way) => way !== own).map((way) => choice(of, way, done));
}

function choice(of: File, way: Clearing, done: () => unknown): Choice {
  const words = said().suspense;
  const path = { readingId: of.readingId };
  const isSecond = isOpen(of) && of.proposal?.clearing === way;
  const verb = called("clearing", way);
  const view = (): JSX.Element => (
    <Reasoned
      id={`clear-${way}-${of.readingId}`}
      verb={verb}
      says={isSecond ? words.will[way](won(Math.abs(of.amount))) : said().operations.will.propose}
      send={(reason, key) =>
        ask(
          api.POST("/v1/admin/suspense/{readingId}/clear", {
            params: { path, header: keyed(key) },
            body: { clearing: way, reason },
          }),
        )
      }
      done={done}
    />
  );
  return { verb, isGrave: isSecond, view };
}
