/** What do sellers pay for their sales? Rules that begin and end; what was made under one keeps it. */

import type { JSX } from "preact";
import { readWon, won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Input, Select } from "../../shared/components/fields";
import { Moment } from "../../shared/components/time";
import { Unfit } from "../../shared/forms";
import { said as saidShared } from "../../shared/words";
import { called, options } from "../codes";
import { keyed } from "../components/acts";
import { oneOf } from "../components/address";
import { To } from "../components/parts";
import { Shelf } from "../components/shelf";
import { said } from "../words";

type Rule = Schemas["FeeRule"];

const SCOPES = ["ALL", "SELLER_KIND", "CATEGORY", "SELLER"] as const;
const KINDS = ["PRIVATE", "BUSINESS"] as const;
const BLANK = {
  name: "",
  scope: "ALL",
  sellerKind: "PRIVATE",
  categoryId: "",
  sellerId: "",
  percent: "",
  fixed: "",
  min: "",
  max: "",
  vat: "10",
  validFrom: "",
  reason: "",
};

export default function SetFees(): JSX.Element {
  const words = said().fees;
  const list = useListed<Rule>((cursor) =>
    ask(api.GET("/v1/admin/fee-rules", { params: { query: { cursor } } })),
  );
  return (
    <Shelf
      name="fee"
      title={said().frame.place["/fee-rules"]}
      of={list}
      id={({ ruleId }) => ruleId}
      line={(one) => (
        <span class="queue-line">
          <span>
            <strong>{one.name}</strong> {called("feeScope", one.scope)}
          </span>
          <span class="figure">
            {one.percent === null ? won(one.fixed ?? 0) : `${one.percent}%`}
          </span>
        </span>
      )}
      pairs={(one) => [
        [called("feeScope", "SELLER_KIND"), one.sellerKind && called("storeKind", one.sellerKind)],
        [called("feeScope", "CATEGORY"), one.categoryId],
        [called("feeScope", "SELLER"), one.sellerId && <To kind="members" id={one.sellerId} />],
        [words.min, won(one.min)],
        [words.max, one.max && won(one.max)],
        [words.vat, `${one.vat}%`],
        [words.validFrom, <Moment at={one.validFrom} />],
        [words.validUntil, one.validUntil && <Moment at={one.validUntil} />],
      ]}
      blank={BLANK}
      fields={(form) => (
        <>
          <Input form={form} name="name" label={words.name} help={words.nameHelp} maxLength={40} />
          <Select
            form={form}
            name="scope"
            label={words.scope}
            options={options("feeScope", SCOPES)}
          />
          {form.fields.scope.value === "SELLER_KIND" && (
            <Select
              form={form}
              name="sellerKind"
              label={called("feeScope", "SELLER_KIND")}
              options={options("storeKind", KINDS)}
            />
          )}
          {form.fields.scope.value === "CATEGORY" && (
            <Input form={form} name="categoryId" label={words.categoryId} inputMode="numeric" />
          )}
          {form.fields.scope.value === "SELLER" && (
            <Input form={form} name="sellerId" label={words.sellerId} inputMode="numeric" />
          )}
          <Input
            form={form}
            name="percent"
            label={words.percent}
            help={words.percentHelp}
            inputMode="decimal"
            optional
          />
          <Input form={form} name="fixed" label={words.fixed} inputMode="numeric" optional />
          <Input form={form} name="min" label={words.min} inputMode="numeric" optional />
          <Input form={form} name="max" label={words.max} inputMode="numeric" optional />
          <Input form={form} name="vat" label={words.vat} inputMode="numeric" />
          <Input
            form={form}
            name="validFrom"
            label={words.validFrom}
            help={words.validFromHelp}
            type="date"
            optional
          />
        </>
      )}
      add={{
        says: words.willAdd,
        send: async (typed, key) =>
          ask(
            api.POST("/v1/admin/fee-rules", {
              params: { header: keyed(key) },
              body: written(typed),
            }),
          ),
      }}
      endings={[
        {
          verb: words.end,
          says: words.willEnd,
          may: ({ validUntil }) => validUntil === null,
          send: ({ ruleId }, reason) =>
            ask(
              api.DELETE("/v1/admin/fee-rules/{ruleId}", {
                params: { path: { ruleId } },
                body: { reason },
              }),
            ),
        },
      ]}
    />
  );
}

/** What was left empty is left out. */
function written(typed: typeof BLANK): Schemas["NewFeeRule"] {
  const scope = oneOf(SCOPES, typed.scope) ?? "ALL";
  return {
    name: typed.name,
    scope,
    reason: typed.reason,
    ...(scope === "SELLER_KIND" && { sellerKind: oneOf(KINDS, typed.sellerKind) ?? "PRIVATE" }),
    ...(scope === "CATEGORY" && { categoryId: Number(typed.categoryId) }),
    ...(scope === "SELLER" && { sellerId: Number(typed.sellerId) }),
    ...(typed.percent !== "" && { percent: Number(typed.percent.normalize("NFKC")) }),
    ...(typed.fixed !== "" && { fixed: amount("fixed", typed.fixed) }),
    ...(typed.min !== "" && { min: amount("min", typed.min) }),
    ...(typed.max !== "" && { max: amount("max", typed.max) }),
    vat: Number(typed.vat.normalize("NFKC")),
    ...(typed.validFrom !== "" && {
      validFrom: new Date(`${typed.validFrom}T00:00:00+09:00`).toISOString(),
    }),
  };
}

function amount(field: string, typed: string): number {
  const read = readWon(typed);
  if (read === undefined) throw new Unfit({ [field]: saidShared().form.wrongAmount });
  return read;
}
