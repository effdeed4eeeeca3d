/** How did the price go? Steps in time, as it was and as it would have been. */

import type { JSX } from "preact";
import { won } from "../../shared/amounts";
import type { Entry } from "../../shared/bid-log";
import { marketTime } from "../../shared/clock";
import { spoken } from "../../shared/moments";

export interface Step {
  at: string;
  price: number;
}

interface Line {
  steps: readonly Step[];
  /** Until when it stood as it stood last. */
  until: string;
}

interface StepChartProps {
  /** Told to who does not see it. */
  name: string;
  was: Line;
  would?: Line;
}

const ROOM = { width: 760, height: 240, left: 96, right: 16, top: 20, bottom: 28 };
const UNPRICED: ReadonlySet<Entry["kind"]> = new Set(["RESERVATION", "SECOND_CHANCE", "RELISTING"]);

/** The price after each bid with the proxies' answers to it, since the goods were last listed. */
export function stepsOf(entries: readonly Entry[]): Step[] {
  const listed = entries.map(({ kind }) => kind).lastIndexOf("RELISTING");
  const priced = entries.slice(listed + 1).filter(({ kind }) => !UNPRICED.has(kind));
  return priced
    .filter((_, index) => priced[index + 1]?.automatic !== true)
    .map(({ placedAt, amount }) => ({ at: placedAt, price: amount }));
}

export function StepChart({ name, was, would }: StepChartProps): JSX.Element | null {
  const lines = would === undefined ? [was] : [was, would];
  const all = lines.flatMap(({ steps }) => steps);
  if (all.length === 0) return null;
  const [first, last] = [
    Math.min(...all.map(time)),
    Math.max(...lines.map(({ until }) => Date.parse(until)), ...all.map(time)),
  ];
  const highest = Math.max(...all.map(({ price }) => price));
  const x = (at: number): number =>
    ROOM.left + ((at - first) / Math.max(1, last - first)) * (ROOM.width - ROOM.left - ROOM.right);
  const y = (price: number): number =>
    ROOM.height - ROOM.bottom - (price / highest) * (ROOM.height - ROOM.top - ROOM.bottom);
  return (
    <div class="scrolls" tabIndex={0}>
      <svg class="steps" viewBox={`0 0 ${ROOM.width} ${ROOM.height}`} role="img" aria-label={name}>
        {[highest, highest / 2, 0].map((price) => (
          <g key={price}>
            <line x1={ROOM.left} x2={ROOM.width - ROOM.right} y1={y(price)} y2={y(price)} />
            <text x={ROOM.left - 8} y={y(price) + 4} text-anchor="end">
              {won(Math.round(price))}
            </text>
          </g>
        ))}
        <text x={ROOM.left} y={ROOM.height - 8}>
          {spoken(first, marketTime())}
        </text>
        <text x={ROOM.width - ROOM.right} y={ROOM.height - 8} text-anchor="end">
          {spoken(last, marketTime())}
        </text>
        {would !== undefined && <path class="would" d={path(would, x, y)} />}
        <path class="was" d={path(was, x, y)} />
      </svg>
    </div>
  );
}

function path(
  { steps, until }: Line,
  x: (at: number) => number,
  y: (price: number) => number,
): string {
  const [first, ...rest] = steps;
  if (first === undefined) return "";
  const climbs = rest.map((step) => `H${x(time(step))}V${y(step.price)}`);
  const end = Math.max(Date.parse(until), ...steps.map(time));
  return `M${x(time(first))} ${y(0)}V${y(first.price)}${climbs.join("")}H${x(end)}`;
}

function time({ at }: Step): number {
  return Date.parse(at);
}
