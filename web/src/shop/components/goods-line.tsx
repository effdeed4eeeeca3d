/** Goods in a list of one's own: the picture, the name, and what is told of them. */

import type { ComponentChildren, JSX } from "preact";
import { Link } from "wouter-preact";

interface GoodsLineProps {
  href: string;
  image: string | null;
  name: string;
  children: ComponentChildren;
}

export function GoodsLine({ href, image, name, children }: GoodsLineProps): JSX.Element {
  return (
    <Link class="row order-goods" href={href}>
      <span class="frame">
        {image !== null && <img src={image} alt="" width="64" height="80" loading="lazy" />}
      </span>
      <span class="stack tight">
        <span>{name}</span>
        {children}
      </span>
    </Link>
  );
}
