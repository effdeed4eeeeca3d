/** How does my store stand? What waits there, as counts that lead to it, and what it says of itself. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { count } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Asked, useAsked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { FormView, Input, TextArea } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { choices, type Config, config } from "../../shared/config";
import { Unfit, useForm } from "../../shared/forms";
import { readMinute } from "../../shared/moments";
import { Page } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { BusinessForm } from "../components/business-form";
import { PicturesInput } from "../components/pictures-input";
import { usePictures } from "../pictures";
import { said } from "../words";

type MyStore = Schemas["MyStore"];

interface All {
  mine: MyStore;
  settings: Config;
}

interface StoreProps extends All {
  asked: Asked<All>;
}

export default function RunStore(): JSX.Element {
  const asked = useAsked(async () => {
    const [mine, settings] = await Promise.all([ask(api.GET("/v1/me/store")), config()]);
    return { mine, settings };
  });
  return (
    <Page title={said().selling.store.title}>
      <Shown of={asked}>{(known) => <Sheet {...known} asked={asked} />}</Shown>
    </Page>
  );
}

function Sheet(props: StoreProps): JSX.Element {
  return (
    <>
      <Counts {...props} />
      <div class="columns">
        <About {...props} />
        <div class="stack">
          <Vacation {...props} />
          <BusinessForm business={props.mine.store.business} put={(store) => put(props, store)} />
        </div>
      </div>
    </>
  );
}

function Counts({ mine, settings }: All): JSX.Element {
  const words = said().selling.store;
  const { store } = mine;
  return (
    <section class="stack" aria-label={words.title}>
      <p class="acts">
        <Link class="button first" href="/sell">
          {words.sell}
        </Link>
        <Link class="button second" href={`/stores/${store.storeId}`}>
          {words.see}
        </Link>
      </p>
      <dl class="sums figure">
        <Count
          name={words.unanswered}
          number={mine.unansweredQuestions}
          to="/my/questions?role=RECEIVED&answered=false"
        />
        <Count
          name={words.followers}
          number={store.followerCount}
          to={`/stores/${store.storeId}`}
        />
        <Count
          name={words.rating}
          number={store.reviewCount}
          text={
            store.rating === null
              ? "–"
              : `★ ${store.rating.toFixed(1)} (${count(store.reviewCount)})`
          }
          to={`/stores/${store.storeId}`}
        />
      </dl>
      <h2>{words.goods}</h2>
      <ByState
        numbers={mine.goodsByState}
        settings={settings}
        list="goodsState"
        empty={words.noGoods}
        to={(state) => `/search?storeId=${store.storeId}&state=${state}`}
      />
      <h2>{words.sales}</h2>
      <ByState
        numbers={mine.salesByState}
        settings={settings}
        list="orderState"
        empty={words.noSales}
        to={(state) => `/my/sales?state=${state}`}
      />
    </section>
  );
}

interface ByStateProps {
  numbers: Readonly<Record<string, number>>;
  settings: Config;
  list: string;
  empty: string;
  to: (state: string) => string;
}

function ByState({ numbers, settings, list, empty, to }: ByStateProps): JSX.Element {
  const some = choices(settings, list).filter(({ value }) => (numbers[value] ?? 0) > 0);
  if (some.length === 0) return <p class="faint">{empty}</p>;
  return (
    <dl class="sums figure">
      {some.map(({ value, label }) => (
        <Count key={value} name={label} number={numbers[value] ?? 0} to={to(value)} />
      ))}
    </dl>
  );
}

function Count({
  name,
  number,
  text,
  to,
}: {
  name: string;
  number: number;
  text?: string;
  to: string;
}): JSX.Element {
  return (
    <div class="sheet">
      <dt class="faint">{name}</dt>
      <dd>
        <Link class="count" href={to} aria-label={`${name} ${text ?? count(number)}`}>
          {text ?? count(number)}
        </Link>
      </dd>
    </div>
  );
}

/** Takes the store as it is after a change. */
async function put(
  { asked, mine, settings }: StoreProps,
  store: Promise<Schemas["StorePage"]>,
): Promise<void> {
  asked.put({ mine: { ...mine, store: await store }, settings });
  tell(saidShared().form.saved);
}

function About(props: StoreProps): JSX.Element {
  const words = said().selling.store;
  const { store } = props.mine;
  const form = useForm("store", { name: store.name, info: store.info, picture: "" });
  const pictures = usePictures(
    {
      kind: "STORE",
      most: 1,
      limits: props.settings.uploads,
      kept: form.fields.picture.value,
      keep: (text) => form.type("picture", text),
    },
    form,
  );
  async function send({ name, info }: { name: string; info: string }): Promise<void> {
    const changed = pictures.attach(([uploadId]) =>
      ask(
        api.PATCH("/v1/me/store", {
          body: { name, info, ...(uploadId !== undefined && { uploadId }) },
        }),
      ),
    );
    await put(props, changed);
    pictures.clear();
    form.fields.picture.value = "";
  }
  return (
    <section class="stack">
      <h2>{words.about}</h2>
      <div class="row store-head">
        <span class="frame">
          {store.image !== null && (
            <img src={store.image} alt={words.picture} width="96" height="120" />
          )}
        </span>
      </div>
      <FormView
        form={form}
        send={send}
        verb={saidShared().form.save}
        weight="second"
        places={{
          UPLOAD_REJECTED: "picture",
          PICTURES_PENDING: "picture",
          UPLOAD_USED: "picture",
          UPLOAD_NOT_FOUND: "picture",
        }}
      >
        <PicturesInput
          id={form.id}
          label={words.picture}
          pictures={pictures}
          fault={form.faults.value.picture}
        />
        <Input form={form} name="name" label={words.name} maxLength={40} />
        <TextArea form={form} name="info" label={words.info} optional />
      </FormView>
    </section>
  );
}

function Vacation(props: StoreProps): JSX.Element {
  const words = said().selling.store;
  const { vacationUntil } = props.mine.store;
  const form = useForm("vacation", { until: "" });
  const set = (until: string | null): Promise<void> =>
    put(props, ask(api.PUT("/v1/me/store/vacation", { body: { until } })));
  async function begin(typed: { until: string }): Promise<void> {
    const until = readMinute(typed.until);
    if (until === undefined) throw new Unfit({ until: saidShared().form.required });
    await set(until);
  }
  return (
    <section class="stack">
      <h2>{words.vacation}</h2>
      <p class="help">{words.vacationHelp}</p>
      {vacationUntil === null ? (
        <FormView
          form={form}
          send={begin}
          verb={words.begin}
          weight="second"
          places={{ VACATION_OVER: "until", VACATION_TOO_LONG: "until" }}
        >
          <Input
            form={form}
            name="until"
            label={words.until}
            type="datetime-local"
            help={said().selling.goods.korea}
          />
        </FormView>
      ) : (
        <>
          <p class="sheet">
            {words.onVacation} <Moment at={vacationUntil} />
          </p>
          <p>
            <Button act={() => set(null)}>{words.end}</Button>
          </p>
        </>
      )}
    </section>
  );
}
