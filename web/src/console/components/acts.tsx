/** What can be done about it? One act at a time, with its reason, and what will happen before it does. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { FormView, TextArea } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { type Form, useForm, type Values } from "../../shared/forms";
import { said as saidShared } from "../../shared/words";
import { said } from "../words";

export interface Choice {
  verb: string;
  /** Ends something for good, or moves money. */
  isGrave?: boolean;
  view: () => JSX.Element;
}

/** Stands at the lower right of what is open. */
export function Acts({ choices }: { choices: readonly Choice[] }): JSX.Element | null {
  const at = useSignal<number | undefined>(undefined);
  const chosen = at.value === undefined ? undefined : choices[at.value];
  if (choices.length === 0) return null;
  return (
    <section class="case-acts" aria-label={said().acts.title}>
      {chosen?.view()}
      <div class="acts">
        {choices.map(({ verb, isGrave }, index) => (
          <button
            key={verb}
            type="button"
            class={`button ${isGrave === true && at.value !== index ? "danger" : "second"}`}
            aria-pressed={at.value === index}
            onClick={() => (at.value = at.value === index ? undefined : index)}
          >
            {verb}
          </button>
        ))}
      </div>
    </section>
  );
}

interface ActProps<V extends Values> {
  /** Of the act and of what it is about, so that what is typed is kept for it. */
  id: string;
  verb: string;
  blank: V;
  /** What will happen, in numbers where it is about money. */
  says?: ComponentChildren | ((form: Form<V>) => ComponentChildren);
  send: (values: V, key: string) => Promise<unknown>;
  done: () => unknown;
  children?: (form: Form<V>) => ComponentChildren;
}

export function Act<V extends Values>({ id, verb, blank, says, send, done, children }: ActProps<V>): JSX.Element {
  const form = useForm(id, blank);
  function end(): void {
    form.clear();
    tell(said().acts.done(verb));
    void done();
  }
  return (
    <FormView form={form} verb={verb} send={send} done={end}>
      {children?.(form)}
      {says !== undefined && <p class="says">{typeof says === "function" ? says(form) : says}</p>}
    </FormView>
  );
}

interface ReasonedProps {
  id: string;
  verb: string;
  says?: ComponentChildren;
  send: (reason: string, key: string) => Promise<unknown>;
  done: () => unknown;
}

/** An act that needs nothing but its reason. */
export function Reasoned({ send, ...rest }: ReasonedProps): JSX.Element {
  return (
    <Act {...rest} blank={{ reason: "" }} send={({ reason }, key) => send(reason, key)}>
      {(form) => <Reason form={form} />}
    </Act>
  );
}

export function Reason({ form }: { form: Form<{ reason: string }> }): JSX.Element {
  return <TextArea form={form} name="reason" label={saidShared().form.reason} rows={2} />;
}

/** The header by which something is done once. */
export function keyed(key: string): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}
