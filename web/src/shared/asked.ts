/** What does a page know that the market was asked for? Nothing yet, an answer, or why there is none. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { isUnknown } from "./api/refusal";

export type Face<T> =
  { kind: "waiting" } | { kind: "failed"; reason: unknown } | { kind: "full"; value: T };

/** One question, which can be asked again; the answer stays on the screen meanwhile. */
export class Asked<T> {
  readonly #face = signal<Face<T>>({ kind: "waiting" });
  readonly #question: () => Promise<T>;
  #asked = 0;

  constructor(question: () => Promise<T>) {
    this.#question = question;
    void this.again();
  }

  get face(): ReadonlySignal<Face<T>> {
    return this.#face;
  }

  get value(): T | undefined {
    const face = this.#face.value;
    return face.kind === "full" ? face.value : undefined;
  }

  /** Takes what is known by now from elsewhere: the answer to a change, or a message. */
  put(value: T): void {
    this.#asked += 1;
    this.#face.value = { kind: "full", value };
  }

  /** Asks once more; of several questions under way only the last one's answer counts. */
  async again(): Promise<void> {
    const number = ++this.#asked;
    if (this.#face.peek().kind === "failed") this.#face.value = { kind: "waiting" };
    const face = await this.#question().then(
      (value): Face<T> => ({ kind: "full", value }),
      (reason: unknown): Face<T> => ({ kind: "failed", reason }),
    );
    if (number !== this.#asked) return;
    // On a bad line what was known stays to be seen.
    const isKept =
      this.#face.peek().kind === "full" && face.kind === "failed" && isUnknown(face.reason);
    if (!isKept) this.#face.value = face;
  }
}

/** Asks when a page is opened, and anew when one of `of` becomes another. */
export function useAsked<T>(question: () => Promise<T>, ...of: unknown[]): Asked<T> {
  return useMemo(() => new Asked(question), of);
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A list of which more can be had. */
export class Listed<T> extends Asked<Page<T>> {
  readonly isFetching = signal(false);
  readonly #page: (cursor: string | undefined) => Promise<Page<T>>;

  constructor(page: (cursor: string | undefined) => Promise<Page<T>>) {
    super(() => page(undefined));
    this.#page = page;
  }

  /** Adds the next page. @throws what the question throws */
  async more(): Promise<void> {
    const shown = this.value;
    if (shown?.nextCursor == null || this.isFetching.value) return;
    this.isFetching.value = true;
    try {
      const next = await this.#page(shown.nextCursor);
      this.put({ items: [...shown.items, ...next.items], nextCursor: next.nextCursor });
    } finally {
      this.isFetching.value = false;
    }
  }
}

/** Asks for a list when a page is opened, and anew when one of `of` becomes another. */
export function useListed<T>(
  page: (cursor: string | undefined) => Promise<Page<T>>,
  ...of: unknown[]
): Listed<T> {
  return useMemo(() => new Listed(page), of);
}
