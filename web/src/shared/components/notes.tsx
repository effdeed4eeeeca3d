/** What is told in passing? One note at a time at the lower edge, read aloud politely. */

import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { said } from "../words";

export type Tone = "good" | "wrong" | "news";

interface Note {
  text: string;
  tone: Tone;
  title: string | undefined;
  /** The page that it is about. */
  to: string | undefined;
}

const SHOWN_MS = 6_000;
const waiting: Note[] = [];
const shown = signal<Note | undefined>(undefined);
let timer: number | undefined;

/** Tells something for a few seconds, after what is being told. */
export function tell(
  text: string,
  tone: Tone = "good",
  more: { title?: string; to?: string } = {},
): void {
  waiting.push({ text, tone, title: more.title, to: more.to });
  if (shown.value === undefined) next();
}

function next(): void {
  clearTimeout(timer);
  shown.value = waiting.shift();
  if (shown.value !== undefined) timer = setTimeout(next, SHOWN_MS);
}

/** Where notes are shown; once in every frame. */
export function Notes(): JSX.Element {
  const note = shown.value;
  return (
    <div class="notes" role="status" aria-live="polite">
      {note !== undefined && (
        <div class={`note ${note.tone}`}>
          <p>
            {note.title !== undefined && <strong>{note.title} </strong>}
            {note.to === undefined ? note.text : <Link href={note.to}>{note.text}</Link>}
          </p>
          <button type="button" class="button quiet" onClick={next}>
            {said().form.close}
          </button>
        </div>
      )}
    </div>
  );
}
