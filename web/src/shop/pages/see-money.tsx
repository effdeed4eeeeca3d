/** What am I owed, what was settled, what was paid out? Each fee on its line. */

import type { JSX } from "preact";
import { Link, useSearchParams } from "wouter-preact";
import { count, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { marketTime } from "../../shared/clock";
import { useAsked, useListed } from "../../shared/asked";
import { FormView, Input, Select } from "../../shared/components/fields";
import { List, Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { type Config, config, word } from "../../shared/config";
import { save } from "../../shared/download";
import { useForm } from "../../shared/forms";
import { koreanDay } from "../../shared/moments";
import { Page } from "../../shared/pages";
import { said } from "../words";

type Settlement = Schemas["Settlement"];
type Period = { from?: string; to?: string };

/** Statements of so many years can be chosen. */
const YEARS = 5;

export default function SeeMoney(): JSX.Element {
  const balance = useAsked(() => ask(api.GET("/v1/me/balance")));
  return (
    <Page title={said().selling.money.title}>
      <Shown of={balance}>
        {(sums) => (
          <>
            <Balance balance={sums} />
            <div class="columns">
              <Settlements />
              <div class="stack">
                <Statement />
                <Payouts />
              </div>
            </div>
          </>
        )}
      </Shown>
    </Page>
  );
}

function Balance({ balance }: { balance: Schemas["Balance"] }): JSX.Element {
  const words = said().selling.money;
  const { payable, inEscrow, frozen, receivable } = balance;
  return (
    <section class="stack">
      <h2>{words.balance}</h2>
      <dl class="sums figure">
        <Sum name={words.payable} amount={payable} />
        <Sum name={words.inEscrow} amount={inEscrow} />
        <Sum name={words.frozen} amount={frozen} />
        <Sum name={words.receivable} amount={receivable} />
      </dl>
    </section>
  );
}

function Sum({ name, amount }: { name: string; amount: number }): JSX.Element {
  return (
    <div class="sheet">
      <dt class="faint">{name}</dt>
      <dd>
        <strong>{won(amount)}</strong>
      </dd>
    </div>
  );
}

function Settlements(): JSX.Element {
  const words = said().selling.money;
  const settings = useAsked(config);
  const [params] = useSearchParams();
  const period = periodOf(params);
  const key = params.toString();
  const totals = useAsked(
    async () =>
      key === ""
        ? null
        : (await ask(api.GET("/v1/me/settlements", { params: { query: { ...period, limit: 1 } } })))
            .totals,
    key,
  );
  const settlements = useListed(
    (cursor) =>
      ask(
        api.GET("/v1/me/settlements", {
          params: { query: { ...period, ...(cursor && { cursor }) } },
        }),
      ),
    key,
  );
  return (
    <section class="stack">
      <h2>{words.settlements}</h2>
      <ChoosePeriod key={key} period={period} />
      <Shown of={totals}>
        {(sums) =>
          sums !== null && <p role="status">{words.totals(count(sums.count), won(sums.amount))}</p>
        }
      </Shown>
      <Shown of={settings}>
        {(known) => (
          <List of={settlements} empty={<p>{words.noSettlements}</p>}>
            {(one) => <Settled key={one.settlementId} settlement={one} settings={known} />}
          </List>
        )}
      </Shown>
    </section>
  );
}

function periodOf(params: URLSearchParams): Period {
  return Object.fromEntries(
    ["from", "to"].flatMap((name) => (params.get(name) ? [[name, params.get(name)]] : [])),
  ) as Period;
}

function ChoosePeriod({ period }: { period: Period }): JSX.Element {
  const words = said().selling.money;
  const [, setParams] = useSearchParams();
  const form = useForm("settlements", { from: period.from ?? "", to: period.to ?? "" });
  async function choose(typed: { from: string; to: string }): Promise<void> {
    setParams(Object.fromEntries(Object.entries(typed).filter(([, day]) => day !== "")));
  }
  return (
    <FormView
      form={form}
      send={choose}
      verb={words.apply}
      weight="second"
      aside={
        <Link class="button quiet" href="/my/money">
          {words.all}
        </Link>
      }
    >
      <div class="halves narrow">
        <Input form={form} name="from" label={words.from} type="date" />
        <Input form={form} name="to" label={words.to} type="date" />
      </div>
    </FormView>
  );
}

function Settled({
  settlement,
  settings,
}: {
  settlement: Settlement;
  settings: Config;
}): JSX.Element {
  const words = said().selling.money;
  const refunded: [string, number][] =
    settlement.refunded > 0 ? [[words.refunded, -settlement.refunded]] : [];
  const fees = settlement.fees.map(({ name, amount }): [string, number] => [
    word(settings, "feeName", name),
    -amount,
  ]);
  const lines: [string, number][] = [
    [words.price, settlement.price],
    [words.shipping, settlement.shippingPrice],
    ...refunded,
    ...fees,
  ];
  return (
    <li class="stack tight">
      <p class="row apart">
        <Link href={`/orders/${settlement.orderId}`}>
          {words.order(String(settlement.orderId))}
        </Link>
        <span class="faint">
          <Moment at={settlement.settledAt} />
        </span>
      </p>
      <dl class="lines figure">
        {lines.map(([name, amount]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{won(amount)}</dd>
          </div>
        ))}
        <div>
          <dt>{words.amount}</dt>
          <dd>
            <strong>{won(settlement.amount)}</strong>
          </dd>
        </div>
      </dl>
    </li>
  );
}

function Payouts(): JSX.Element {
  const words = said().selling.money;
  const settings = useAsked(config);
  const payouts = useListed((cursor) =>
    ask(api.GET("/v1/me/payouts", { params: { query: { ...(cursor && { cursor }) } } })),
  );
  return (
    <section class="stack">
      <h2>{words.payouts}</h2>
      <Shown of={settings}>
        {(known) => (
          <List of={payouts} empty={<p>{words.noPayouts}</p>}>
            {(one) => <PaidOut key={one.payoutId} payout={one} settings={known} />}
          </List>
        )}
      </Shown>
    </section>
  );
}

function PaidOut({
  payout,
  settings,
}: {
  payout: Schemas["Payout"];
  settings: Config;
}): JSX.Element {
  const words = said().selling.money;
  return (
    <li class="stack tight">
      <p class="row apart figure">
        <strong>{won(payout.amount)}</strong>
        <span class={`state ${payout.state === "PAID" ? "good" : ""}`}>
          {word(settings, "payoutState", payout.state)}
        </span>
      </p>
      <p class="faint">
        {payout.accountNumber === null
          ? words.noAccount
          : `${payout.bankName} ${payout.accountNumber} ${payout.holder}`}{" "}
        · <Moment at={payout.endedAt ?? payout.sentAt} />
      </p>
      {payout.hold !== null && <p>{word(settings, "payoutHold", payout.hold)}</p>}
      {payout.failedBecause !== null && <p>{payout.failedBecause}</p>}
      {payout.hold === "NO_ACCOUNT" && (
        <p>
          <Link class="button second" href="/my/settings/accounts">
            {words.addAccount}
          </Link>
        </p>
      )}
    </li>
  );
}

function Statement(): JSX.Element {
  const words = said().selling.money;
  const now = Number(koreanDay(marketTime()).slice(0, 4));
  const form = useForm("statement", { year: String(now) });
  const years = Array.from({ length: YEARS }, (_, before) => String(now - before));
  return (
    <section class="stack">
      <h2>{words.statement}</h2>
      <p>{words.statementHelp}</p>
      <FormView
        form={form}
        verb={words.download}
        weight="second"
        send={({ year }) =>
          save(
            api.GET("/v1/me/settlements.csv", {
              params: { query: { year: Number(year) } },
              parseAs: "blob",
            }),
            `pikcur-${year}.csv`,
          )
        }
      >
        <Select
          form={form}
          name="year"
          label={words.year}
          options={years.map((value) => ({ value, label: value }))}
        />
      </FormView>
    </section>
  );
}
