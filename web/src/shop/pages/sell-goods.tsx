/** How does one sell? By pictures, a few words, prices and an end; what it costs is said beside. */

import type { JSX } from "preact";
import { useLocation } from "wouter-preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { FormView } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { Shown } from "../../shared/components/shown";
import { type Config, config } from "../../shared/config";
import { useForm } from "../../shared/forms";
import { Page } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { GOODS_PLACES, GoodsFields, useGoodsPictures } from "../components/goods-fields";
import { BLANK_GOODS, goodsOf, type TypedGoods } from "../listing";
import { said } from "../words";

export interface ForListing {
  categories: Schemas["Category"][];
  settings: Config;
}

export async function readForListing(): Promise<ForListing> {
  const [categories, settings] = await Promise.all([ask(api.GET("/v1/categories")), config()]);
  return { categories: categories.items, settings };
}

export default function SellGoods(): JSX.Element {
  const words = said().selling.goods;
  const asked = useAsked(readForListing);
  return (
    <Page title={words.title} class="reading">
      <Shown of={asked}>{(known) => <Sell {...known} />}</Shown>
    </Page>
  );
}

function Sell({ categories, settings }: ForListing): JSX.Element {
  const words = said().selling.goods;
  const [, go] = useLocation();
  const form = useForm("sell", BLANK_GOODS);
  const pictures = useGoodsPictures(form, settings);
  async function send(typed: TypedGoods, key: string): Promise<void> {
    const said = await goodsOf(typed, pictures.all.value.length > 0);
    const goods = await pictures.attach((uploadIds) =>
      ask(
        api.POST("/v1/goods", {
          params: { header: { "Idempotency-Key": key } },
          body: { ...said, uploadIds },
        }),
      ),
    );
    tell(goods.review === null ? words.done : words.waits);
    go(`/goods/${goods.goodsId}`);
  }
  return (
    <FormView
      form={form}
      send={send}
      verb={form.isBusy.value ? saidShared().form.sending : words.verb}
      places={GOODS_PLACES}
    >
      <GoodsFields form={form} pictures={pictures} categories={categories} settings={settings} />
    </FormView>
  );
}
