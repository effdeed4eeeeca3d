/** What time is it? By the market's clock, whatever this machine's says. */

import { type ReadonlySignal, signal } from "@preact/signals";

/** Milliseconds by which the market is ahead of this machine. */
let ahead: number | undefined;

/**
 * Learns from a moment that the market named, at most `sentAgo` milliseconds ago.
 *
 * What arrives is old already, so that of several the one that is furthest ahead is the best.
 */
export function learn(serverTime: string | null, sentAgo = 0): void {
  if (serverTime === null) return;
  const told = Date.parse(serverTime) + sentAgo / 2 - Date.now();
  // A clock that was set, or moved by a test, is believed at once.
  if (ahead === undefined || told > ahead || ahead - told > 5_000) ahead = told;
}

/** Milliseconds since 1970 by the market's clock. */
export function marketTime(): number {
  return Date.now() + (ahead ?? 0);
}

/** The market's time, told anew every second, or ten times as often, while anybody looks. */
export const seconds = ticking(1_000);
export const tenths = ticking(100);

function ticking(every: number): ReadonlySignal<number> {
  let timer: number | undefined;
  return signal(marketTime(), {
    watched() {
      this.value = marketTime();
      timer = setInterval(() => (this.value = marketTime()), every);
    },
    unwatched() {
      clearInterval(timer);
    },
  });
}
