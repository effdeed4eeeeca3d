/** What do I like? Goods, and brands whose new goods I am told of. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { count } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Listed, useListed } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { List } from "../../shared/components/shown";
import { Page } from "../../shared/pages";
import { Choices, useChoice } from "../components/choices";
import { GoodsCard, GoodsShape } from "../components/goods-card";
import { said } from "../words";

type Brand = Schemas["Brand"];

export default function SeeLikes(): JSX.Element {
  const words = said().account.likes;
  const ofBrands = useChoice("of", ["brands"]) !== undefined;
  return (
    <Page title={said().frame.likes}>
      <Choices
        name="of"
        label={words.which}
        of={[
          ["", words.goods],
          ["brands", words.brands],
        ]}
      />
      {ofBrands ? <Brands /> : <Goods />}
    </Page>
  );
}

function Goods(): JSX.Element {
  const goods = useListed((cursor) =>
    ask(
      api.GET("/v1/me/likes/goods", {
        params: { query: { limit: 24, ...(cursor && { cursor }) } },
      }),
    ),
  );
  return (
    <List
      of={goods}
      class="grid"
      shape={<GoodsShape />}
      empty={<p>{said().account.likes.noGoods}</p>}
    >
      {(one) => <GoodsCard key={one.goodsId} goods={one} />}
    </List>
  );
}

function Brands(): JSX.Element {
  const brands = useListed((cursor) =>
    ask(api.GET("/v1/me/likes/brands", { params: { query: { ...(cursor && { cursor }) } } })),
  );
  return (
    <List of={brands} empty={<p>{said().account.likes.noBrands}</p>}>
      {(one) => <BrandLine key={one.brandId} brand={one} brands={brands} />}
    </List>
  );
}

function BrandLine({ brand, brands }: { brand: Brand; brands: Listed<Brand> }): JSX.Element {
  const words = said().account.likes;
  const { brandId, name } = brand;
  async function unlike(): Promise<void> {
    await ask(api.DELETE("/v1/brands/{brandId}/like", { params: { path: { brandId } } }));
    await brands.again();
  }
  return (
    <li class="row apart">
      <Link class="row brand-line" href={`/search?brandId=${brandId}`}>
        {brand.image !== null && (
          <img src={brand.image} alt="" width="48" height="48" loading="lazy" />
        )}
        <span>{name}</span>
        <span class="faint figure">{words.goodsOf(count(brand.goodsCount))}</span>
      </Link>
      <Button kind="quiet" act={unlike} label={`${name} ${words.unlike}`}>
        {words.unlike}
      </Button>
    </li>
  );
}
