/** What can be done here? Pressed once it is busy until it is done, and says what went wrong. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { said } from "../words";
import { inWords } from "./shown";
import { tell } from "./notes";

/** `first` acts now, and there is at most one of it in a place; `second` and `quiet` are for the rest. */
export type Weight = "first" | "second" | "quiet" | "danger";

interface ButtonProps {
  kind?: Weight;
  class?: string;
  /** Ends what it begins; what it throws is told beside. */
  act: () => unknown;
  disabled?: boolean;
  pressed?: boolean;
  label?: string;
  children: ComponentChildren;
}

export function Button(props: ButtonProps): JSX.Element {
  const isBusy = useSignal(false);
  async function press(): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    try {
      await props.act();
    } catch (reason) {
      tell(inWords(reason), "wrong");
    } finally {
      isBusy.value = false;
    }
  }
  return (
    <button
      type="button"
      class={`button ${props.kind ?? "second"} ${props.class ?? ""}`}
      disabled={props.disabled}
      aria-busy={isBusy.value}
      aria-pressed={props.pressed}
      aria-label={props.label}
      onClick={() => void press()}
    >
      {props.children}
      {isBusy.value && <span class="for-hearing">{said().form.sending}</span>}
    </button>
  );
}
