/** What can be done about it? One act at a time, with its reason, and what will happen before it does. */

import { useSignal } from "@preact/signals";
import { type ComponentChildren, createContext, type JSX } from "preact";
import { useContext } from "preact/hooks";
import { FormView, TextArea } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { type Form, type Places, useForm, type Values } from "../../shared/forms";
import { said as saidShared } from "../../shared/words";
import { said } from "../words";

export interface Choice {
  verb: string;
  /** Ends something for good, or moves money. */
  isGrave?: boolean;
  view: () => JSX.Element;
}

/** Goes back to all that can be done. */
const Closing = createContext<(() => void) | undefined>(undefined);

/** Stands at the lower right of what is open. */
export function Acts({ choices }: { choices: readonly Choice[] }): JSX.Element | null {
  const verb = useSignal<string | undefined>(undefined);
  const chosen = choices.find((choice) => choice.verb === verb.value);
  if (choices.length === 0) return null;
  return (
    <section class="case-acts" aria-label={said().acts.title}>
      {chosen === undefined ? (
        <div class="acts">
          {choices.map((choice) => (
            <button
              key={choice.verb}
              type="button"
              class={`button ${choice.isGrave === true ? "danger" : "second"}`}
              onClick={() => (verb.value = choice.verb)}
            >
              {choice.verb}
            </button>
          ))}
        </div>
      ) : (
        <Closing.Provider value={() => (verb.value = undefined)}>{chosen.view()}</Closing.Provider>
      )}
    </section>
  );
}

function Cancel({ act }: { act: () => void }): JSX.Element {
  return (
    <button type="button" class="button quiet" onClick={act}>
      {saidShared().form.cancel}
    </button>
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
  places?: Places<V>;
  done: () => unknown;
  children?: (form: Form<V>) => ComponentChildren;
}

export function Act<V extends Values>({
  id,
  verb,
  blank,
  says,
  places,
  send,
  done,
  children,
}: ActProps<V>): JSX.Element {
  const form = useForm(id, blank);
  const close = useContext(Closing);
  function end(): void {
    form.clear();
    close?.();
    tell(said().acts.done(verb));
    void done();
  }
  return (
    <FormView
      form={form}
      verb={verb}
      places={places}
      send={send}
      done={end}
      aside={close && <Cancel act={close} />}
    >
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
