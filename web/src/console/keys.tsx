/** What is done by keyboard? Moving along a list, searching, and being told which keys there are. */

import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { Dialog } from "../shared/components/dialog";
import { said } from "./words";

const isHelping = signal(false);

const KEYS: Record<string, () => void> = {
  j: () => move(1),
  k: () => move(-1),
  "/": search,
  "?": () => (isHelping.value = true),
};

export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTypedInto(event.target) || isHelping.value) return;
    event.preventDefault();
    act();
  });
}

export function askForKeys(): void {
  isHelping.value = true;
}

export function KeysHelp(): JSX.Element | null {
  const words = said().frame.keys;
  if (!isHelping.value) return null;
  return (
    <Dialog title={words.title} close={() => (isHelping.value = false)}>
      <dl class="pairs">
        {words.each.map(({ key, does }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

function isTypedInto(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, select, textarea, dialog") !== null
  );
}

/** Goes to the next of a list; where one is chosen by going there, chooses it. */
function move(by: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-queue] a[data-item]")];
  const at = links.findIndex(
    (link) => link === document.activeElement || link.ariaCurrent === "true",
  );
  const next = links[at < 0 ? 0 : at + by];
  if (next === undefined) return;
  next.focus();
  if (next.dataset["item"] === "choose") next.click();
}

function search(): void {
  document
    .querySelector<HTMLElement>("[data-queue] input[type=search], [data-queue] select")
    ?.focus();
}
