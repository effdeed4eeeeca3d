/**
 * What has somebody typed, and what is wrong with it?
 *
 * What is typed outlives reloads and ended sessions, but for passwords; it is forgotten once it is sent.
 */

import { batch, type Signal, signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { newKey } from "./api/client";
import { type Code, isUnknown, Refusal } from "./api/refusal";
import { inWords } from "./components/shown";
import { said } from "./words";

export type Values = Record<string, string | boolean>;
type Name<V> = Extract<keyof V, string>;

/** Fields whose fault a refusal tells by its code only. */
export type Places<V> = Partial<Record<Code, Name<V>>>;

const SECRET = /password/i;

/** What was typed cannot be sent: what is wrong with which field. */
export class Unfit extends Error {
  constructor(readonly faults: Readonly<Record<string, string>>) {
    super();
  }
}

export class Form<V extends Values> {
  readonly id: string;
  readonly fields: { [N in Name<V>]: Signal<V[N]> };
  readonly faults = signal<Partial<Record<Name<V>, string>>>({});
  /** What is wrong with all of it. */
  readonly fault = signal<string | undefined>(undefined);
  readonly isBusy = signal(false);
  readonly #blank: V;
  /** The same until it is known what became of what was sent. */
  #key = newKey();

  constructor(id: string, blank: V) {
    this.id = id;
    this.#blank = blank;
    const drafted = { ...blank, ...this.#draft() };
    const entries = Object.entries(drafted).map(([name, value]) => [name, signal(value)]);
    this.fields = Object.fromEntries(entries) as { [N in Name<V>]: Signal<V[N]> };
  }

  get values(): V {
    const entries = Object.entries<Signal>(this.fields).map(([name, field]) => [name, field.value]);
    return Object.fromEntries(entries) as V;
  }

  type<N extends Name<V>>(name: N, value: V[N]): void {
    this.fields[name].value = value;
    if (this.faults.value[name] !== undefined)
      this.blame({ ...this.faults.value, [name]: undefined });
    const open = Object.entries(this.values).filter(([one]) => !SECRET.test(one));
    sessionStorage.setItem(this.#place, JSON.stringify(Object.fromEntries(open)));
  }

  /** Says what is wrong with fields. */
  blame(faults: Partial<Record<Name<V>, string>>): void {
    this.faults.value = faults;
  }

  /** Forgets what was typed. */
  clear(): void {
    sessionStorage.removeItem(this.#place);
    batch(() => {
      for (const [name, field] of Object.entries<Signal>(this.fields))
        field.value = this.#blank[name];
      this.faults.value = {};
      this.fault.value = undefined;
    });
  }

  /**
   * Sends what was typed. A key goes with it, so that it is done once, however often it is pressed.
   *
   * @param places where refusals belong that name no field
   * @returns whether it was taken
   */
  async send(
    sent: (values: V, key: string) => Promise<unknown>,
    places: Places<V> = {},
  ): Promise<boolean> {
    if (this.isBusy.value) return false;
    this.isBusy.value = true;
    this.faults.value = {};
    this.fault.value = undefined;
    try {
      await sent(this.values, this.#key);
      this.#key = newKey();
      sessionStorage.removeItem(this.#place);
      return true;
    } catch (reason) {
      this.#refused(reason, places);
      return false;
    } finally {
      this.isBusy.value = false;
    }
  }

  #refused(reason: unknown, places: Places<V>): void {
    if (isUnknown(reason)) {
      this.fault.value = said().form.notKnown;
      return;
    }
    // What was refused is not stored: the next try is another.
    this.#key = newKey();
    const faults = this.#faults(reason, places);
    this.blame(faults);
    if (Object.keys(faults).length === 0) this.fault.value = inWords(reason);
  }

  #faults(reason: unknown, places: Places<V>): Partial<Record<Name<V>, string>> {
    if (reason instanceof Unfit) return reason.faults as Partial<Record<Name<V>, string>>;
    if (!(reason instanceof Refusal)) return {};
    const place = places[reason.code];
    const placed = place === undefined ? [] : [[place, reason.message]];
    const named = reason.faults
      .filter(({ field }) => field in this.fields)
      .map(({ field, message }) => [field, message]);
    return Object.fromEntries([...named, ...placed]) as Partial<Record<Name<V>, string>>;
  }

  get #place(): string {
    return `typed-${this.id}`;
  }

  #draft(): Partial<V> {
    const text = sessionStorage.getItem(this.#place);
    return text === null ? {} : (JSON.parse(text) as Partial<V>);
  }
}

/** The form of this name, as it was left; `blank` is what it begins with. */
export function useForm<V extends Values>(id: string, blank: V): Form<V> {
  return useMemo(() => new Form(id, blank), [id]);
}
