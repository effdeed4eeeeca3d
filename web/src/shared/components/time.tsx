/** How long still, and when? */

import type { JSX } from "preact";
import { marketTime, seconds, tenths } from "../clock";
import { around, exact, spoken } from "../moments";

interface MomentProps {
  at: string | null;
  /** As the time that is between it and now. */
  away?: boolean;
}

/** A moment as people say it, and exactly for who hovers or listens. */
export function Moment({ at, away = false }: MomentProps): JSX.Element | null {
  if (at === null) return null;
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={exact(moment)}>
      {(away ? around : spoken)(moment, marketTime())}
    </time>
  );
}

/** How words for what is left are made: of days, hours, minutes, seconds. */
export interface Remaining {
  days: (days: number, hours: number) => string;
  hours: (hours: number, minutes: number) => string;
  minutes: (minutes: number, seconds: number) => string;
  seconds: (seconds: string) => string;
  /** While nobody has said yet that it is over. */
  over: string;
}

const MINUTE = 60_000;

/** What is left until a moment by the market's clock, under a minute in tenths of a second. */
export function Countdown({ to, words }: { to: string; words: Remaining }): JSX.Element {
  const end = Date.parse(to);
  const left = end - (end - marketTime() < MINUTE ? tenths : seconds).value;
  return (
    <time
      class={`countdown ${left < MINUTE ? "soon" : ""}`}
      dateTime={to}
      title={exact(end)}
      role="timer"
    >
      {remaining(left, words)}
    </time>
  );
}

function remaining(left: number, words: Remaining): string {
  if (left <= 0) return words.over;
  if (left < MINUTE) return words.seconds((left / 1_000).toFixed(1));
  const whole = Math.floor(left / 1_000);
  const [days, hours] = [Math.floor(whole / 86_400), Math.floor(whole / 3_600) % 24];
  if (days > 0) return words.days(days, hours);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? words.hours(hours, minutes) : words.minutes(minutes, whole % 60);
}
