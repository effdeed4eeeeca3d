/** Who is this, and how do they stand? Suspended, let in again, signed out; strikes that are lifted. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { count } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Asked, type Listed, useAsked, useListed } from "../../shared/asked";
import { marketTime } from "../../shared/clock";
import { Dialog } from "../../shared/components/dialog";
import { Input } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { Act, Acts, type Choice, keyed, Reason, Reasoned } from "../components/acts";
import { oneOf, useAddress } from "../components/address";
import { InShop, Pairs, State, To } from "../components/parts";
import { Queue } from "../components/queue";
import { Filter, Search } from "../components/tools";
import { said } from "../words";

type Member = Schemas["MemberFile"];
type Item = Schemas["MemberItem"];

const STATES = ["ACTIVE", "SUSPENDED", "WITHDRAWN"] as const;

export default function LookAfterMembers(): JSX.Element {
  const words = said().members;
  const address = useAddress();
  const [query, state] = [address.of("query"), oneOf(STATES, address.of("state"))];
  const members = useListed<Item>(
    (cursor) => ask(api.GET("/v1/admin/members", { params: { query: { cursor, query, state } } })),
    query,
    state,
  );
  return (
    <Queue
      title={words.title}
      of={members}
      id={({ memberId }) => memberId}
      tools={
        <>
          <Search by={words.searchBy} />
          <Filter name="state" label={said().queue.state} list="memberState" choices={STATES} />
        </>
      }
      empty={words.empty}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{one.loginId}</strong>
            <State list="memberState" code={one.state} />
          </span>
          <span class="faint">
            {one.name} · {one.email}
          </span>
        </>
      )}
    >
      {(id) => <Open id={Number(id)} list={members} />}
    </Queue>
  );
}

function Open({ id, list }: { id: number; list: Listed<Item> }): JSX.Element {
  const path = { memberId: id };
  const one = useAsked(() => ask(api.GET("/v1/admin/members/{memberId}", { params: { path } })));
  return (
    <Shown of={one}>
      {(member) => (
        <>
          <Told of={member} />
          <Strikes of={member} asked={one} />
          <Acts choices={choices(member, one, list)} />
        </>
      )}
    </Shown>
  );
}

function Told({ of }: { of: Member }): JSX.Element {
  const words = said().members;
  return (
    <>
      <h2>
        {of.loginId} <State list="memberState" code={of.state} />
      </h2>
      <Pairs
        pairs={[
          [words.number, String(of.memberId)],
          [words.name, of.name],
          [words.email, of.email],
          [words.phone, of.phone],
          [words.since, <Moment at={of.createdAt} />],
          [words.store, <InShop at={`/stores/${of.storeId}`} text={of.storeName} />],
          [
            words.orders,
            <Link href={`/orders?query=${encodeURIComponent(of.loginId)}`}>{words.toOrders}</Link>,
          ],
          [words.devices, count(of.sessionCount)],
          [words.scopes, of.scopes.join(", ")],
          [words.because, of.suspendedBecause],
          [words.until, of.suspendedUntil && <Moment at={of.suspendedUntil} />],
          [
            words.trail,
            <Link href={`/audit?target=MEMBER&targetId=${of.memberId}`}>{words.toTrail}</Link>,
          ],
        ]}
      />
    </>
  );
}

function Strikes({ of, asked }: { of: Member; asked: Asked<Member> }): JSX.Element {
  const words = said().members.strikes;
  return (
    <section class="stack">
      <h3>{words.title}</h3>
      {of.strikes.length === 0 ? (
        <p class="faint">{words.none}</p>
      ) : (
        <ul class="said">
          {of.strikes.map((strike) => (
            <Strike key={strike.strikeId} of={strike} again={() => asked.again()} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Strike({ of, again }: { of: Schemas["Strike"]; again: () => unknown }): JSX.Element {
  const words = said().members.strikes;
  const isLifting = useSignal(false);
  const path = { strikeId: of.strikeId };
  return (
    <li>
      <p class="queue-line">
        <strong>
          {called("strikeReason", of.reason)} · {called("caseSide", of.side)}
        </strong>
        <Moment at={of.createdAt} />
      </p>
      <p class="queue-line">
        <To kind="orders" id={of.orderId} text={of.goodsName} />
        {of.liftedAt === null ? (
          <button type="button" class="button second" onClick={() => (isLifting.value = true)}>
            {words.lift}
          </button>
        ) : (
          <span class="state">{words.lifted}</span>
        )}
      </p>
      {isLifting.value && (
        <Dialog title={words.lift} close={() => (isLifting.value = false)}>
          <Reasoned
            id={`lift-strike-${of.strikeId}`}
            verb={words.lift}
            says={words.will}
            send={(reason) =>
              ask(
                api.DELETE("/v1/admin/strikes/{strikeId}", { params: { path }, body: { reason } }),
              )
            }
            done={() => {
              isLifting.value = false;
              return again();
            }}
          />
        </Dialog>
      )}
    </li>
  );
}

function choices(member: Member, asked: Asked<Member>, list: Listed<Item>): Choice[] {
  const words = said().members;
  const path = { memberId: member.memberId };
  const done = (): unknown => list.again();
  const suspend: Choice = {
    verb: words.suspend,
    isGrave: true,
    view: () => (
      <Act
        id={`suspend-${member.memberId}`}
        verb={words.suspend}
        blank={{ reason: "", days: "" }}
        says={words.willSuspend}
        places={{ SUSPENSION_OVER: "days" }}
        send={async ({ reason, days }, key) => {
          const body = { reason, until: inDays(days) };
          asked.put(
            await ask(
              api.POST("/v1/admin/members/{memberId}/suspend", {
                params: { path, header: keyed(key) },
                body,
              }),
            ),
          );
        }}
        done={done}
      >
        {(form) => (
          <>
            <Input
              form={form}
              name="days"
              label={words.days}
              help={words.daysHelp}
              type="number"
              min={1}
              max={3650}
              optional
            />
            <Reason form={form} />
          </>
        )}
      </Act>
    ),
  };
  const reinstate: Choice = {
    verb: words.reinstate,
    view: () => (
      <Reasoned
        id={`reinstate-${member.memberId}`}
        verb={words.reinstate}
        says={words.willReinstate}
        send={async (reason, key) =>
          asked.put(
            await ask(
              api.POST("/v1/admin/members/{memberId}/reinstate", {
                params: { path, header: keyed(key) },
                body: { reason },
              }),
            ),
          )
        }
        done={done}
      />
    ),
  };
  const signOut: Choice = {
    verb: words.signOut,
    view: () => (
      <Reasoned
        id={`sign-out-${member.memberId}`}
        verb={words.signOut}
        says={words.willSignOut(count(member.sessionCount))}
        send={(reason, key) =>
          ask(
            api.POST("/v1/admin/members/{memberId}/sign-out", {
              params: { path, header: keyed(key) },
              body: { reason },
            }),
          )
        }
        done={() => asked.again()}
      />
    ),
  };
  if (member.state === "WITHDRAWN") return [];
  return member.state === "SUSPENDED" ? [signOut, reinstate] : [signOut, suspend];
}

/** A moment so many days from now; none, until it is lifted. */
function inDays(typed: string): string | null {
  const days = Number(typed.normalize("NFKC"));
  return days > 0 ? new Date(marketTime() + days * 86_400_000).toISOString() : null;
}
