/** What did the like sell for? An area of the days' prices, dots for sales, and a table to hear. */

import type { JSX } from "preact";
import { count, won } from "../../shared/amounts";
import type { Schemas } from "../../shared/api/client";
import { api, ask } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { said } from "../words";

type Day = Schemas["PricesOfADay"];

const SIZE = { width: 600, height: 160, edge: 8 };
const DAYS = 90;
const DAY_MS = 86_400_000;

export function PriceChart({ goodsId }: { goodsId: number }): JSX.Element {
  const words = said().goods.prices;
  const history = useAsked(
    () =>
      ask(
        api.GET("/v1/goods/{goodsId}/price-history", {
          params: { path: { goodsId }, query: { days: DAYS } },
        }),
      ),
    goodsId,
  );
  return (
    <section class="stack">
      <h2>{words.title}</h2>
      <Shown of={history}>
        {({ items, median, last }) =>
          items.length === 0 ? (
            <p class="empty">{words.empty}</p>
          ) : (
            <>
              <p class="faint">
                {median !== null && words.median(won(median))}{" "}
                {last !== null && words.last(won(last))}
              </p>
              <Chart days={items} />
              <details>
                <summary>{words.table}</summary>
                <Table days={items} />
              </details>
            </>
          )
        }
      </Shown>
    </section>
  );
}

function Chart({ days }: { days: readonly Day[] }): JSX.Element {
  const { x, y } = scales(days);
  const along = (of: (day: Day) => number): string[] =>
    days.map((day) => `${x(day)},${y(of(day))}`);
  const area = [...along(({ high }) => high), ...along(({ low }) => low).reverse()].join(" ");
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-label={said().goods.prices.title}
    >
      <polygon class="chart-area" points={area} />
      <polyline class="chart-line" points={along(({ close }) => close).join(" ")} />
      {days.map((day) => (
        <circle
          key={day.day}
          class="chart-dot"
          cx={x(day)}
          cy={y(day.close)}
          r={Math.min(3 + day.count, 8)}
        />
      ))}
    </svg>
  );
}

function scales(days: readonly Day[]): { x: (day: Day) => number; y: (price: number) => number } {
  const times = days.map(({ day }) => Date.parse(day));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const low = Math.min(...days.map((day) => day.low));
  const high = Math.max(...days.map((day) => day.high));
  const inside = (part: number, of: number): number => SIZE.edge + part * (of - 2 * SIZE.edge);
  return {
    x: ({ day }) => inside((Date.parse(day) - first) / Math.max(last - first, DAY_MS), SIZE.width),
    y: (price) => inside(1 - (price - low) / Math.max(high - low, 1), SIZE.height),
  };
}

function Table({ days }: { days: readonly Day[] }): JSX.Element {
  const words = said().goods.prices;
  return (
    <div class="scrolls">
      <table class="figure">
        <thead>
          <tr>
            <th>{words.day}</th>
            <th>{words.low}</th>
            <th>{words.high}</th>
            <th>{words.sales}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.day}>
              <td>{day.day}</td>
              <td>{won(day.low)}</td>
              <td>{won(day.high)}</td>
              <td>{count(day.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
