/** What can be done about a run of payouts, as it stands, by whom? */

import type { JSX } from "preact";
import { count, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { member } from "../../shared/api/tokens";
import { Button } from "../../shared/components/button";
import { TextArea } from "../../shared/components/fields";
import { save } from "../../shared/download";
import { Unfit } from "../../shared/forms";
import { said } from "../words";
import { Act, type Choice, keyed, Reason, Reasoned } from "./acts";
import { oneOf } from "./address";
import { BankFile } from "./bank-file";

type Run = Schemas["PayoutRun"];
type Line = Schemas["PayoutLine"];
type Result = Schemas["NewPayoutResult"];

/** All of it, in won. */
export function total(run: Run): number {
  return run.sums.reduce((sum, { state, amount }) => (state === "HELD" ? sum : sum + amount), 0);
}

export function payoutChoices(run: Run, lines: readonly Line[], done: () => unknown): Choice[] {
  if (run.state === "DRAFT")
    return isOurs(run) ? [drop(run, done)] : [drop(run, done), approve(run, done)];
  if (run.state === "APPROVED") return [drop(run, done), send(run, done)];
  if (run.state === "SENT")
    return [send(run, done), results(run, lines, done), bankFile(run, done)];
  return [];
}

/** Nobody approves what they have drawn up. */
export function isOurs(run: Run): boolean {
  return run.drawnUpBy === member.value?.memberId;
}

function approve(run: Run, done: () => unknown): Choice {
  const words = said().payouts;
  const path = { runId: run.runId };
  const view = (): JSX.Element => (
    <Reasoned
      id={`approve-payouts-${run.runId}`}
      verb={words.approve}
      says={words.willApprove(
        won(total(run)),
        count(run.sums.reduce((sum, one) => (one.state === "DRAFT" ? sum + one.count : sum), 0)),
      )}
      send={(reason, key) =>
        ask(
          api.POST("/v1/admin/payouts/{runId}/approve", {
            params: { path, header: keyed(key) },
            body: { reason },
          }),
        )
      }
      done={done}
    />
  );
  return { verb: words.approve, isGrave: true, view };
}

function drop(run: Run, done: () => unknown): Choice {
  const words = said().payouts;
  const path = { runId: run.runId };
  const view = (): JSX.Element => (
    <Reasoned
      id={`drop-payouts-${run.runId}`}
      verb={words.drop}
      says={words.willDrop}
      send={(reason, key) =>
        ask(
          api.POST("/v1/admin/payouts/{runId}/drop", {
            params: { path, header: keyed(key) },
            body: { reason },
          }),
        )
      }
      done={done}
    />
  );
  return { verb: words.drop, view };
}

/** With the first download it counts as sent. */
function send(run: Run, done: () => unknown): Choice {
  const words = said().payouts;
  const path = { runId: run.runId };
  const verb = run.state === "SENT" ? words.exportAgain : words.export;
  async function download(): Promise<void> {
    await save(
      api.GET("/v1/admin/payouts/{runId}/export", { params: { path }, parseAs: "blob" }),
      `payouts-${run.runId}.csv`,
    );
    await done();
  }
  const view = (): JSX.Element => (
    <div class="form">
      {run.state !== "SENT" && <p class="says">{words.willSend(won(total(run)))}</p>}
      <Button kind="first" act={download}>
        {verb}
      </Button>
    </div>
  );
  return { verb, isGrave: run.state !== "SENT", view };
}

function results(run: Run, lines: readonly Line[], done: () => unknown): Choice {
  const words = said().payouts;
  const path = { runId: run.runId };
  const open = lines
    .filter(({ payout }) => payout.state === "SENT")
    .map(({ payout }) => `${payout.payoutId} PAID`);
  const view = (): JSX.Element => (
    <Act
      id={`results-${run.runId}`}
      verb={words.results}
      blank={{ results: open.join("\n"), reason: "" }}
      send={({ results: typed, reason }, key) => {
        const body = { reason, results: readResults(typed) };
        return ask(
          api.POST("/v1/admin/payouts/{runId}/results", {
            params: { path, header: keyed(key) },
            body,
          }),
        );
      }}
      done={done}
    >
      {(form) => (
        <>
          <TextArea form={form} name="results" label={words.each} help={words.eachHelp} rows={6} />
          <Reason form={form} />
        </>
      )}
    </Act>
  );
  return { verb: words.results, view };
}

function bankFile(run: Run, done: () => unknown): Choice {
  const view = (): JSX.Element => <BankFile run={run} done={done} />;
  return { verb: said().payouts.upload, view };
}

/** One a line: 12 PAID, or 13 FAILED and why. */
function readResults(typed: string): Result[] {
  const lines = typed.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [, id, state, because] = /^\s*(\d+)[\s,]+(PAID|FAILED)[\s,]*(.*)$/i.exec(line) ?? [];
    const known = oneOf(["PAID", "FAILED"] as const, state?.toUpperCase());
    if (known === undefined) throw new Unfit({ results: said().payouts.unread(line) });
    return {
      payoutId: Number(id),
      state: known,
      because: known === "FAILED" ? (because ?? "") : null,
    };
  });
}
