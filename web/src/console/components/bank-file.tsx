/** What did the bank make of its file? It is sent as it is, in whatever encoding the bank writes. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { Refusal } from "../../shared/api/refusal";
import { Unfit } from "../../shared/forms";
import { said } from "../words";
import { Act, keyed, Reason } from "./acts";

type Run = Schemas["PayoutRun"];

export function BankFile({ run, done }: { run: Run; done: () => unknown }): JSX.Element {
  const words = said().payouts;
  const file = useSignal<File | undefined>(undefined);
  const id = `bank-file-${run.runId}`;
  return (
    <Act
      id={id}
      verb={words.upload}
      blank={{ reason: "", file: "" }}
      send={async ({ reason }, key) => {
        if (file.value === undefined) throw new Unfit({ file: words.noFile });
        await sent(run, file.value, reason, key).catch(tellLines);
      }}
      done={done}
    >
      {(form) => (
        <>
          <div class="field">
            <label for={id}>{words.file}</label>
            <input
              id={id}
              type="file"
              accept=".csv,text/csv"
              aria-invalid={form.faults.value.file !== undefined}
              aria-describedby={`${id}-help`}
              onChange={(event) => (file.value = event.currentTarget.files?.[0])}
            />
            <p
              id={`${id}-help`}
              class={form.faults.value.file === undefined ? "help" : "fault"}
              aria-live="polite"
            >
              {form.faults.value.file ?? words.fileHelp}
            </p>
          </div>
          <Reason form={form} />
        </>
      )}
    </Act>
  );
}

function sent(run: Run, file: File, reason: string, key: string): Promise<Run> {
  return ask(
    api.POST("/v1/admin/payouts/{runId}/results", {
      params: { path: { runId: run.runId }, query: { reason }, header: keyed(key) },
      headers: { "Content-Type": "text/csv" },
      body: "",
      bodySerializer: () => file,
    }),
  );
}

/** Lines are no fields that one could type into: all that is wrong with them is told at the file. */
function tellLines(reason: unknown): never {
  const lines = reason instanceof Refusal ? reason.faults.filter(isOfTheFile) : [];
  if (lines.length === 0) throw reason;
  throw new Unfit({
    file: lines.map(({ field, message }) => `${named(field)}${message}`).join(" "),
  });
}

function isOfTheFile({ field }: { field: string }): boolean {
  return field !== "reason";
}

function named(field: string): string {
  const [, number] = /^lines\[(\d+)\]$/.exec(field) ?? [];
  return number === undefined ? "" : said().payouts.line(number);
}
