/** What does a seller say of goods? As it is typed, and as the market takes it. */

import { readWon } from "../shared/amounts";
import { api, ask, type Schemas } from "../shared/api/client";
import { marketTime } from "../shared/clock";
import { type Form, Unfit } from "../shared/forms";
import { koreanMinute, readMinute } from "../shared/moments";
import { said as saidShared } from "../shared/words";
import type { Goods } from "./lot";
import { said } from "./words";

type NewGoods = Schemas["NewGoods"];
type GeneralFee = Schemas["GeneralFee"];

/** What is typed of prices and times, at first and again. */
export type TypedListing = {
  startPrice: string;
  buyNowPrice: string;
  reservePrice: string;
  startsLater: boolean;
  startsAt: string;
  endsAt: string;
};

export type TypedGoods = TypedListing & {
  pictures: string;
  name: string;
  info: string;
  parentId: string;
  categoryId: string;
  brand: string;
  quality: string;
  gender: string;
  size: string;
  shippingPrice: string;
  softClose: boolean;
};

export type GoodsForm = Form<TypedGoods>;

const DAY_MS = 86_400_000;

export const BLANK_LISTING: TypedListing = {
  startPrice: "",
  buyNowPrice: "",
  reservePrice: "",
  startsLater: false,
  startsAt: "",
  endsAt: "",
};

export const BLANK_GOODS: TypedGoods = {
  ...BLANK_LISTING,
  pictures: "",
  name: "",
  info: "",
  parentId: "",
  categoryId: "",
  brand: "",
  quality: "",
  gender: "UNISEX",
  size: "",
  shippingPrice: "",
  softClose: true,
};

/** The end so many days after the start, as a field for it holds it. */
export function endAfter(days: number, startsAt: string): string {
  return koreanMinute(Date.parse(startsAt || new Date(marketTime()).toISOString()) + days * DAY_MS);
}

type Listing = Required<
  Pick<NewGoods, "startPrice" | "buyNowPrice" | "reservePrice" | "startsAt" | "endsAt">
>;

/** @throws {Unfit} for what is no price and no moment */
export function listingOf(typed: TypedListing): Listing {
  const reading = new Reading();
  const listing = read(reading, typed);
  reading.done();
  return listing;
}

function read(reading: Reading, typed: TypedListing): Listing {
  const startPrice = reading.price("startPrice", typed.startPrice);
  const buyNowPrice = reading.priceOrNone("buyNowPrice", typed.buyNowPrice);
  const reservePrice = reading.priceOrNone("reservePrice", typed.reservePrice);
  const startsAt = typed.startsLater ? reading.moment("startsAt", typed.startsAt) : null;
  const endsAt = reading.moment("endsAt", typed.endsAt);
  return { startPrice, buyNowPrice, reservePrice, startsAt, endsAt };
}

type Described = Exclude<keyof NewGoods, keyof Listing | "uploadIds">;
type SaidOfGoods = Listing & { [K in Described]-?: NonNullable<NewGoods[K]> };

/** @throws {Unfit} for whatever the market could not read */
export async function goodsOf(typed: TypedGoods, hasPictures: boolean): Promise<SaidOfGoods> {
  const reading = new Reading();
  if (!hasPictures) reading.blame("pictures", said().selling.goods.noPictures);
  const { name, info } = typed;
  for (const field of ["name", "info", "categoryId", "brand", "quality"] as const)
    reading.filled(field, typed[field]);
  const shippingPrice = reading.price("shippingPrice", typed.shippingPrice);
  const listing = read(reading, typed);
  const brandId = await brandIdOf(typed.brand);
  if (typed.brand !== "" && brandId === undefined)
    reading.blame("brand", said().selling.goods.unknownBrand);
  reading.done();
  return {
    ...listing,
    name,
    info,
    shippingPrice,
    categoryId: Number(typed.categoryId),
    brandId: brandId ?? 0,
    quality: typed.quality as NewGoods["quality"],
    gender: typed.gender as NonNullable<NewGoods["gender"]>,
    size: typed.size,
    softClose: typed.softClose,
  };
}

/** What stands there, as it would have been typed; the reserve is nobody's to see. */
export function typedOf(goods: Goods): TypedGoods {
  const [parent, child] = goods.categoryPath;
  return {
    ...BLANK_GOODS,
    name: goods.name,
    info: goods.info,
    parentId: String(parent?.categoryId ?? ""),
    categoryId: String((child ?? parent)?.categoryId ?? ""),
    brand: goods.brand.name,
    quality: goods.quality,
    gender: goods.gender,
    size: goods.size,
    startPrice: String(goods.startPrice),
    buyNowPrice: goods.buyNowPrice === null ? "" : String(goods.buyNowPrice),
    shippingPrice: String(goods.shippingPrice),
    startsLater: goods.state === "SCHEDULED",
    startsAt: koreanMinute(Date.parse(goods.startsAt)),
    endsAt: koreanMinute(Date.parse(goods.endsAt)),
    softClose: goods.softClose,
  };
}

export async function suggestedBrands(query: string): Promise<Schemas["Brand"][]> {
  const typed = query.trim();
  return (
    await ask(
      api.GET("/v1/brands", {
        params: { query: { limit: 12, ...(typed !== "" && { query: typed }) } },
      }),
    )
  ).items;
}

/** What is asked for a sale at this price by the general rules, tax included, as the market counts it. */
export function feeOf(price: number, fees: readonly GeneralFee[]): number {
  return fees.reduce((sum, fee) => sum + Math.min(asked(price, fee), price - sum), 0);
}

function asked(price: number, { percent, fixed, min, max }: GeneralFee): number {
  const wanted =
    percent === null ? (fixed ?? 0) : Math.floor((price * Math.round(percent * 100)) / 10_000);
  return Math.min(Math.max(wanted, min), max ?? Infinity);
}

async function brandIdOf(typed: string): Promise<number | undefined> {
  const name = typed.trim().toLowerCase();
  if (name === "") return undefined;
  const found = await suggestedBrands(name);
  return found.find((one) => one.name.toLowerCase() === name)?.brandId;
}

/** Reads field by field, and says at the end all that was wrong. */
class Reading {
  readonly #faults: Record<string, string> = {};

  filled(field: string, typed: string): void {
    if (typed.trim() === "") this.blame(field, saidShared().form.required);
  }

  price(field: string, typed: string): number {
    this.filled(field, typed);
    return typed.trim() === "" ? 0 : (this.priceOrNone(field, typed) ?? 0);
  }

  priceOrNone(field: string, typed: string): number | null {
    if (typed.trim() === "") return null;
    const amount = readWon(typed);
    if (amount === undefined) this.blame(field, saidShared().form.wrongAmount);
    return amount ?? null;
  }

  moment(field: string, typed: string): string {
    const moment = readMinute(typed);
    if (moment === undefined) this.blame(field, saidShared().form.required);
    return moment ?? "";
  }

  blame(field: string, fault: string): void {
    this.#faults[field] = fault;
  }

  done(): void {
    if (Object.keys(this.#faults).length > 0) throw new Unfit(this.#faults);
  }
}
