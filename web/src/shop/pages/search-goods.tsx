/** What is there of what I am looking for? The question is in the address, so that it can be sent on. */

import type { JSX } from "preact";
import { useSearchParams } from "wouter-preact";
import { count, readWon, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked, useListed } from "../../shared/asked";
import { FormView, Input } from "../../shared/components/fields";
import { EmptyFace, List, Shown } from "../../shared/components/shown";
import { type Config, config, word } from "../../shared/config";
import { Unfit, useForm } from "../../shared/forms";
import { Page } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { GoodsCard, GoodsShape } from "../components/goods-card";
import { said } from "../words";
import type { paths } from "../../../made/api";

type Query = NonNullable<paths["/v1/goods"]["get"]["parameters"]["query"]>;
type Facets = Schemas["Facets"];
type Turn = (changes: Record<string, string | undefined>) => void;

const NUMBERS = ["categoryId", "brandId", "storeId", "minPrice", "maxPrice"];
const TEXTS = ["query", "state", "gender", "quality", "sort"];

export default function SearchGoods(): JSX.Element {
  const words = said().goods.search;
  const [params, setParams] = useSearchParams();
  const query = queryOf(params);
  const key = params.toString();
  const goods = useListed(
    (cursor) =>
      ask(
        api.GET("/v1/goods", {
          params: { query: { ...query, limit: 24, ...(cursor && { cursor }) } },
        }),
      ),
    key,
  );
  const about = useAsked(() => readAbout(query), key);
  const turn: Turn = (changes) => setParams(changed(params, changes));
  const asked = query.query ?? "";
  return (
    <Page title={asked === "" ? words.title : words.titleOf(asked)}>
      <Shown of={about} shape={<GoodsShape />}>
        {({ facets, settings }) => (
          <div class="searching">
            <Narrowing facets={facets} settings={settings} query={query} turn={turn} />
            <div class="stack">
              <List of={goods} class="grid" shape={<GoodsShape />} empty={<p>{words.empty}</p>}>
                {(one) => <GoodsCard key={one.goodsId} goods={one} />}
              </List>
            </div>
          </div>
        )}
      </Shown>
    </Page>
  );
}

function queryOf(params: URLSearchParams): Query {
  const texts = TEXTS.flatMap((name) => (params.get(name) ? [[name, params.get(name)]] : []));
  const numbers = NUMBERS.flatMap((name) =>
    params.get(name) ? [[name, Number(params.get(name))]] : [],
  );
  return Object.fromEntries([...texts, ...numbers]) as Query;
}

function changed(
  params: URLSearchParams,
  changes: Record<string, string | undefined>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, value);
  }
  return next;
}

async function readAbout(query: Query): Promise<{ facets: Facets | null; settings: Config }> {
  const [counted, settings] = await Promise.all([
    ask(api.GET("/v1/goods", { params: { query: { ...query, limit: 1, facets: true } } })),
    config(),
  ]);
  return { facets: counted.facets, settings };
}

interface NarrowingProps {
  facets: Facets | null;
  settings: Config;
  query: Query;
  turn: Turn;
}

/** How many there are of what, and the way to only those. */
function Narrowing({ facets, settings, query, turn }: NarrowingProps): JSX.Element {
  const words = said().goods.search;
  const sorts = settings.codes.find(({ name }) => name === "goodsSort")?.items ?? [];
  if (facets === null) return <EmptyFace>{words.empty}</EmptyFace>;
  return (
    <aside class="stack" aria-label={words.narrow}>
      <p class="faint" role="status">
        {words.found(count(facets.total))}
      </p>
      <div class="field">
        <label for="sort">{words.sort}</label>
        <select
          id="sort"
          value={query.sort ?? ""}
          onChange={(event) => turn({ sort: event.currentTarget.value })}
        >
          <option value="">{words.anySort}</option>
          {sorts.map(({ code }) => (
            <option key={code} value={code}>
              {word(settings, "goodsSort", code)}
            </option>
          ))}
        </select>
      </div>
      <details open={matchMedia("(min-width: 720px)").matches}>
        <summary>{words.narrow}</summary>
        <div class="stack">
          <Facet
            title={words.category}
            name="categoryId"
            chosen={query.categoryId}
            turn={turn}
            of={facets.categories.map((one) => [String(one.categoryId), one.name, one.count])}
          />
          <Facet
            title={words.brand}
            name="brandId"
            chosen={query.brandId}
            turn={turn}
            of={facets.brands.map((one) => [String(one.brandId), one.name, one.count])}
          />
          <Facet
            title={said().goods.lot.quality}
            name="quality"
            chosen={query.quality}
            turn={turn}
            of={facets.qualities.map((one) => [
              one.quality,
              word(settings, "quality", one.quality),
              one.count,
            ])}
          />
          <Facet
            title={said().goods.lot.gender}
            name="gender"
            chosen={query.gender}
            turn={turn}
            of={facets.genders.map((one) => [
              one.gender,
              word(settings, "goodsGender", one.gender),
              one.count,
            ])}
          />
          <Prices query={query} turn={turn} />
        </div>
      </details>
    </aside>
  );
}

interface FacetProps {
  title: string;
  name: string;
  chosen: string | number | null | undefined;
  of: [value: string, text: string, count: number][];
  turn: Turn;
}

function Facet({ title, name, chosen, of, turn }: FacetProps): JSX.Element | null {
  if (of.length === 0) return null;
  return (
    <fieldset class="facet">
      <legend>{title}</legend>
      {of.map(([value, text, number]) => {
        const isChosen = String(chosen) === value;
        return (
          <button
            key={value}
            type="button"
            class="button quiet"
            aria-pressed={isChosen}
            onClick={() => turn({ [name]: isChosen ? undefined : value })}
          >
            {text} <span class="faint figure">{count(number)}</span>
          </button>
        );
      })}
    </fieldset>
  );
}

function Prices({ query, turn }: { query: Query; turn: Turn }): JSX.Element {
  const words = said().goods.search;
  const form = useForm("prices", { least: text(query.minPrice), most: text(query.maxPrice) });
  async function narrow({ least, most }: { least: string; most: string }): Promise<void> {
    turn({ minPrice: read("least", least), maxPrice: read("most", most) });
  }
  return (
    <FormView form={form} send={narrow} verb={words.apply} weight="second">
      <Input form={form} name="least" label={words.least} inputMode="numeric" />
      <Input form={form} name="most" label={words.most} inputMode="numeric" />
    </FormView>
  );
}

function text(amount: number | null | undefined): string {
  return amount == null ? "" : won(amount);
}

function read(name: string, typed: string): string | undefined {
  if (typed.trim() === "") return undefined;
  const amount = readWon(typed);
  if (amount === undefined) throw new Unfit({ [name]: saidShared().form.wrongAmount });
  return String(amount);
}
