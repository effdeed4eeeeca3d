/** What is said of goods when they are put up, and as long as nobody has bid? */

import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import type { Schemas } from "../../shared/api/client";
import { Check, Input, Select, TextArea } from "../../shared/components/fields";
import { choices, type Config } from "../../shared/config";
import type { Places } from "../../shared/forms";
import { type GoodsForm, suggestedBrands, type TypedGoods } from "../listing";
import { usePictures, type Pictures } from "../pictures";
import { said } from "../words";
import { PriceFields, TimeFields } from "./listing-fields";
import { PicturesInput } from "./pictures-input";

interface GoodsFieldsProps {
  form: GoodsForm;
  pictures: Pictures;
  categories: readonly Schemas["Category"][];
  settings: Config;
  picturesLabel?: string;
  reserveHelp?: string;
  hasBegun?: boolean;
}

/** Where refusals belong that name no field. */
export const GOODS_PLACES: Places<TypedGoods> = {
  CATEGORY_NOT_FOUND: "categoryId",
  BRAND_NOT_FOUND: "brand",
  AUCTION_TOO_SHORT: "endsAt",
  AUCTION_TOO_LONG: "endsAt",
  BUY_NOW_PRICE_TOO_LOW: "buyNowPrice",
  RESERVE_PRICE_TOO_LOW: "reservePrice",
  RESERVE_PRICE_TOO_HIGH: "reservePrice",
  PICTURES_PENDING: "pictures",
  UPLOAD_REJECTED: "pictures",
  UPLOAD_USED: "pictures",
  UPLOAD_NOT_FOUND: "pictures",
};

const PAUSE_MS = 200;

export function useGoodsPictures(form: GoodsForm, settings: Config): Pictures {
  const limits = settings.uploads;
  return usePictures(
    {
      kind: "GOODS",
      most: limits.goodsMost,
      limits,
      kept: form.fields.pictures.value,
      keep: (text) => form.type("pictures", text),
    },
    form,
  );
}

export function GoodsFields({
  form,
  pictures,
  categories,
  settings,
  picturesLabel,
  reserveHelp,
  hasBegun = false,
}: GoodsFieldsProps): JSX.Element {
  const words = said().selling.goods;
  const none = { value: "", label: words.choose };
  return (
    <>
      <PicturesInput
        id={form.id}
        label={picturesLabel ?? words.pictures}
        pictures={pictures}
        fault={form.faults.value.pictures}
      />
      <Input form={form} name="name" label={words.name} maxLength={100} autoComplete="off" />
      <Categories form={form} categories={categories} />
      <Brand form={form} />
      <div class="halves">
        <Select
          form={form}
          name="quality"
          label={words.quality}
          options={[none, ...choices(settings, "quality")]}
        />
        <Select
          form={form}
          name="gender"
          label={words.gender}
          options={choices(settings, "goodsGender")}
        />
        <Input
          form={form}
          name="size"
          label={words.size}
          maxLength={40}
          autoComplete="off"
          optional
        />
        <Input
          form={form}
          name="shippingPrice"
          label={words.shippingPrice}
          inputMode="numeric"
          autoComplete="off"
          help={words.shippingHelp}
        />
      </div>
      <TextArea form={form} name="info" label={words.info} rows={6} />
      <PriceFields
        form={form}
        settings={settings}
        {...(reserveHelp !== undefined && { reserveHelp })}
      />
      <TimeFields form={form} hasBegun={hasBegun} />
      <Check
        form={form}
        name="softClose"
        label={words.softClose}
        help={words.softCloseHelp(settings.auctions.softCloseSeconds / 60)}
      />
    </>
  );
}

/** First the large one, then what there is in it. */
function Categories({
  form,
  categories,
}: {
  form: GoodsForm;
  categories: readonly Schemas["Category"][];
}): JSX.Element {
  const words = said().selling.goods;
  const { parentId, categoryId } = form.fields;
  const children =
    categories.find((one) => String(one.categoryId) === parentId.value)?.children ?? [];
  useSignalEffect(() => {
    const inside =
      categories.find((one) => String(one.categoryId) === parentId.value)?.children ?? [];
    const isInside = inside.some((one) => String(one.categoryId) === categoryId.peek());
    if (!isInside && categoryId.peek() !== "") form.type("categoryId", "");
  });
  const named = (list: readonly Schemas["Subcategory"][]): { value: string; label: string }[] => [
    { value: "", label: words.choose },
    ...list.map((one) => ({ value: String(one.categoryId), label: one.name })),
  ];
  return (
    <div class="halves">
      <Select form={form} name="parentId" label={words.category} options={named(categories)} />
      <Select form={form} name="categoryId" label={words.subcategory} options={named(children)} />
    </div>
  );
}

/** Typed; those that are like it are suggested. */
function Brand({ form }: { form: GoodsForm }): JSX.Element {
  const words = said().selling.goods;
  const names = useSignal<readonly string[]>([]);
  useSignalEffect(() => {
    const typed = form.fields.brand.value;
    const timer = setTimeout(() => void suggest(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  async function suggest(typed: string): Promise<void> {
    const found = await suggestedBrands(typed).catch(() => []);
    if (form.fields.brand.value === typed) names.value = found.map(({ name }) => name);
  }
  return (
    <>
      <Input
        form={form}
        name="brand"
        label={words.brand}
        list={`${form.id}-brands`}
        autoComplete="off"
        help={words.brandHelp}
      />
      <datalist id={`${form.id}-brands`}>
        {names.value.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
