/** What members have reported: dismissed, taken down, or its member suspended. */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Listed, useListed } from "../../shared/asked";
import { TextArea } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { said as saidShared } from "../../shared/words";
import { called } from "../codes";
import { Act, Acts } from "../components/acts";
import { oneOf, useAddress } from "../components/address";
import { InShop, Pairs, State, To } from "../components/parts";
import { Queue } from "../components/queue";
import { Filter } from "../components/tools";
import { said } from "../words";

type Report = Schemas["ReportFile"];

const STATES = ["OPEN", "DISMISS", "TAKE_DOWN", "SUSPEND"] as const;
const DECISIONS = ["DISMISS", "TAKE_DOWN", "SUSPEND"] as const;
/** Where members see it. */
const SHOWN: Record<string, string> = { GOODS: "/goods/", STORE: "/stores/" };

export default function DecideReports(): JSX.Element {
  const words = said().reports;
  const state = oneOf(STATES, useAddress().of("state")) ?? "OPEN";
  const reports = useListed<Report>(
    (cursor) => ask(api.GET("/v1/admin/reports", { params: { query: { cursor, state } } })),
    state,
  );
  return (
    <Queue
      title={words.title}
      of={reports}
      id={({ reportId }) => reportId}
      tools={
        <Filter
          name="state"
          label={said().queue.state}
          list="reportState"
          choices={STATES}
          usual="OPEN"
        />
      }
      empty={words.empty}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{called("reportReason", one.reason)}</strong>
            <Moment at={one.createdAt} away />
          </span>
          <span>{words.about(called("reportTarget", one.target), String(one.targetId))}</span>
        </>
      )}
    >
      {(id) => <Open id={Number(id)} list={reports} />}
    </Queue>
  );
}

function Open({ id, list }: { id: number; list: Listed<Report> }): JSX.Element {
  return (
    <Shown of={list}>
      {({ items }) => {
        const found = items.find(({ reportId }) => reportId === id);
        return found === undefined ? (
          <p class="empty">{said().queue.notHere}</p>
        ) : (
          <Told of={found} list={list} />
        );
      }}
    </Shown>
  );
}

function Told({ of, list }: { of: Report; list: Listed<Report> }): JSX.Element {
  const words = said().reports;
  const shown = SHOWN[of.target];
  const about = words.about(called("reportTarget", of.target), String(of.targetId));
  return (
    <>
      <h2>{called("reportReason", of.reason)}</h2>
      <Pairs
        pairs={[
          [said().queue.state, <State list="reportState" code={of.state} />],
          [
            words.target,
            shown === undefined ? about : <InShop at={`${shown}${of.targetId}`} text={about} />,
          ],
          [words.reporter, <To kind="members" id={of.reporterId} />],
          [words.since, <Moment at={of.createdAt} />],
        ]}
      />
      <p class="as-typed">{of.detail}</p>
      <Decide of={of} list={list} />
    </>
  );
}

function Decide({ of, list }: { of: Report; list: Listed<Report> }): JSX.Element {
  const words = said().reports.decide;
  const address = useAddress();
  const path = { reportId: of.reportId };
  if (of.state !== "OPEN") return <Acts choices={[]} />;
  const choices = DECISIONS.map((decision) => ({
    verb: words.verbs[decision],
    isGrave: decision !== "DISMISS",
    view: () => (
      <Act
        key={decision}
        id={`${decision}-report-${of.reportId}`}
        verb={words.verbs[decision]}
        says={words.will[decision]}
        blank={{ note: "" }}
        send={({ note }) =>
          ask(
            api.PUT("/v1/admin/reports/{reportId}", { params: { path }, body: { decision, note } }),
          )
        }
        done={() => {
          address.go({ id: undefined }, true);
          return list.again();
        }}
      >
        {(form) => <TextArea form={form} name="note" label={saidShared().form.reason} rows={2} />}
      </Act>
    ),
  }));
  return <Acts choices={choices} />;
}
