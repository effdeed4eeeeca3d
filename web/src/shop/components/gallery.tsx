/** What do the goods look like? One picture large, the others to choose from, by arrows too. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { Schemas } from "../../shared/api/client";
import { said } from "../words";

export function Gallery({
  images,
  name,
}: {
  images: readonly Schemas["Image"][];
  name: string;
}): JSX.Element {
  const words = said().goods.lot;
  const at = useSignal(0);
  const shown = images[at.value];
  function turn(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    if (step !== 0) at.value = (at.value + step + images.length) % images.length;
  }
  return (
    <section class="stack" aria-label={words.pictures} onKeyDown={turn}>
      <div class="frame whole">
        {shown !== undefined && (
          <img
            src={shown.full}
            alt={words.picture(name, at.value + 1, images.length)}
            width="800"
            height="1000"
          />
        )}
      </div>
      {images.length > 1 && (
        <ul class="row thumbs">
          {images.map(({ thumb }, number) => (
            <li key={thumb}>
              <button
                type="button"
                aria-pressed={number === at.value}
                aria-label={words.show(number + 1, images.length)}
                onClick={() => (at.value = number)}
              >
                <img src={thumb} alt="" width="64" height="80" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
