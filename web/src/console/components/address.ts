/** What does the address say of a list: what is asked for, and which of it is open? */

import { useLocation, useSearchParams } from "wouter-preact";

type Said = Record<string, string | undefined>;

export interface Address {
  /** What is open. */
  chosen: string | undefined;
  /** What is said under a name. */
  of: (name: string) => string | undefined;
  /** The same page with something else said. */
  with: (said: Said) => string;
  /** Goes there; `replace` where going back should not come here again. */
  go: (said: Said, replace?: boolean) => void;
}

export function useAddress(): Address {
  const [path, go] = useLocation();
  const [params] = useSearchParams();
  const of = (name: string): string | undefined => params.get(name) ?? undefined;
  function changed(said: Said): string {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(said)) {
      if (value === undefined || value === "") next.delete(name);
      else next.set(name, value);
    }
    return next.size === 0 ? path : `${path}?${next}`;
  }
  return {
    chosen: of("id"),
    of,
    with: changed,
    go: (said, replace = false) => go(changed(said), { replace }),
  };
}

/** That of the choices which is said; nothing, if something else is. */
export function oneOf<T extends string>(
  choices: readonly T[],
  said: string | undefined,
): T | undefined {
  return choices.find((choice) => choice === said);
}
