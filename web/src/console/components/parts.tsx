/** How is told what is known of something? Pairs, states, amounts, pictures, and links to what it names. */

import type { ComponentChildren, JSX } from "preact";
import { Link } from "wouter-preact";
import { won } from "../../shared/amounts";
import type { Schemas } from "../../shared/api/client";
import { called } from "../codes";
import { said } from "../words";

export type Pair = readonly [label: string, value: ComponentChildren];

/** What is not known is left out. */
export function Pairs({ pairs }: { pairs: readonly Pair[] }): JSX.Element {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return (
    <dl class="pairs">
      {known.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** States that somebody has to look at, and those in which all is well. */
const WATCH = new Set(["ESCALATED", "STUCK", "DISPUTED", "SUSPENDED", "DRAFT", "HELD", "WAITING"]);
const GOOD = new Set(["DONE", "PAID", "SETTLED", "CONFIRMED", "SOLD", "ANSWERED"]);

export function State({ list, code }: { list: string; code: string }): JSX.Element {
  const tone = WATCH.has(code) ? "watch" : GOOD.has(code) ? "good" : "";
  return <span class={`state ${tone}`}>{called(list, code)}</span>;
}

export function Won({ of }: { of: number }): JSX.Element {
  return <span class="figure">{won(of)}</span>;
}

type Kind = "members" | "orders" | "cases" | "payments" | "inquiries" | "payouts";

/** To where it is told of, by its number. */
export function To({
  kind,
  id,
  text,
}: {
  kind: Kind;
  id: number | string;
  text?: string;
}): JSX.Element {
  return (
    <Link href={`/${kind}?id=${encodeURIComponent(id)}`}>
      {text ?? said().parts.numbered[kind](String(id))}
    </Link>
  );
}

/** As members see it. */
export function InShop({ at, text }: { at: string; text: string }): JSX.Element {
  return (
    <a href={at} target="_blank">
      {text}
    </a>
  );
}

export function Pictures({ images }: { images: readonly Schemas["Image"][] }): JSX.Element | null {
  if (images.length === 0) return null;
  return (
    <ul class="pictures">
      {images.map(({ thumb, full }, index) => (
        <li key={full}>
          <a href={full} target="_blank">
            <img
              src={thumb}
              alt={said().parts.picture(index + 1)}
              width="96"
              height="96"
              loading="lazy"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}
