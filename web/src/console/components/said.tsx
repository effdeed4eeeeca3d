/** What did people say and show, one after the other? */

import type { ComponentChildren, JSX } from "preact";
import { Moment } from "../../shared/components/time";
import type { Schemas } from "../../shared/api/client";
import { Pictures } from "./parts";

interface SaidProps {
  who: ComponentChildren;
  at: string;
  text: string | null;
  images: readonly Schemas["Image"][];
  isOurs: boolean;
}

/** One line of a thread. */
export function Said({ who, at, text, images, isOurs }: SaidProps): JSX.Element {
  return (
    <li class={isOurs ? "ours" : undefined}>
      <p class="queue-line faint">
        <span>{who}</span>
        <Moment at={at} />
      </p>
      {text !== null && text !== "" && <p class="as-typed">{text}</p>}
      <Pictures images={images} />
    </li>
  );
}
