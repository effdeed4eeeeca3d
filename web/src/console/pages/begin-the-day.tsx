/** What does a day begin with? How the market stands, and who waits for somebody, the longest first. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { count, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { EmptyFace, Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Page } from "../../shared/pages";
import { useNews } from "../news";
import { said } from "../words";
import { waiting, type Waiting } from "../waiting";

export default function BeginTheDay(): JSX.Element {
  const words = said().day;
  const overview = useAsked(() => ask(api.GET("/v1/admin/overview")));
  const queue = useAsked(waiting);
  useNews(() => Promise.all([queue.again(), overview.again()]));
  return (
    <Page title={words.title} class="queue open">
      <section class="queue-list shown" data-queue aria-label={words.waiting}>
        <h2>{words.waiting}</h2>
        <Shown of={queue}>{(items) => <Queue items={items} />}</Shown>
      </section>
      <section class="queue-case">
        <h2>{words.figures}</h2>
        <Shown of={overview}>{(figures) => <Figures of={figures} />}</Shown>
      </section>
    </Page>
  );
}

function Queue({ items }: { items: readonly Waiting[] }): JSX.Element {
  const words = said().day;
  if (items.length === 0) return <EmptyFace>{words.nobody}</EmptyFace>;
  return (
    <ul>
      {items.map(({ kind, to, title, since }) => (
        <li key={to}>
          <Link class="queue-item" href={to} data-item="go">
            <span class="queue-line">
              <strong>{words.kinds[kind]}</strong>
              <span class="faint">
                <Moment at={since} away />
              </span>
            </span>
            <span>{title}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Figures({ of }: { of: Schemas["Overview"] }): JSX.Element {
  const words = said().day.figure;
  return (
    <>
      <ul class="figures">
        <Figure to="/goods?state=OPEN" name={words.openAuctions} value={count(of.openAuctions)} />
        <Figure to="/goods?state=OPEN" name={words.bids} value={count(of.bids)} />
        <Figure to="/orders" name={words.sales} value={count(of.sales)} />
        <Figure to="/orders" name={words.salesAmount} value={won(of.salesAmount)} />
        <Figure to="/held-funds?account=ESCROW" name={words.inEscrow} value={won(of.inEscrow)} />
        <Waiting to="/cases?state=ESCALATED" name={words.escalated} number={of.cases.escalated} />
        <Waiting to="/reports" name={words.openReports} number={of.openReports} />
        <Waiting to="/inquiries" name={words.waitingInquiries} number={of.waitingInquiries} />
        <Waiting to="/operations" name={words.stuck} number={of.stuckOperations} />
        <Waiting to="/dead-letters" name={words.deadLetters} number={of.deadLetters} />
        <Figure
          to="/members?state=SUSPENDED"
          name={words.suspended}
          value={count(of.suspendedMembers)}
        />
      </ul>
      <h2>{words.cases}</h2>
      <ul class="figures">
        <Figure to="/cases?state=OPEN" name={words.underADay} value={count(of.cases.underADay)} />
        <Figure to="/cases?state=OPEN" name={words.underAWeek} value={count(of.cases.underAWeek)} />
        <Waiting to="/cases?state=OPEN" name={words.older} number={of.cases.older} />
      </ul>
      <h2>{words.reconciliation}</h2>
      <Compared of={of.lastReconciliation} />
    </>
  );
}

/** How many wait for somebody. */
function Waiting({
  number,
  ...rest
}: Omit<FigureProps, "value"> & { number: number }): JSX.Element {
  return <Figure {...rest} value={count(number)} isWatched={number > 0} />;
}

interface FigureProps {
  /** What it counts. */
  to: string;
  name: string;
  value: string;
  /** That somebody has to look. */
  isWatched?: boolean;
}

function Figure({ to, name, value, isWatched = false }: FigureProps): JSX.Element {
  return (
    <li class={isWatched ? "watch" : undefined}>
      <Link href={to}>
        <span class="faint">{name}</span>
        <span class="figure">{value}</span>
      </Link>
    </li>
  );
}

function Compared({ of }: { of: Schemas["Reconciliation"] | null }): JSX.Element {
  const words = said().day.figure;
  if (of === null) return <p class="faint">{words.notCompared}</p>;
  return (
    <p class="row">
      <Link href={`/reconciliations?id=${of.reconciliationId}`}>{of.day}</Link>
      {of.differenceCount === 0 ? (
        <span class="state good">{words.agrees}</span>
      ) : (
        <span class="state watch">{words.differs(count(of.differenceCount))}</span>
      )}
    </p>
  );
}
