/** Who of us has done what, to what, and why? The latest first. */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Moment } from "../../shared/components/time";
import { useAddress } from "../components/address";
import { Found } from "../components/found";
import { Pairs, To } from "../components/parts";
import { Queue } from "../components/queue";
import { Search } from "../components/tools";
import { said } from "../words";

type Line = Schemas["AuditLine"];

export default function FollowTheTrail(): JSX.Element {
  const words = said().trail;
  const { of } = useAddress();
  const [actor, target, targetId] = [number(of("actor")), of("target"), number(of("targetId"))];
  const lines = useListed<Line>(
    (cursor) =>
      ask(
        api.GET("/v1/admin/audit", {
          params: { query: { cursor, actor, target, targetId, limit: 50 } },
        }),
      ),
    actor,
    target,
    targetId,
  );
  return (
    <Queue
      title={words.title}
      of={lines}
      id={({ lineId }) => lineId}
      tools={
        <>
          <Search name="actor" by={words.actor} />
          <Search name="target" by={words.target} />
          <Search name="targetId" by={words.targetId} />
        </>
      }
      empty={words.empty}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{one.act}</strong>
            <Moment at={one.at} away />
          </span>
          <span class="faint">
            {one.target} {one.targetId} · {one.reason}
          </span>
        </>
      )}
    >
      {(id) => (
        <Found in={lines} is={({ lineId }) => lineId === Number(id)}>
          {(one) => <Told of={one} />}
        </Found>
      )}
    </Queue>
  );
}

function number(typed: string | undefined): number | undefined {
  const read = Number(typed);
  return Number.isSafeInteger(read) && read > 0 ? read : undefined;
}

function Told({ of }: { of: Line }): JSX.Element {
  const words = said().trail;
  return (
    <>
      <h2>{of.act}</h2>
      <Pairs
        pairs={[
          [words.by, of.actorId > 0 ? <To kind="members" id={of.actorId} /> : words.command],
          [words.to, `${of.target} ${of.targetId}`],
          [words.reason, of.reason],
          [words.at, <Moment at={of.at} />],
          [words.from, of.client],
        ]}
      />
      <Change before={of.before} after={of.after} />
    </>
  );
}

/** Field by field, what it was and what it became. */
function Change({ before, after }: { before: string; after: string }): JSX.Element | null {
  const words = said().trail;
  const [was, became] = [fields(before), fields(after)];
  const names = [...new Set([...was.keys(), ...became.keys()])];
  if (names.length === 0) return null;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{was.get(name)}</td>
            <td>{became.get(name)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function fields(json: string): Map<string, string> {
  if (json === "") return new Map();
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null) return new Map([["", String(value)]]);
  return new Map(
    Object.entries(value).map(([name, one]) => [
      name,
      typeof one === "string" ? one : JSON.stringify(one),
    ]),
  );
}
