/** Which of a list is open? For what cannot be asked for by itself. */

import type { ComponentChildren, JSX } from "preact";
import type { Listed } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { said } from "../words";

interface FoundProps<T> {
  in: Listed<T>;
  is: (item: T) => boolean;
  children: (item: T) => ComponentChildren;
}

export function Found<T>({ in: list, is, children }: FoundProps<T>): JSX.Element {
  return (
    <Shown of={list}>
      {({ items }) => {
        const found = items.find(is);
        return found === undefined ? <p class="empty">{said().queue.notHere}</p> : children(found);
      }}
    </Shown>
  );
}
