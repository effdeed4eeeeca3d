/** What is there? What ends soon, what many want, what is new, and who made it. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Listed, useAsked, useListed } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { Page } from "../../shared/pages";
import { type GoodsItem, GoodsCard, GoodsShape } from "../components/goods-card";
import { said } from "../words";

type Sort = "ending" | "popular" | "recent";

export default function LookAround(): JSX.Element {
  const words = said().goods.home;
  const brands = useAsked(() => ask(api.GET("/v1/brands", { params: { query: { limit: 12 } } })));
  return (
    <Page title={words.title}>
      <Shelf title={words.ending} sort="ending" />
      <Shelf title={words.popular} sort="popular" />
      <Shelf title={words.new} sort="recent" />
      <section class="stack">
        <h2>{words.brands}</h2>
        <Shown of={brands}>{({ items }) => <Brands brands={items} />}</Shown>
      </section>
    </Page>
  );
}

function Shelf({ title, sort }: { title: string; sort: Sort }): JSX.Element {
  const goods: Listed<GoodsItem> = useListed(() =>
    ask(api.GET("/v1/goods", { params: { query: { sort, limit: 6 } } })),
  );
  return (
    <section class="stack">
      <div class="row apart">
        <h2>{title}</h2>
        <Link href={`/search?sort=${sort}`} aria-label={`${title} ${said().goods.home.all}`}>
          {said().goods.home.all}
        </Link>
      </div>
      <Shown of={goods} shape={<GoodsShape number={6} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="empty">{said().goods.home.empty}</p>
          ) : (
            <ul class="grid">
              {items.map((one) => (
                <GoodsCard key={one.goodsId} goods={one} />
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}

function Brands({ brands }: { brands: Schemas["Brand"][] }): JSX.Element {
  return (
    <ul class="row">
      {brands.map(({ brandId, name }) => (
        <li key={brandId}>
          <Link class="button second" href={`/search?brandId=${brandId}`}>
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
