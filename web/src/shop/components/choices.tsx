/** Which part of a list? The choice is in the address, so that Back and links keep it. */

import type { JSX } from "preact";
import { Link, useLocation, useSearchParams } from "wouter-preact";

interface ChoicesProps {
  /** Under which name it is said in the address. */
  name: string;
  label: string;
  /** Each with its word; the empty one is what is shown without any choice. */
  of: readonly (readonly [value: string, text: string])[];
}

export function Choices({ name, label, of }: ChoicesProps): JSX.Element {
  const [path] = useLocation();
  const [params] = useSearchParams();
  function withChoice(value: string): string {
    const next = new URLSearchParams(params);
    if (value === "") next.delete(name);
    else next.set(name, value);
    return next.size === 0 ? path : `${path}?${next}`;
  }
  return (
    <nav class="choices" aria-label={label}>
      {of.map(([value, text]) => (
        <Link
          key={value}
          class="button quiet"
          href={withChoice(value)}
          aria-current={(params.get(name) ?? "") === value ? "true" : undefined}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}

/** That of the values which the address says under this name; nothing, if it says something else. */
export function useChoice<T extends string>(name: string, values: readonly T[]): T | undefined {
  const [params] = useSearchParams();
  return values.find((value) => value === params.get(name));
}
